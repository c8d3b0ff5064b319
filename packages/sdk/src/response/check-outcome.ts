import { streamInterrupted } from "../errors/connection-errors.ts";
import { blocked, emptyResponse, malformedFunctionCall, namelessFunctionCall } from "../errors/content-errors.ts";
import type { Redact } from "../errors/redact.ts";
import { safeText } from "../errors/safe-text.ts";
import type { Candidate } from "../wire/generate.ts";
import type { Accumulator } from "./accumulator.ts";
import { googleWordsIn } from "./google-words.ts";

/** Finish reasons of a refusal. A response with an answer is not an error because of them. */
const REFUSALS =
  /^(?:SAFETY|RECITATION|LANGUAGE|BLOCKLIST|PROHIBITED_CONTENT|SPII|IMAGE_\w+|OTHER|MODEL_ARMOR|ESCALATION|PUP_LIMITED_DISABLED)$/;
/** Finish reasons of a function call that went wrong. What came before it is not what the model wanted to say. */
const BAD_CALLS =
  /^(?:MALFORMED_FUNCTION_CALL|UNEXPECTED_TOOL_CALL|MISSING_THOUGHT_SIGNATURE|MALFORMED_RESPONSE|TOO_MANY_TOOL_CALLS)$/;
/** Finish reasons of a response that is cut off. One of thoughts alone is returned, with a warning. */
const TRUNCATIONS = /^(?:MAX_TOKENS|CONTINUATION)$/;

/**
 * Throws if there is no response to return. An answer is text that is not a thought, a function call, media or code. The
 * first row that matches decides:
 *
 * | received | error |
 * |---|---|
 * | a block reason for the prompt, in any event | `blocked` |
 * | a stream or a hop of a long response that ended, a candidate whose end is not proven (see `Accumulator.complete`) | `stream_interrupted` |
 * | thoughts and no finish reason, not streamed | `stream_interrupted`, as if it had been streamed |
 * | the candidate that readers see ended with a failed function call, or has one without a name | `malformed_function_call` |
 * | an answer, no function call that is incomplete | none |
 * | otherwise, a finish reason of a refusal | `blocked` |
 * | a function call that is incomplete | `stream_interrupted` |
 * | no answer, a failed function call | `malformed_function_call` |
 * | thoughts that used up the tokens | none |
 * | no answer, anything else | `empty_response` |
 */
export function checkOutcome(received: Accumulator, mustEnd: boolean, redact: Redact = asIs): void {
  checkPrompt(received, redact);
  const { hasAnswer, hasContent, hasNamelessCall } = received;
  const more = (candidate?: Candidate) => detailsOf(received, googleWordsIn(candidate?.finishMessage));
  if (mustEnd && !received.complete) throw streamInterrupted("it ended without a finish reason", more());
  if (hasAnswer && !received.hasOpenCall && !hasNamelessCall && !received.endedBy(BAD_CALLS)) return;
  const candidates = received.candidates();
  const ended = candidates.find(({ finishReason }) => finishReason);
  const reason = ended?.finishReason ?? "no candidates";
  if (!ended && hasContent) throw streamInterrupted("it ended without a finish reason", more());
  const failed = candidates.find(({ finishReason }) => isOneOf(BAD_CALLS, finishReason));
  if (failed) throw malformedFunctionCall(failed.finishReason, more(failed));
  if (hasNamelessCall) throw namelessFunctionCall(reason, more(ended));
  if (isOneOf(REFUSALS, reason)) throw blocked("response", reason, more(ended));
  if (received.hasOpenCall) throw streamInterrupted("it ended within a function call", more());
  if (isOneOf(TRUNCATIONS, reason) && hasContent) return;
  throw emptyResponse(reason, received.usageMetadata, more(ended));
}

/** Throws `blocked` if Google has blocked the prompt. Holds for a response that broke off, too: it would be blocked again. */
export function checkPrompt(received: Accumulator, redact: Redact = asIs): void {
  const { blockReason, blockReasonMessage } = received.promptFeedback ?? {};
  // A value from the network can have any type.
  const reason: unknown = typeof blockReason === "string" ? redact(blockReason) : blockReason;
  // Google's explanation is a fixed text: it does not depend on the prompt.
  const words = typeof blockReasonMessage === "string" ? safeText(redact(blockReasonMessage)) : undefined;
  if (blockReason) throw blocked("prompt", reason, detailsOf(received, words || undefined));
}

/** Whether a candidate ended with this reason because Google refused it. */
export function isRefusal(reason: unknown): boolean {
  return isOneOf(REFUSALS, reason);
}

/** Whether a candidate ended with this reason because it is as long as it may be. */
export function isTruncation(reason: unknown): boolean {
  return isOneOf(TRUNCATIONS, reason);
}

/** `googleMessage`: must not quote what the model wrote, which only `partial` has. */
function detailsOf(received: Accumulator, googleMessage?: string) {
  return {
    traceId: received.traceId,
    googleMessage,
    // A function, because `partial()` joins all text and only an error needs it.
    partial: () => received.partial(),
  };
}

function isOneOf(reasons: RegExp, reason: unknown): boolean {
  return typeof reason === "string" && reasons.test(reason);
}

function asIs(text: string): string {
  return text;
}
