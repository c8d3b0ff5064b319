import { GeminiError, type GeminiErrorInit } from "./gemini-error.ts";
import { safeText } from "./safe-text.ts";

/** No content came, because Google refused the prompt or the answer. */
export function blocked(where: "prompt" | "answer", named: unknown, more: Partial<GeminiErrorInit>): GeminiError {
  const reason = reasonWord(named);
  return withGoogleMessage({
    code: "blocked",
    phase: "content",
    reason,
    option: reason === "SAFETY" ? "safetySettings" : undefined,
    summary: `Google blocked the ${where} (${reason}).`,
    remedy: "Reword the prompt, or set `safetySettings` if the reason is SAFETY.",
    ...more,
  });
}

/** What to say if the model ran out of tokens while it was thinking, by finish reason. */
const ALL_THINKING: ReadonlyMap<string, Pick<GeminiErrorInit, "summary" | "remedy" | "option">> = new Map([
  [
    "MAX_TOKENS",
    {
      option: "maxOutputTokens",
      summary: "The model used up `maxOutputTokens` on thinking and returned no content.",
      remedy: "Raise `maxOutputTokens`, or lower `thinkingLevel` or `thinkingBudget`.",
    },
  ],
  [
    "CONTINUATION",
    {
      option: "thinkingBudget",
      summary: "The model used up one response on thinking and returned no content (CONTINUATION).",
      remedy: "Ask for less at a time, or lower `thinkingLevel` or `thinkingBudget`.",
    },
  ],
]);

/** The model finished without an answer: with nothing, or with thoughts alone. */
export function emptyResponse(named: unknown, more: Partial<GeminiErrorInit>): GeminiError {
  const reason = reasonWord(named);
  return withGoogleMessage({
    code: "empty_response",
    phase: "content",
    reason,
    summary: `The model returned no answer (${reason}).`,
    remedy: "Send the message again.",
    ...ALL_THINKING.get(reason),
    ...more,
  });
}

/** The model tried to call a function and wrote an invalid call. */
export function malformedFunctionCall(named: unknown, more: Partial<GeminiErrorInit>): GeminiError {
  const reason = reasonWord(named);
  return withGoogleMessage({
    code: "malformed_function_call",
    phase: "content",
    reason,
    summary: `The model made an invalid function call (${reason}).`,
    remedy: "Send the message again, or simplify the function's parameters.",
    ...more,
  });
}

/** A whole answer that no conversation can send back: JSON has no limit of depth, but its writers do. */
export function answerTooDeep(): GeminiError {
  return new GeminiError({
    code: "response_invalid",
    phase: "content",
    summary: "The answer's JSON is nested too deep to be kept in a conversation.",
    remedy: "Send the message again, or use client.generate(), which returns such an answer without keeping it.",
  });
}

/** Quotes what Google says about the reason, if it says anything. */
function withGoogleMessage(init: GeminiErrorInit): GeminiError {
  const { summary, googleMessage } = init;
  return new GeminiError(googleMessage ? { ...init, summary: `${summary} Google says: ${googleMessage}` } : init);
}

/** Google's reason made printable; a value from the network can have any type. */
function reasonWord(named: unknown): string {
  return typeof named === "string" ? safeText(named) : "unnamed";
}
