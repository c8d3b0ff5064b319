import { streamInterrupted } from "../errors/connection-errors.ts";
import { blocked, emptyResponse, malformedFunctionCall } from "../errors/content-errors.ts";
import type { Accumulator } from "./accumulator.ts";

/** Finish reasons that refuse the answer. Together with content they stand on the response and are no error. */
const REFUSALS = /^(?:SAFETY|RECITATION|LANGUAGE|BLOCKLIST|PROHIBITED_CONTENT|SPII|IMAGE_SAFETY|IMAGE_\w+|OTHER)$/;
const BAD_CALLS = /^(?:MALFORMED_FUNCTION_CALL|UNEXPECTED_TOOL_CALL|MALFORMED_RESPONSE|TOO_MANY_TOOL_CALLS)$/;

/**
 * Throws where an answer is none. The first row that fits decides:
 *
 * | what came | error |
 * |---|---|
 * | a refused prompt, no content | `blocked` |
 * | the end of a stream, a candidate without finish reason | `stream_interrupted`: only a finish reason proves an end |
 * | content | none |
 * | no content, a finish reason that refuses | `blocked` |
 * | no content, a function call that went wrong | `malformed_function_call` |
 * | no content otherwise | `empty_response` |
 */
export function checkOutcome(answer: Accumulator, streamed: boolean): void {
  // Made only where an error needs it, since it joins all text anew.
  const more = () => ({ traceId: answer.traceId, partial: () => answer.partial() });
  const refusal = answer.promptFeedback?.blockReason;
  if (refusal && !answer.hasContent) throw blocked("prompt", refusal, more());
  if (streamed && !answer.complete) throw streamInterrupted("it ended without a finish reason", more());
  if (answer.hasContent) return;
  const reason = answer.candidates().find((candidate) => candidate.finishReason)?.finishReason ?? "no candidates";
  if (isOneOf(REFUSALS, reason)) throw blocked("answer", reason, more());
  if (isOneOf(BAD_CALLS, reason)) throw malformedFunctionCall(reason, more());
  throw emptyResponse(reason, more());
}

function isOneOf(reasons: RegExp, reason: unknown): boolean {
  return typeof reason === "string" && reasons.test(reason);
}
