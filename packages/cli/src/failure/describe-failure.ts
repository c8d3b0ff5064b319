import type { GeminiError } from "gemini-ts";
import { safeLine, safeText } from "../terminal/safe-text.ts";
import { CommandFailure, REPORT_THE_BUG } from "./command-failure.ts";
import { type ExitCode, exitCodeOf } from "./exit-codes.ts";
import { remedyFor } from "./remedies.ts";
import { summaryFor } from "./summaries.ts";

/** What is printed about a failure, and how the command ends. */
export interface FailureReport {
  /** What failed, a newline, what to do, a newline; with `withStack`, the stack after it. */
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** Never quotes the message of an unknown error: it could hold a piece of the prompt. */
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

/** Recognises the error by its name and not with the SDK's own function, so that a usage error need not load the SDK. */
function isGeminiError(error: unknown): error is GeminiError {
  return error instanceof Error && error.name === "GeminiError";
}
