import type { GeminiError } from "../../errors/gemini-error.ts";
import { apiError } from "../../refusals/api-error.ts";
import { oauthErrorOf } from "./oauth-error.ts";

/** A clock that is wrong by less than this is accepted by Google. */
const TOLERATED_MS = 5 * 60_000;

/** What is used of a token endpoint's refusal. The rest may echo the request. */
export interface TokenRefusal {
  readonly status: number;
  readonly host: string;
  /** OAuth's or Google's word, such as `invalid_grant` or `PERMISSION_DENIED`. */
  readonly reason: string | undefined;
  readonly needsReauthentication: boolean;
  /** Whether the response says that the time in the request is wrong. */
  readonly mentionsTime: boolean;
  /** How far this machine's clock is ahead of the server's, in milliseconds, if it is too far. */
  readonly clockOffsetMs: number | undefined;
}

/** Reads a refusal of a token endpoint. `date` is the response's header. */
export function tokenRefusal(
  status: number,
  host: string,
  body: string,
  date: string | undefined,
  now: number,
): TokenRefusal {
  const { word, needsReauthentication, description } = oauthErrorOf(body);
  const offset = now - Date.parse(date ?? "");
  return {
    status,
    host,
    reason: word,
    needsReauthentication,
    mentionsTime: /reasonable timeframe|short-lived token|\b(?:iat|nbf)\b|issued in the future|used too early/i.test(
      description,
    ),
    clockOffsetMs: Math.abs(offset) > TOLERATED_MS ? offset : undefined,
  };
}

/** 429 and 5xx, which are retried. The body is left out, because it may echo the request. */
export function temporaryRefusal(
  status: number,
  header: (name: string) => string | undefined,
  now: number,
): GeminiError {
  return apiError({
    status,
    body: "",
    header: (name) => (name === "retry-after" ? header(name) : undefined),
    credentialKind: "default-credentials",
    now,
    phase: "token",
  });
}
