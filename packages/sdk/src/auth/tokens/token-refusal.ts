import type { GeminiErrorFields } from "../../errors/error-init.ts";
import { type GeminiError, isGeminiError } from "../../errors/gemini-error.ts";
import type { Redact } from "../../errors/redact.ts";
import { accountDisabled, loginExpired, oauthClientRejected } from "../../errors/sign-in-errors.ts";
import { apiError } from "../../refusals/api-error.ts";
import { judgeForeignReply } from "../../refusals/gateway-page.ts";
import { parseLoosely } from "../../refusals/parse-loosely.ts";
import { isRecord } from "../../wire/is-record.ts";

/** An error response of the token endpoint. */
export interface RefusedToken {
  readonly status: number;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
  /** Replaces the secrets of the request. */
  readonly redact: Redact;
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** OAuth error codes about the OAuth client or its id and secret. */
const OF_CLIENT = /^(?:(?:\w+_)?client|org_internal|unauthorized_client|invalid_request|unsupported_grant_type)$/;

/** OAuth error codes of transient failures, whatever the status. */
const TRANSIENT = /^(?:temporarily_unavailable|server_error|internal_failure|slow_down|rate_limit_exceeded)$/;

/** OAuth's short error codes contain no secret; longer text may. */
const OAUTH_WORD = /^[a-z_]{1,40}$/;

/** What names the token endpoint, unless it is Google's own. */
export const TOKEN_URL = { option: "oauthClient.tokenUrl", variable: "GEMINI_TS_OAUTH_TOKEN_URL" } as const;

/** What an organisation's administrator has to do, by OAuth error code. */
const ADMINISTRATOR: Readonly<Record<string, string>> = {
  admin_policy_enforced: "your organisation's policy blocks this login",
  access_denied: "your organisation or Google denies this login",
  account_disabled: "Google has disabled this account",
};

/**
 * The error for a refusal of the token endpoint. The first row that matches decides; its OAuth error code becomes the `reason`:
 *
 * | response | code |
 * |---|---|
 * | words about a violation of the terms | `account_disabled` |
 * | `invalid_grant` | `login_expired`, reason `reauth_required` if the organisation requires signing in again (RAPT) |
 * | 429, 5xx, or an error code of a transient failure | `rate_limited`, `server_error`: retried |
 * | 404 or 405 | `api_error`: the address is wrong |
 * | an error code about the OAuth client or the request | `oauth_client_rejected` |
 * | any other error code | `login_expired` |
 * | no error code, the page of a gateway | that of the gateway |
 * | no error code, anything else | by its status, but never `model_unavailable` |
 *
 * @see https://datatracker.ietf.org/doc/html/rfc6749#section-5.2
 */
export function tokenRefusal(refused: RefusedToken): GeminiError {
  const { status, body, redact } = refused;
  const { error, subtype, description } = oauthError(body);
  const raw = redact(body);
  const facts = { phase: "token", status, raw } as const;
  if (status === 403 && /violation of terms of(?:\s|\\[nrt])+service/i.test(body)) return accountDisabled(facts);
  if (error === "invalid_grant") return grantRefused(subtype, description, facts);
  const passes = status === 429 || status >= 500 || TRANSIENT.test(error ?? "");
  const isElsewhere = status === 404 || status === 405;
  if (error === undefined || passes || isElsewhere)
    return withoutWord(refused, error, passes).with({ raw, reason: error });
  if (OF_CLIENT.test(error)) return oauthClientRejected(status, error).with(facts);
  const why = ADMINISTRATOR[error];
  if (why === undefined)
    return loginExpired(`Google's token endpoint refused to renew it (${error})`, { ...facts, reason: error });
  const remedy =
    "Ask your administrator to allow the Gemini CLI, sign in with another account, or use other credentials: an API key " +
    '(`backend: "gemini-api"` with GEMINI_API_KEY), or Vertex AI (`backend: "vertex"`).';
  return loginExpired(`${why} (${error})`, { ...facts, reason: error, remedy });
}

/** A refresh token that no longer works. Google names the reauthentication proof token (RAPT) in the subtype or in words. */
function grantRefused(subtype: unknown, description: unknown, facts: Partial<GeminiErrorFields>): GeminiError {
  const needsSignIn = /rapt/i.test(`${String(subtype)} ${String(description)}`);
  const why = needsSignIn ? "your organisation requires you to sign in again" : "Google revoked or replaced it";
  return loginExpired(why, { ...facts, reason: needsSignIn ? "reauth_required" : "invalid_grant" });
}

/** Judged by the status, and by who responded. */
function withoutWord(refused: RefusedToken, word: string | undefined, passes: boolean): GeminiError {
  const { status, body, header, url, now } = refused;
  // Leave out the body and most headers, because some token endpoints echo the form that they received.
  const retryAfter = (name: string) => (name === "retry-after" ? header(name) : undefined);
  const judged = passes && status < 429 ? 503 : status;
  const facts = { body: "", header: retryAfter, credentialKind: "gemini-cli-login", now, phase: "token" } as const;
  const error = apiError({ ...facts, status: judged });
  const foreign =
    word === undefined || !passes ? judgeForeignReply({ status, body, header, address: TOKEN_URL }) : undefined;
  if (foreign) {
    const { found, ...verdict } = foreign;
    const summary = `${new URL(url).host} responded ${status} ${found}.`;
    return error.with({ ...TOKEN_URL, ...verdict, summary });
  }
  const isTransient = isGeminiError(error, "server_error", "rate_limited");
  if (isTransient) return error.with({ status });
  return error.with({ status, ...TOKEN_URL, remedy: CHECK_TOKEN_URL });
}

const CHECK_TOKEN_URL = "Check the network and `oauthClient.tokenUrl`: this is not an OAuth error.";

function oauthError(body: string): {
  readonly error: string | undefined;
  readonly subtype: unknown;
  readonly description: unknown;
} {
  const value = parseLoosely(body);
  if (!isRecord(value)) return { error: undefined, subtype: undefined, description: undefined };
  const { error, error_subtype: subtype, error_description: description } = value;
  return { error: typeof error === "string" && OAUTH_WORD.test(error) ? error : undefined, subtype, description };
}
