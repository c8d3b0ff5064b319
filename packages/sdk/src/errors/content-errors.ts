import { GeminiError, type GeminiErrorInit } from "./gemini-error.ts";
import { safeText } from "./safe-text.ts";

/** No content came, since Google refused the prompt or the answer. */
export function blocked(where: "prompt" | "answer", named: unknown, more: Partial<GeminiErrorInit>): GeminiError {
  const reason = reasonWord(named);
  return new GeminiError({
    code: "blocked",
    phase: "content",
    reason,
    summary: `Google blocked the ${where} (${reason}).`,
    remedy: "Reword it, or set `safetySettings` where the reason is SAFETY.",
    ...more,
  });
}

/** How an answer that ran out of tokens while the model was thinking is told, by finish reason. */
const ALL_THINKING: ReadonlyMap<string, Pick<GeminiErrorInit, "summary" | "remedy">> = new Map([
  [
    "MAX_TOKENS",
    {
      summary: "The model used up `maxOutputTokens` on thinking and answered nothing.",
      remedy: "Raise `maxOutputTokens`, or lower `thinkingBudget`.",
    },
  ],
  [
    "CONTINUATION",
    {
      summary: "The model used up one response on thinking and answered nothing (CONTINUATION).",
      remedy: "Ask for less at a time, or lower `thinkingLevel` or `thinkingBudget`.",
    },
  ],
]);

/** The model finished and said nothing. It would again if thinking used up the tokens. */
export function emptyResponse(named: unknown, more: Partial<GeminiErrorInit>): GeminiError {
  const reason = reasonWord(named);
  const allThinking = ALL_THINKING.get(reason);
  return new GeminiError({
    code: "empty_response",
    phase: "content",
    reason,
    retryable: !allThinking,
    summary: `The model ended without any content (${reason}).`,
    remedy: "Send the message again.",
    ...allThinking,
    ...more,
  });
}

/** The model tried to call a function and got it wrong. */
export function malformedFunctionCall(named: unknown, more: Partial<GeminiErrorInit>): GeminiError {
  const reason = reasonWord(named);
  return new GeminiError({
    code: "malformed_function_call",
    phase: "content",
    reason,
    retryable: true,
    summary: `The model made a function call that cannot be read (${reason}).`,
    remedy: "Send the message again, or simplify the function's parameters.",
    ...more,
  });
}

/** The answer came whole, and no conversation can send it again: JSON has no limit of depth, its writers have. */
export function answerTooDeep(): GeminiError {
  return new GeminiError({
    code: "response_invalid",
    phase: "content",
    retryable: true,
    summary: "The answer's JSON is nested too deep to be kept in a conversation.",
    remedy: "Send the message again; client.generate() gives such an answer without keeping it.",
  });
}

/** Google's word for it, fit to be printed: what comes over the network can be of any type. */
function reasonWord(named: unknown): string {
  return typeof named === "string" ? safeText(named) : "unnamed";
}
