import type { GeminiError, GeminiErrorCode } from "gemini-ts";
import { safeLine, safeText } from "../terminal/safe-text.ts";
import { CommandFailure, DEBUG_VARIABLE, REPORT_THE_BUG } from "./command-failure.ts";
import { envFileHint } from "./env-file.ts";
import { type ExitCode, exitCodeOf } from "./exit-codes.ts";
import { remedyFor } from "./remedies.ts";
import { summaryFor } from "./summaries.ts";

/** The text to print about a failure, and the exit code. */
export interface FailureReport {
  /** One line with what failed, one with what to do, and the stack if it was requested. */
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** Codes of failures whose cause can be a variable that is not set. */
const MISSING_VARIABLES: readonly GeminiErrorCode[] = ["no_credentials", "project_required"];

/** Never quotes the message of an unknown error, because it could contain a part of the prompt. */
export function describeFailure(error: unknown, env: Readonly<Record<string, string | undefined>>): FailureReport {
  const { summary, remedy, exitCode } = read(error);
  const hint = isGeminiError(error) && MISSING_VARIABLES.includes(error.code) ? envFileHint(env) : "";
  const stack = env[DEBUG_VARIABLE] && error instanceof Error ? `${safeText(error.stack ?? "")}\n` : "";
  return { text: `${safeLine(summary)}\n${safeLine(remedy + hint)}\n${stack}`, exitCode };
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
