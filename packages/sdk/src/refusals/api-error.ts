import type { GeminiErrorPhase } from "../errors/codes.ts";
import { GeminiError, type GeminiErrorInit } from "../errors/gemini-error.ts";
import { quoting, safeText } from "../errors/safe-text.ts";
import { loginExpired } from "../errors/sign-in-errors.ts";
import { accountRefusal } from "./account-refusal.ts";
import { type ParsedStatus, parseStatus } from "./parse-status.ts";
import { judgeQuota } from "./quota.ts";
import { parseRetryAfter } from "./retry-delay.ts";
import { isOverloaded, judgeStatus } from "./status-table.ts";

/** What signed a request: decides what a 401 means. */
export type CredentialKind = "api-key" | "gemini-cli-login" | "access-token" | "default-credentials";

/** A token that is not the Gemini CLI's comes from elsewhere, and so does the next. */
const OTHER_TOKENS: Partial<Record<CredentialKind, Pick<GeminiErrorInit, "summary" | "remedy">>> = {
  "access-token": {
    summary: "Google refused the access token.",
    remedy: "Give a new `accessToken`; a function is asked for one before every request.",
  },
  "default-credentials": {
    summary: "Google refused the token of the Application Default Credentials.",
    remedy: "Run `gcloud auth application-default login`, or renew the service account's key.",
  },
};

/** Who answered, where it is not the service that was asked for an answer. */
const ANSWERED: Partial<Record<GeminiErrorPhase, string>> = {
  token: "Google's token endpoint answered",
  project: "Account set-up at Code Assist: Google answered",
};

/** Google's words about a quota list links and figures at length; `raw` has them all. */
const LONGEST_QUOTA_QUOTE = 160;

/** A reply that says no, as the transport saw it. */
export interface RefusedReply {
  readonly status: number;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
  /** Default `reply`. */
  readonly phase?: GeminiErrorPhase | undefined;
  /** What signed the request: decides what a 401 means. */
  readonly credentialKind: CredentialKind;
  /** The backend's name, where it is known: the days of a daily quota depend on it. */
  readonly backend?: string | undefined;
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
  const { status, now } = reply;
  const message = parsed?.message ?? "";
  const retryAfterMs = longest(parsed?.retryDelayMs, parseRetryAfter(reply.header("retry-after"), now));
  const facts = {
    phase: reply.phase ?? "reply",
    status,
    reason: parsed?.reason ?? parsed?.status,
    domain: parsed?.domain,
    links: parsed?.links ?? [],
    retryAfterMs,
    requestId: idIn(reply, "x-request-id") ?? idIn(reply, "x-goog-request-id"),
    traceId: idIn(reply, "x-cloudaicompanion-trace-id"),
    raw: reply.body,
  } satisfies Partial<GeminiErrorInit>;
  const words = speaksOfAccount(status) ? message : "";
  const refusal = accountRefusal({ reason: parsed?.reason, message: words, links: facts.links }, facts);
  if (refusal) return refusal;
  if (status === 401 && reply.credentialKind !== "api-key") {
    const why = "Google refused a freshly renewed token, or one that cannot be renewed";
    return loginExpired(why, { ...facts, ...OTHER_TOKENS[reply.credentialKind] });
  }
  const answered = `${ANSWERED[facts.phase] ?? "Google answered"} ${status}${facts.reason ? ` ${facts.reason}` : ""}`;
  const ofGeminiApi = reply.backend === "gemini-api";
  const quota = isOverloaded(status, parsed)
    ? undefined
    : judgeQuota(parsed, { status, retryAfterMs, ofGeminiApi, now });
  if (quota) {
    const { what, ...judged } = quota;
    const summary = `${what}: ${answered}${quoting(message, LONGEST_QUOTA_QUOTE)}`;
    return new GeminiError({ ...facts, ...judged, summary });
  }
  return new GeminiError({ ...facts, ...judgeStatus(status, parsed), summary: `${answered}${quoting(message)}` });
}

/** In the statuses of overload and of broken servers, words about an account are not the cause. */
function speaksOfAccount(status: number): boolean {
  return status < 500 && status !== 429 && status !== 404;
}

function idIn(reply: RefusedReply, header: string): string | undefined {
  const id = reply.header(header);
  return id === undefined ? undefined : safeText(id);
}

function longest(first: number | undefined, second: number | undefined): number | undefined {
  return first === undefined || second === undefined ? (first ?? second) : Math.max(first, second);
}
