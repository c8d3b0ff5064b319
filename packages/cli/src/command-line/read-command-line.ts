import type { CommandLine, OwnText } from "./command-line.ts";

/**
 * Reads the command line. Throws a CommandFailure for one that cannot be used.
 *
 * Words alone need no parser, and most command lines are words alone: they are spared its loading time, a sixth of what
 * an empty Node takes.
 */
export async function readCommandLine(words: readonly string[]): Promise<CommandLine | OwnText> {
  if (!words.some((word) => word.startsWith("-"))) return { prompt: words.join(" "), retry: true };
  const { parseOptions } = await import("./parse-options.ts");
  return parseOptions(words);
}
