import type { CachedToken } from "../token-cache/token-cache.ts";

/** With more than this left, a token is used without renewal. */
export const SERVE_ABOVE_MS = 5 * 60_000;

/** With less than this left, a token may expire on the way to Google, so calls wait for the next one. */
export const BLOCK_BELOW_MS = 60_000;

/** After a failed renewal, a token that has not expired is used for this long before the next attempt. */
export const REST_MS = 10_000;

/** What to do about a token: see {@link tokenAction}. */
export type TokenAction = "serve" | "refresh" | "block" | "force";

/** The facts that the decision depends on, besides the token. */
export interface TokenFacts {
  /** Milliseconds since 1970. */
  readonly now: number;
  /** When the last failed renewal ended, in milliseconds since 1970. */
  readonly failedAt?: number | undefined;
  /** The token that Google rejected with 401, if the decision follows a 401. */
  readonly refused?: string | undefined;
}

/**
 * The policy for one access token, a pure function. The first row that matches decides.
 *
 * | token | action | meaning |
 * |---|---|---|
 * | none | `block` | calls wait for one renewal |
 * | rejected with 401 | `force` | the same, even if the token has not expired |
 * | expiry unknown | `serve` | it is used until Google responds with 401 |
 * | more than 5 minutes left | `serve` | it is used |
 * | expired | `block` | calls wait |
 * | a renewal failed less than 10 seconds ago | `serve` | it is used, without another attempt |
 * | less than 1 minute left | `block` | calls wait |
 * | 1 to 5 minutes left | `refresh` | it is used, and one renewal runs in the background |
 */
export function tokenAction(token: CachedToken | undefined, { now, failedAt, refused }: TokenFacts): TokenAction {
  if (token === undefined) return "block";
  if (token.accessToken === refused) return "force";
  if (token.expiresAt === undefined) return "serve";
  const left = token.expiresAt - now;
  if (left > SERVE_ABOVE_MS) return "serve";
  if (left <= 0) return "block";
  // If the failure lies in the future, the clock was set back, and the failure is ignored.
  if (failedAt !== undefined && failedAt <= now && now < failedAt + REST_MS) return "serve";
  return left < BLOCK_BELOW_MS ? "block" : "refresh";
}
