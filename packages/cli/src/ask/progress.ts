import type { GeminiErrorCode, GeminiEvent, WarningEvent } from "gemini-ts";
import { inFlags } from "../failure/flags.ts";

/** Shorter waits are not announced. */
const MIN_ANNOUNCED_MS = 1_000;

const REASONS: Partial<Record<GeminiErrorCode, string>> = {
  connection_failed: "The connection failed",
  empty_response: "The model returned no content",
  malformed_function_call: "The model made an invalid function call",
  model_overloaded: "The model is overloaded",
  model_unavailable: "The account does not have the model",
  quota_exhausted: "The model's quota is used up",
  rate_limited: "Too many requests for now",
  server_error: "Google's service failed",
};

/**
 * Warnings about an empty or truncated answer, which the AnswerWriter reports itself; about a model of which Google's
 * answer says enough: another model answers, or none; and about `GEMINI_TS_LOG`, which the library prints itself.
 */
const SAID_ELSEWHERE: readonly WarningEvent["code"][] = [
  "empty_response",
  "response_incomplete",
  "log_level_unknown",
  "model_retired",
  "model_unknown",
];

/** A line about an event for the waiting user; undefined if there is nothing to report. */
export function progressLine(event: GeminiEvent): string | undefined {
  switch (event.type) {
    case "retry":
      if (event.delayMs < MIN_ANNOUNCED_MS) return undefined;
      return `${REASONS[event.reason] ?? "The request failed"}; trying again in ${Math.ceil(event.delayMs / 1_000)} s.`;
    case "repair":
      return "The answer does not fit the schema; asking for a corrected one.";
    case "model-fallback":
      return `${REASONS[event.reason] ?? `No answer from ${event.from}`}; asking ${event.to}.`;
    case "warning":
      return SAID_ELSEWHERE.includes(event.code) ? undefined : `Warning: ${warning(event)}`;
    default:
      return undefined;
  }
}

/** Warnings that disappear with another model. */
const ABOUT_MODEL: readonly WarningEvent["code"][] = ["model_retiring", "model_substituted"];

/** The SDK's message with the command's flags, without its remedy if only a program can apply that. */
function warning({ code, message, summary: givenSummary = message, option }: WarningEvent): string {
  const summary = inFlags(givenSummary);
  if (ABOUT_MODEL.includes(code)) return `${summary} Set --model to the model that you want.`;
  // Its remedy is about the file.
  if (code === "schema_suspicious") return inFlags(message);
  if (code !== "token_cache_failed") return summary;
  return option === undefined ? message : `${summary} Fix it, or set GEMINI_TS_TOKEN_CACHE=off.`;
}
