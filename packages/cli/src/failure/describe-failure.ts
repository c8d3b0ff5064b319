import type { GeminiError } from "gemini-ts";
import { safeLine, safeText } from "../terminal/safe-text.ts";
import { CommandFailure, REPORT_THE_BUG } from "./command-failure.ts";
import { type ExitCode, exitCodeOf } from "./exit-codes.ts";
import { remedyFor } from "./remedies.ts";
import { summaryFor } from "./summaries.ts";

/** The text to print about a failure, and the exit code. */
export interface FailureReport {
  /** One line with what failed, one with what to do, and the stack if it was requested. */
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** Never quotes the message of an unknown error, because it could contain a part of the prompt. */
export function describeFailure(error: unknown, withStack: boolean): FailureReport {
  const { summary, remedy, exitCode } = read(error);
  const stack = withStack && error instanceof Error ? `${safeText(error.stack ?? "")}\n` : "";
  return { text: `${safeLine(summary)}\n${safeLine(remedy)}\n${stack}`, exitCode };
}

function read(error: unknown): { readonly summary: string; readonly remedy: string; readonly exitCode: ExitCode } {
  if (error instanceof CommandFailure) return error;
  if (isGeminiError(error)) {
    return { summary: summaryFor(error), remedy: remedyFor(error), exitCode: exitCodeOf(error) };
  }
  const kind = error instanceof Error ? error.name : typeof error;
  return { summary: `Unexpected error (${kind}).`, remedy: REPORT_THE_BUG, exitCode: 1 };
}

/** Checks the name instead of calling the SDK's function, so that usage errors do not load the SDK. */
function isGeminiError(error: unknown): error is GeminiError {
  return error instanceof Error && error.name === "GeminiError";
}
