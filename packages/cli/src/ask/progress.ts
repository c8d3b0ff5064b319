import type { GeminiErrorCode, GeminiEvent, WarningEvent } from "gemini-ts";
import { withFlags } from "../failure/command-words.ts";

/** A shorter wait needs no word. */
const WORTH_A_WORD_MS = 1_000;

const REASONS: Partial<Record<GeminiErrorCode, string>> = {
  connection_failed: "The connection failed",
  empty_response: "The model answered nothing",
  malformed_function_call: "The model made a function call that cannot be read",
  model_overloaded: "The model is overloaded",
  model_unavailable: "The account does not have the model",
  quota_exhausted: "The model's quota is used up",
  rate_limited: "Too many requests for now",
  server_error: "Google's service failed",
};

/** Warnings about an answer that is empty or cut off: the writer of the answer has words of its own for them. */
const TOLD_BY_WRITER: readonly WarningEvent["code"][] = ["empty_response", "response_incomplete"];

/** What the user should know of an event while waiting, one line; undefined where there is nothing to say. */
export function progressLine(event: GeminiEvent): string | undefined {
  switch (event.type) {
    case "retry":
      if (event.delayMs < WORTH_A_WORD_MS) return undefined;
      return `${REASONS[event.reason] ?? "That failed"}; trying again in ${Math.ceil(event.delayMs / 1_000)} s.`;
    case "model-fallback":
      return `${REASONS[event.reason] ?? `No answer from ${event.from}`}; asking ${event.to}.`;
    case "warning":
      if (TOLD_BY_WRITER.includes(event.code)) return undefined;
      return `Warning: ${withFlags(event.message)}`;
    default:
      return undefined;
  }
}
