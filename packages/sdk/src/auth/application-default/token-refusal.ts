import type { GeminiError } from "../../errors/gemini-error.ts";
import type { Redact } from "../../errors/redact.ts";
import { apiError } from "../../refusals/api-error.ts";
import { judgeForeignReply } from "../../refusals/gateway-page.ts";
import { oauthErrorOf } from "./oauth-error.ts";

/** A clock that is wrong by less than this is accepted by Google. */
const TOLERATED_MS = 5 * 60_000;

/** What is used of a token endpoint's refusal. The rest may echo the request. */
export interface TokenRefusal {
  readonly status: number;
  readonly host: string;
  /** The error code of OAuth or Google, such as `invalid_grant` or `PERMISSION_DENIED`. */
  readonly reason: string | undefined;
  readonly needsReauthentication: boolean;
  /** Whether the response says that the time in the request is wrong. */
  readonly mentionsTime: boolean;
  /** How far this machine's clock is ahead of the server's, in milliseconds, if it is too far. */
  readonly clockOffsetMs: number | undefined;
  /** The response without the secrets of the request, for `error.raw`. */
  readonly raw: string;
}

/** An error response of a token endpoint. */
export interface RefusedReply {
  readonly status: number;
  readonly host: string;
  readonly body: string;
  readonly header: (name: string) => string | undefined;
  /** Replaces the secrets of the request. */
  readonly redact: Redact;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Reads a refusal of a token endpoint. */
export function tokenRefusal({ status, host, body, header, redact, now }: RefusedReply): TokenRefusal {
  const { word, needsReauthentication, description } = oauthErrorOf(body);
  const offset = now - Date.parse(header("date") ?? "");
  return {
    status,
    host,
    reason: word,
    needsReauthentication,
    mentionsTime: /reasonable timeframe|short-lived token|\b(?:iat|nbf)\b|issued in the future|used too early/i.test(
      description,
    ),
    clockOffsetMs: Math.abs(offset) > TOLERATED_MS ? offset : undefined,
    raw: redact(body),
  };
}

/** 429 and 5xx, which are retried. The message quotes nothing of the body, because it may echo the request. */
export function temporaryRefusal({ status, body, header, redact, now }: RefusedReply): GeminiError {
  return apiError({
    status,
    body: "",
    header: (name) => (name === "retry-after" ? header(name) : undefined),
    credentialKind: "default-credentials",
    now,
    phase: "token",
  }).with({ raw: redact(body) });
}

/** The error for the page of a gateway, or for a 404 without an error document; undefined if a token endpoint responded. */
export function foreignRefusal(refused: RefusedReply): GeminiError | undefined {
  const { status, host, body, header } = refused;
  if (oauthErrorOf(body).word !== undefined) return undefined;
  const address = /(?:^|\.)googleapis\.com$/.test(host) ? undefined : { words: "the credentials file" };
  const foreign = judgeForeignReply({ status, body, header, address });
  if (!foreign) return undefined;
  const { found, ...verdict } = foreign;
  const variable = address && "GOOGLE_APPLICATION_CREDENTIALS";
  const summary = `${host} responded ${status} ${found}.`;
  return temporaryRefusal(refused).with({ option: undefined, ...verdict, variable, summary });
}
