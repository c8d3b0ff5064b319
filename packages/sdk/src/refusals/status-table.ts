import type { ParsedStatus } from "./parse-status.ts";
import type { Verdict } from "./reason-table.ts";

/** Reasons that both services send for a lack of capacity, with status 429 or 503. */
const NO_CAPACITY = ["MODEL_CAPACITY_EXHAUSTED", "MODEL_CAPACITY_EXCEEDED"];

/**
 * A lack of capacity without a reason. Vertex AI's last form is about capacity that its customers share.
 * @see https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429
 */
const NO_CAPACITY_WORDS =
  /model is (?:currently )?overloaded|(?:high demand|heavy load)|capacity (?:is |has been |was )?(?:currently |temporarily )?(?:exhausted|exceeded|unavailable|not available)|no capacity available|(?:out of|at|insufficient|not enough|lack of) capacity|error-code-429|^\s*resource exhausted[.,]? +please try again later/i;

/**
 * The conversation does not begin with a prompt of the user, or its turns are not in the order that Google demands.
 * @see https://github.com/google-gemini/gemini-cli/issues/11814
 * @see https://github.com/langchain-ai/langchain/issues/22651
 */
const TURN_ORDER = /function (?:call|response) turn comes immediately after|multi-?turn requests alternate/i;

/**
 * A result stands twice in the contents, or has no call.
 * @see https://github.com/google-gemini/gemini-cli/issues/29365
 */
const RESULT_COUNT = /number of function response parts is equal to the number of function call parts/i;

/**
 * A content has only empty texts. The library leaves out those beside other parts.
 * @see https://github.com/google-gemini/deprecated-generative-ai-python/issues/697
 */
const EMPTY_TEXT = /^Unable to submit request because it has an empty text parameter/i;

/** Whether the model is overloaded, as opposed to a used-up quota. Some services say so only in their message. */
export function isOverloaded(status: number, parsed: ParsedStatus | undefined): boolean {
  if (NO_CAPACITY.includes(parsed?.reason ?? "")) return true;
  if (status !== 503 && status !== 429) return false;
  const namesQuota = (parsed?.quota.names.length ?? 0) > 0 || parsed?.quota.isZero;
  return !namesQuota && NO_CAPACITY_WORDS.test(parsed?.message ?? "");
}

/** Classifies a status that concerns neither the account nor a quota. The first line that matches decides. */
export function judgeStatus(status: number, parsed: ParsedStatus | undefined): Verdict {
  if (status === 401 || /^API_KEY_/.test(parsed?.reason ?? "")) return VERDICTS.keyRejected;
  if (isOverloaded(status, parsed)) return VERDICTS.overloaded;
  if (status === 403) return VERDICTS.forbidden;
  if (status === 404) return VERDICTS.notFound;
  if (status === 400 && TURN_ORDER.test(parsed?.message ?? "")) return VERDICTS.turnOrder;
  if (status === 400 && RESULT_COUNT.test(parsed?.message ?? "")) return VERDICTS.resultCount;
  if (status === 400 && EMPTY_TEXT.test(parsed?.message ?? "")) return VERDICTS.emptyText;
  if (status === 400 || status === 413) return VERDICTS.badRequest;
  if (status >= 500 || status === 408) return VERDICTS.serverFailed;
  return VERDICTS.other;
}

const VERDICTS = {
  keyRejected: {
    code: "api_key_invalid",
    option: "apiKey",
    variable: "GEMINI_API_KEY",
    remedy: "Check the API key; you can create one at https://aistudio.google.com/apikey.",
  },
  overloaded: {
    code: "model_overloaded",
    option: "model",
    remedy: "Try again in a moment, or use another `model`.",
  },
  forbidden: {
    code: "permission_denied",
    remedy: "Check the account's permissions and that the API is enabled for the project.",
  },
  notFound: {
    code: "model_unavailable",
    option: "model",
    remedy: "Check `model`, the project and the location; not every account has every model.",
  },
  badRequest: {
    code: "invalid_request",
    remedy: "Change the request as Google's message says; `error.raw` holds the whole response.",
  },
  turnOrder: {
    code: "invalid_request",
    remedy:
      'Start the contents with a message of the user, not with function calls or their results: cut a long history before a content that has `role: "user"` and a `text`. After each content with function calls, add one with their results.',
  },
  resultCount: {
    code: "invalid_request",
    remedy:
      "Put exactly one result for each function call into the content after it: leave out results that appear twice, as in histories of other programs, and results without a call.",
  },
  emptyText: {
    code: "invalid_request",
    remedy: 'Leave out the content whose only parts are empty texts (`text: ""`), or give it some text.',
  },
  serverFailed: {
    code: "server_error",
    remedy: "Try again in a moment: failures of Google's service rarely last.",
  },
  other: { code: "api_error", remedy: "See the status and `error.raw`." },
} as const satisfies Record<string, Verdict>;
