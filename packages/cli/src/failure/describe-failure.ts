import type { GeminiError } from "gemini-ts";
import { safeLine, safeText } from "../terminal/safe-text.ts";
import { CommandFailure } from "./command-failure.ts";
import { remedyFor, withFlags } from "./command-words.ts";
import { type ExitCode, exitCodes } from "./exit-codes.ts";

/** Set to anything, it adds the stack to a failure. */
export const DEBUG_VARIABLE = "GEMINI_TS_DEBUG";

/** What is printed of a failure, and how the command ends. */
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
    return { summary: withFlags(error.summary), remedy: remedyFor(error), exitCode: exitCodes[error.code] ?? 1 };
  }
  const kind = error instanceof Error ? error.name : typeof error;
  return {
    summary: `Something failed that should not (${kind}).`,
    remedy: `This is a bug: run it again with ${DEBUG_VARIABLE}=1 and report what it prints.`,
    exitCode: 1,
  };
}

/** By its brand and not by the SDK's own function, so that a usage error need not load the SDK. */
function isGeminiError(error: unknown): error is GeminiError {
  return error instanceof Error && error.name === "GeminiError";
}
