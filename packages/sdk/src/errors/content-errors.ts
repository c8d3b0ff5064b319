import { GeminiError, type GeminiErrorInit } from "./gemini-error.ts";

/** No content came, since Google refused the prompt or the answer. */
export function blocked(where: "prompt" | "answer", reason: string, more: Partial<GeminiErrorInit>): GeminiError {
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
export function emptyResponse(reason: string, more: Partial<GeminiErrorInit>): GeminiError {
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
export function malformedFunctionCall(reason: string, more: Partial<GeminiErrorInit>): GeminiError {
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
