import { streamInterrupted } from "../errors/connection-errors.ts";
import { blocked, emptyResponse, malformedFunctionCall } from "../errors/content-errors.ts";
import type { Accumulator } from "./accumulator.ts";

/** Finish reasons of a refusal. A response with content is never an error, whatever its finish reason. */
const REFUSALS = /^(?:SAFETY|RECITATION|LANGUAGE|BLOCKLIST|PROHIBITED_CONTENT|SPII|IMAGE_\w+|OTHER)$/;
const BAD_CALLS = /^(?:MALFORMED_FUNCTION_CALL|UNEXPECTED_TOOL_CALL|MALFORMED_RESPONSE|TOO_MANY_TOOL_CALLS)$/;

/**
 * Throws if there is no response to return. The first row that matches decides:
 *
 * | received | error |
 * |---|---|
 * | a blocked prompt, no content | `blocked` |
 * | a stream that ended, a candidate without finish reason | `stream_interrupted`: only a finish reason proves the end |
 * | content | none |
 * | no content, a finish reason of a refusal | `blocked` |
 * | no content, a failed function call | `malformed_function_call` |
 * | no content, anything else | `empty_response` |
 */
export function checkOutcome(received: Accumulator, streamed: boolean): void {
  // A function, because `partial()` joins all text, and only errors need it.
  const more = () => ({ traceId: received.traceId, partial: () => received.partial() });
  const refusal = received.promptFeedback?.blockReason;
  if (refusal && !received.hasContent) throw blocked("prompt", refusal, more());
  if (streamed && !received.complete) throw streamInterrupted("it ended without a finish reason", more());
  if (received.hasContent) return;
  const reason = received.candidates().find((candidate) => candidate.finishReason)?.finishReason ?? "no candidates";
  if (isOneOf(REFUSALS, reason)) throw blocked("response", reason, more());
  if (isOneOf(BAD_CALLS, reason)) throw malformedFunctionCall(reason, more());
  throw emptyResponse(reason, more());
}

function isOneOf(reasons: RegExp, reason: unknown): boolean {
  return typeof reason === "string" && reasons.test(reason);
}
