import type { GeminiErrorInit } from "../errors/gemini-error.ts";
import type { ParsedStatus } from "./parse-status.ts";

type Judged = Pick<GeminiErrorInit, "code" | "remedy" | "retryable">;

/** Reasons that both services give for a lack of capacity, with status 429 or 503. */
const NO_CAPACITY = ["MODEL_CAPACITY_EXHAUSTED", "MODEL_CAPACITY_EXCEEDED"];

/** Whether a model is busy, and not a quota used up. The Gemini API says so in words alone. */
export function isOverloaded(status: number, parsed: ParsedStatus | undefined): boolean {
  if (NO_CAPACITY.includes(parsed?.reason ?? "")) return true;
  return (
    (status === 503 || status === 429) &&
    /model is overloaded|experiencing high demand|no capacity available/i.test(parsed?.message ?? "")
  );
}

/** What a status means that is neither about the account nor about a quota. */
export function judgeStatus(status: number, parsed: ParsedStatus | undefined): Judged {
  if (status === 401 || isKeyRefused(status, parsed)) {
    return {
      code: "api_key_invalid",
      remedy: "Check the API key; keys are made at https://aistudio.google.com/apikey.",
      retryable: false,
    };
  }
  if (isOverloaded(status, parsed)) {
    return { code: "model_overloaded", remedy: "Try again in a moment, or use another `model`.", retryable: true };
  }
  if (status === 403) {
    return {
      code: "permission_denied",
      remedy: "Check the account's rights and that the API is enabled for the project.",
      retryable: false,
    };
  }
  if (status === 404) {
    return {
      code: "model_unavailable",
      remedy: "Check `model`, the project and the location; not every account has every model.",
      retryable: false,
    };
  }
  if (status === 400 || status === 413) {
    return {
      code: "invalid_request",
      remedy: "Change the request as Google says; `error.raw` holds its whole reply.",
      retryable: false,
    };
  }
  if (status >= 500 || status === 408) {
    return {
      code: "server_error",
      remedy: "Try again in a moment: such failures of Google's service rarely last.",
      retryable: true,
    };
  }
  return { code: "api_error", remedy: "See the status and `error.raw`.", retryable: status === 499 };
}

/** API_KEY_INVALID, API_KEY_SERVICE_BLOCKED and their like; some refusals of keys stand in words alone. */
function isKeyRefused(status: number, parsed: ParsedStatus | undefined): boolean {
  if (/^API_KEY_/.test(parsed?.reason ?? "")) return true;
  return (
    (status === 400 || status === 403) &&
    /API key (?:not valid|expired|was reported as leaked)/i.test(parsed?.message ?? "")
  );
}
