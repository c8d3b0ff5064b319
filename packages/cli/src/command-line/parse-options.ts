import { CommanderError } from "commander";
import { usageFailure } from "../failure/command-failure.ts";
import { checkConflicts } from "./check-conflicts.ts";
import type { CommandLine, OwnText } from "./command-line.ts";
import { createProgram } from "./program.ts";

/** Parses a command line that has options. Throws a CommandFailure if it is invalid. */
export function parseOptions(words: readonly string[]): CommandLine | OwnText {
  let ownText = "";
  const program = createProgram((text) => {
    ownText += text;
  });
  try {
    program.parse(words, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { ownText };
    throw usageFailure(...inTwoLines(error.message));
  }
  const commandLine: CommandLine = { ...program.opts<Omit<CommandLine, "words">>(), words: program.args };
  checkConflicts(commandLine);
  return commandLine;
}

/**
 * Splits a message such as "error: unknown option '--modle'\n(Did you mean --model?)" into what failed and what to do.
 */
function inTwoLines(message: string): [summary: string, remedy: string] {
  const [first = "", suggestion] = message.replace(/^error: /, "").split("\n(");
  const summary = `${first.charAt(0).toUpperCase()}${first.slice(1)}`.replace(/([^.])$/, "$1.");
  const help = "Run gemini-ts --help for the options; put -- before a prompt that starts with a dash.";
  return [summary, suggestion === undefined ? help : `${suggestion.replace(/\)$/, "")} ${help}`];
}
