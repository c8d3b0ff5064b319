import type { CommandLine, OwnText } from "./command-line.ts";

/**
 * Reads the command line. Throws a CommandFailure if it is invalid.
 *
 * Most command lines have no options, so they skip loading the parser, which takes a sixth of the time of starting
 * Node.
 */
export async function readCommandLine(words: readonly string[]): Promise<CommandLine | OwnText> {
  if (!words.some((word) => word.startsWith("-"))) return { words, retry: true };
  const { parseOptions } = await import("./parse-options.ts");
  return parseOptions(words);
}
