import type { GeminiErrorPhase } from "../errors/codes.ts";
import type { GeminiErrorFields } from "../errors/error-init.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import type { HttpInfoSource } from "../errors/http-info.ts";
import type { Redact } from "../errors/redact.ts";
import { quoting, safeText } from "../errors/safe-text.ts";
import { loginExpired } from "../errors/sign-in-errors.ts";
import { accountRefusal } from "./account-refusal.ts";
import { judgeForeignReply } from "./gateway-page.ts";
import { type Origins, originName } from "./origins.ts";
import { type ParsedStatus, parseStatus, redactStatus } from "./parse-status.ts";
import { judgeQuota } from "./quota.ts";
import { judgeReason } from "./reason-table.ts";
import { parseRetryAfter } from "./retry-delay.ts";
import { isOverloaded, judgeStatus } from "./status-table.ts";

/** How a request is authenticated. Decides what a 401 means. */
export type CredentialKind = "api-key" | "gemini-cli-login" | "access-token" | "default-credentials";

/** Messages for a rejected token that does not come from the Gemini CLI's login. */
const OTHER_TOKENS: Partial<
  Record<CredentialKind, Pick<GeminiErrorFields, "summary" | "remedy" | "option" | "variable">>
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
  /** Replaces the credentials of the request in everything that is quoted. */
  readonly redact?: Redact | undefined;
  /** The address of the request. */
  readonly url?: string | undefined;
  /** What named the project and the address. */
  readonly origins?: Origins | undefined;
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

function classify(found: ParsedStatus | undefined, reply: RefusedReply): GeminiError {
  const { status, now, redact = asIs } = reply;
  const parsed = found && redactStatus(found, redact);
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
    raw: redact(reply.body),
    http: reply.info,
  } satisfies Partial<GeminiErrorFields>;
  const isBadRequest = status === 413 || (status === 400 && parsed?.status === "INVALID_ARGUMENT");
  const words = mayConcernAccount(status) && !isBadRequest ? message : "";
  const refusal = accountRefusal({ reason: parsed?.reason, message: words, links: facts.links }, facts);
  if (refusal) return withProject(refusal, reply.origins);
  const { credentialKind, backend, origins } = reply;
  const ofReason = mayConcernAccount(status)
    ? judgeReason({ reason: parsed?.reason, message, links: facts.links, credentialKind, backend, isBadRequest })
    : undefined;
  const responded = `${RESPONDER[facts.phase] ?? "Google responded"} ${status}${facts.reason ? ` ${facts.reason}` : ""}`;
  const summary = `${responded}${quoting(message)}`;
  if (ofReason) return withProject(new GeminiError({ ...facts, ...ofReason, summary }), origins);
  if (status === 401 && credentialKind !== "api-key") {
    const why = "Google rejected a freshly renewed token, or one that cannot be renewed";
    return loginExpired(why, { ...facts, ...OTHER_TOKENS[credentialKind] });
  }
  if (!(parsed ? parsed.isGoogles : CUT_DOCUMENT.test(reply.body))) {
    const { body, header } = reply;
    const foreign = judgeForeignReply({ status, body, header, address: origins?.address });
    if (foreign) return foreignError(foreign, message, facts, reply);
  }
  const quota = isOverloaded(status, parsed)
    ? undefined
    : judgeQuota(parsed, { status, retryAfterMs, ofGeminiApi: backend === "gemini-api", now });
  if (quota) {
    const { what, ...judged } = quota;
    return new GeminiError({
      ...facts,
      ...judged,
      summary: `${what}: ${responded}${quoting(message, LONGEST_QUOTA_QUOTE)}`,
    });
  }
  return withProject(new GeminiError({ ...facts, ...judgeStatus(status, parsed), summary }), origins);
}

function foreignError(
  { found, ...verdict }: NonNullable<ReturnType<typeof judgeForeignReply>>,
  message: string,
  facts: Pick<GeminiErrorFields, "phase"> & Partial<GeminiErrorFields>,
  { status, url }: RefusedReply,
): GeminiError {
  const host = url === undefined ? "The server" : new URL(url).host;
  const summary = `${host} responded ${status} ${found}${quoting(message)}`;
  return new GeminiError({ ...facts, ...verdict, summary });
}

/** An error document of Google's whose end is missing. */
const CUT_DOCUMENT = /^\s*\[?\s*\{\s*"error"\s*:\s*(?:\{|$)/;

/** Refusals that can have the wrong project as their cause. */
const CONCERN_PROJECT = ["permission_denied", "license_required", "project_invalid"];

/** Says which setting named the project, if the refusal may be about it. */
function withProject(error: GeminiError, origins: Origins | undefined): GeminiError {
  const project = origins?.project;
  if (project === undefined || !CONCERN_PROJECT.includes(error.code)) return error;
  const { id, option, variable } = project;
  const named =
    id === undefined
      ? "The project is that of the API key in"
      : `The project "${safeText(id, LONGEST_PROJECT)}" was named by`;
  const summary = `${error.summary} ${named} ${originName(project)}.`;
  const isSetting = option !== undefined || variable !== undefined;
  return error.with(isSetting ? { summary, option, variable } : { summary });
}

/** Project ids have at most 30 characters, and a domain before them in old organisations. */
const LONGEST_PROJECT = 100;

function asIs(text: string): string {
  return text;
}

/** If the status means overload or a server failure, the account is not the cause, whatever the message mentions. */
function mayConcernAccount(status: number): boolean {
  return status < 500 && status !== 429 && status !== 404;
}

function idIn(reply: RefusedReply, header: string): string | undefined {
  const id = reply.header(header);
  return id === undefined ? undefined : safeText(reply.redact?.(id) ?? id);
}

function longest(first: number | undefined, second: number | undefined): number | undefined {
  return first === undefined || second === undefined ? (first ?? second) : Math.max(first, second);
}
