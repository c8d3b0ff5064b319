import { clientUnsupported, licenseRequired, validationRequired } from "./account-errors.ts";
import type { GeminiErrorCode, GeminiErrorPhase } from "./codes.ts";
import { GeminiError, type GeminiErrorInit } from "./gemini-error.ts";
import { isGoogleLink } from "./google-link.ts";
import { type ParsedStatus, parseStatus } from "./parse-status.ts";
import { parseRetryAfter } from "./retry-delay.ts";
import { safeText } from "./safe-text.ts";
import { accountDisabled, loginExpired } from "./sign-in-errors.ts";

/** A wait longer than this is a used-up quota and not a rate limit. */
const LONGEST_RATE_LIMIT_MS = 5 * 60_000;

/** What signed a request: decides what a 401 means. */
export type Signature = "api-key" | "gemini-cli-login" | "access-token" | "default-credentials";

/** A token that is not the Gemini CLI's comes from elsewhere, and so does the next. */
const OTHER_TOKENS: Partial<Record<Signature, Pick<GeminiErrorInit, "summary" | "remedy">>> = {
  "access-token": {
    summary: "Google refused the access token.",
    remedy: "Give a new `accessToken`; a function is asked for one before every request.",
  },
  "default-credentials": {
    summary: "Google refused the token of the Application Default Credentials.",
    remedy: "Run `gcloud auth application-default login`, or renew the service account's key.",
  },
};

/** A reply that says no, as the transport saw it. */
export interface RefusedReply {
  readonly status: number;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
  readonly phase?: GeminiErrorPhase;
  /** What signed the request: decides what a 401 means. */
  readonly signedBy: Signature;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The typed error for a reply with an error status. */
export function apiError(reply: RefusedReply): GeminiError {
  return classify(parseStatus(reply.body), reply);
}

/** The typed error for an error object that came as an event of a stream with status 200. */
export function apiErrorFromStatus(parsed: ParsedStatus, reply: RefusedReply): GeminiError {
  return classify(parsed, { ...reply, status: parsed.code ?? reply.status });
}

function classify(parsed: ParsedStatus | undefined, reply: RefusedReply): GeminiError {
  const message = parsed?.message ?? "";
  const retryAfterMs = longest(parsed?.retryDelayMs, parseRetryAfter(reply.header("retry-after"), reply.now));
  const facts = {
    phase: reply.phase ?? "reply",
    status: reply.status,
    reason: parsed?.reason ?? parsed?.status,
    domain: parsed?.domain,
    links: parsed?.links ?? [],
    retryAfterMs,
    requestId: idIn(reply, "x-request-id") ?? idIn(reply, "x-goog-request-id"),
    traceId: idIn(reply, "x-cloudaicompanion-trace-id"),
    raw: reply.body,
  } satisfies Partial<GeminiErrorInit>;
  const reason = parsed?.reason;

  // Google sends some refusals without a machine-readable reason, so these few are known by their words as well.
  if (reply.status === 403) {
    if (reason === "TOS_VIOLATION" || /violation of terms of service/i.test(message)) return accountDisabled(facts);
    if (reason === "SUBSCRIPTION_REQUIRED" || /\(#3501\)/.test(message)) return licenseRequired(facts);
    if (/client is no longer supported/i.test(message)) return clientUnsupported(facts);
    if (reason === "VALIDATION_REQUIRED") {
      const links = facts.links.filter(({ url }) => isGoogleLink(url));
      return validationRequired(message, links).with({ ...facts, links });
    }
  }
  if (reply.status === 401 && reply.signedBy !== "api-key") {
    const why = "Google refused a freshly renewed token, or one that cannot be renewed";
    return loginExpired(why, { ...facts, ...OTHER_TOKENS[reply.signedBy] });
  }
  const [code, remedy, retryable] = tableEntry(parsed, reply, retryAfterMs);
  return new GeminiError({
    ...facts,
    code,
    retryable,
    resetAt: code === "quota_exhausted" && retryAfterMs !== undefined ? new Date(reply.now + retryAfterMs) : undefined,
    summary: `Google answered ${reply.status}${facts.reason ? ` ${facts.reason}` : ""}${message ? `: ${sentence(message)}` : "."}`,
    remedy,
  });
}

function tableEntry(
  parsed: ParsedStatus | undefined,
  reply: RefusedReply,
  retryAfterMs: number | undefined,
): readonly [code: GeminiErrorCode, remedy: string, retryable: boolean] {
  const reason = parsed?.reason ?? "";
  const { status } = reply;
  if (status === 401 || reason === "API_KEY_INVALID" || reason === "API_KEY_SERVICE_BLOCKED") {
    return ["api_key_invalid", "Check the API key; keys are made at https://aistudio.google.com/apikey.", false];
  }
  if (reason === "MODEL_CAPACITY_EXHAUSTED") {
    return ["model_overloaded", "Try again in a moment, or use another `model`.", true];
  }
  if (status === 429) {
    if (isQuotaExhausted(parsed, retryAfterMs)) {
      return [
        "quota_exhausted",
        "Wait until the quota is renewed (`resetAt`), or use another model or sign-in.",
        false,
      ];
    }
    return ["rate_limited", "Wait (`retryAfterMs`, where Google names it), then send fewer requests at a time.", true];
  }
  if (status === 403)
    return ["permission_denied", "Check the account's rights and that the API is enabled for the project.", false];
  if (status === 404)
    return [
      "model_unavailable",
      "Check `model`, the project and the location; not every account has every model.",
      false,
    ];
  if (status === 400 || status === 413)
    return ["invalid_request", "Change the request as Google says; `error.raw` holds its whole reply.", false];
  if (status >= 500 || status === 408)
    return ["server_error", "Google's fault, as a rule for a short time: try again.", true];
  return ["api_error", "See the status and `error.raw`.", status === 499];
}

function isQuotaExhausted(parsed: ParsedStatus | undefined, retryAfterMs: number | undefined): boolean {
  if (parsed?.reason === "QUOTA_EXHAUSTED" || parsed?.reason === "INSUFFICIENT_G1_CREDITS_BALANCE") return true;
  if (parsed?.quotaIds.some((id) => /PerDay|Daily/i.test(id))) return true;
  if (/\blimit: 0\b/.test(parsed?.message ?? "")) return true;
  return (retryAfterMs ?? 0) > LONGEST_RATE_LIMIT_MS;
}

function idIn(reply: RefusedReply, header: string): string | undefined {
  const id = reply.header(header);
  return id === undefined ? undefined : safeText(id);
}

function longest(first: number | undefined, second: number | undefined): number | undefined {
  return first === undefined || second === undefined ? (first ?? second) : Math.max(first, second);
}

function sentence(message: string): string {
  const text = safeText(message);
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}
