import type { GeminiErrorCode, GeminiEvent, WarningEvent } from "gemini-ts";

/** A shorter wait is not announced. */
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

/** Warnings about an answer that is empty or truncated: the answer's writer reports them in its own words. */
const REPORTED_BY_WRITER: readonly WarningEvent["code"][] = ["empty_response", "response_incomplete"];

/** One line about an event for the waiting user; undefined if there is nothing to say. */
export function progressLine(event: GeminiEvent): string | undefined {
  switch (event.type) {
    case "retry":
      if (event.delayMs < MIN_ANNOUNCED_MS) return undefined;
      return `${REASONS[event.reason] ?? "That failed"}; trying again in ${Math.ceil(event.delayMs / 1_000)} s.`;
    case "model-fallback":
      return `${REASONS[event.reason] ?? `No answer from ${event.from}`}; asking ${event.to}.`;
    case "warning":
      return REPORTED_BY_WRITER.includes(event.code) ? undefined : `Warning: ${warning(event)}`;
    default:
      return undefined;
  }
}

/** The SDK's sentence, without what it says to do if only a program can do that. */
function warning({ code, message, summary = message, option }: WarningEvent): string {
  if (code === "model_substituted") return `${summary} Set --model to the model that you want.`;
  if (code !== "token_cache_failed") return summary;
  return option === undefined ? message : `${summary} Fix it, or set GEMINI_TS_TOKEN_CACHE=off.`;
}
