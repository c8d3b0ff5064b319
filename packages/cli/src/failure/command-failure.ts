import type { ExitCode } from "./exit-codes.ts";

/** If set, failures are printed with their stacks. */
export const DEBUG_VARIABLE = "GEMINI_TS_DEBUG";

/** What to do about a failure that only a bug can cause. */
export const REPORT_THE_BUG = `This is a bug: run it again with ${DEBUG_VARIABLE}=1 and report what it prints.`;

/** A failure of the command itself, printed in two lines: what failed and what to do. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  /** What failed. */
  readonly summary: string;
  /** What to do. */
  readonly remedy: string;
  readonly exitCode: ExitCode;

  constructor(summary: string, remedy: string, exitCode: ExitCode) {
    super(`${summary} ${remedy}`);
    this.summary = summary;
    this.remedy = remedy;
    this.exitCode = exitCode;
  }
}

/** An invalid command line or input. */
export function usageFailure(summary: string, remedy = "Run gemini-ts --help for the options."): CommandFailure {
  return new CommandFailure(summary, remedy, 2);
}
