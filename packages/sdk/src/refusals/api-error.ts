import type { GeminiErrorPhase } from "../errors/codes.ts";
import { GeminiError, type GeminiErrorInit } from "../errors/gemini-error.ts";
import type { HttpInfoSource } from "../errors/http-info.ts";
import { quoting, safeText } from "../errors/safe-text.ts";
import { loginExpired } from "../errors/sign-in-errors.ts";
import { accountRefusal } from "./account-refusal.ts";
import { type ParsedStatus, parseStatus } from "./parse-status.ts";
import { judgeQuota } from "./quota.ts";
import { parseRetryAfter } from "./retry-delay.ts";
import { isOverloaded, judgeStatus } from "./status-table.ts";

/** How a request is authenticated. Decides what a 401 means. */
export type CredentialKind = "api-key" | "gemini-cli-login" | "access-token" | "default-credentials";

/** Messages for a rejected token that does not come from the Gemini CLI's login. */
const OTHER_TOKENS: Partial<
  Record<CredentialKind, Pick<GeminiErrorInit, "summary" | "remedy" | "option" | "variable">>
> = {
  "access-token": {
    option: "accessToken",
    summary: "Google rejected the access token.",
    remedy: "Pass a new `accessToken`, or a function: it is called before every request.",
  },
  "default-credentials": {
    variable: "GOOGLE_APPLICATION_CREDENTIALS",
    summary: "Google rejected the token of the Application Default Credentials.",
    remedy: "Run `gcloud auth application-default login`, or renew the service account's key.",
  },
};

/** Who responded, if not the model's service. */
const RESPONDER: Partial<Record<GeminiErrorPhase, string>> = {
  token: "Google's token endpoint responded",
  project: "Account set-up at Code Assist: Google responded",
};

/**
 * Google's messages about quotas list many links and figures, so the error quotes less of them; `googleMessage` and
 * `raw` contain more.
 */
const LONGEST_QUOTA_QUOTE = 160;

/** An error response, as the transport received it. */
export interface RefusedReply {
  readonly status: number;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
  /** Status and headers, for `error.http`. */
  readonly info?: HttpInfoSource | undefined;
  /** @default "reply" */
  readonly phase?: GeminiErrorPhase | undefined;
  /** How the request was authenticated. */
  readonly credentialKind: CredentialKind;
  /** The backend's name, if known. Decides when a daily quota is renewed. */
  readonly backend?: string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The error for a response with an error status. */
export function apiError(reply: RefusedReply): GeminiError {
  return classify(parseStatus(reply.body), reply);
}

/** The error for an error object that arrived as an event of a stream with status 200. */
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
    googleMessage: safeText(message) || undefined,
    links: parsed?.links ?? [],
    retryAfterMs,
    requestId: idIn(reply, "x-request-id") ?? idIn(reply, "x-goog-request-id"),
    traceId: idIn(reply, "x-cloudaicompanion-trace-id"),
    raw: reply.body,
    http: reply.info,
  } satisfies Partial<GeminiErrorInit>;
  const words = mayConcernAccount(status) ? message : "";
  const refusal = accountRefusal({ reason: parsed?.reason, message: words, links: facts.links }, facts);
  if (refusal) return refusal;
  if (status === 401 && reply.credentialKind !== "api-key") {
    const why = "Google rejected a freshly renewed token, or one that cannot be renewed";
    return loginExpired(why, { ...facts, ...OTHER_TOKENS[reply.credentialKind] });
  }
  const responded = `${RESPONDER[facts.phase] ?? "Google responded"} ${status}${facts.reason ? ` ${facts.reason}` : ""}`;
  const ofGeminiApi = reply.backend === "gemini-api";
  const quota = isOverloaded(status, parsed)
    ? undefined
    : judgeQuota(parsed, { status, retryAfterMs, ofGeminiApi, now });
  if (quota) {
    const { what, ...judged } = quota;
    const summary = `${what}: ${responded}${quoting(message, LONGEST_QUOTA_QUOTE)}`;
    return new GeminiError({ ...facts, ...judged, summary });
  }
  return new GeminiError({ ...facts, ...judgeStatus(status, parsed), summary: `${responded}${quoting(message)}` });
}

/** If the status means overload or a server failure, the account is not the cause, whatever the message mentions. */
function mayConcernAccount(status: number): boolean {
  return status < 500 && status !== 429 && status !== 404;
}

function idIn(reply: RefusedReply, header: string): string | undefined {
  const id = reply.header(header);
  return id === undefined ? undefined : safeText(id);
}

function longest(first: number | undefined, second: number | undefined): number | undefined {
  return first === undefined || second === undefined ? (first ?? second) : Math.max(first, second);
}
