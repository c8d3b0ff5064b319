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

/** The model finished and said nothing. */
export function emptyResponse(named: unknown, more: Partial<GeminiErrorInit>): GeminiError {
  const reason = reasonWord(named);
  const truncated = reason === "MAX_TOKENS";
  return new GeminiError({
    code: "empty_response",
    phase: "content",
    reason,
    retryable: !truncated,
    summary: truncated
      ? "The model used up `maxOutputTokens` on thinking and answered nothing."
      : `The model ended without any content (${reason}).`,
    remedy: truncated ? "Raise `maxOutputTokens`, or lower `thinkingBudget`." : "Send the message again.",
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
