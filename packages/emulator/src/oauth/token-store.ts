import { randomBytes } from "node:crypto";

/** The scopes that the official command-line client asks for. */
export const loginScope =
  "https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile openid";

/** Milliseconds that a fresh access token lives: Google says 3,599 seconds. */
export const accessTokenLifetimeMs = 3_599_000;

/** What is known of an access token. */
export type TokenState = "valid" | "expired" | "unknown";

/**
 * The tokens that one emulator gave out or was told to accept. Their names are numbered, so that a log stays readable, and bear
 * a mark of their emulator, so that no other one takes them.
 */
export class TokenStore {
  readonly #mark = randomBytes(3).toString("hex");
  readonly #now: () => number;
  readonly #expiries = new Map<string, number>();
  readonly #refreshTokens = new Set<string>();
  readonly #revoked = new Set<string>();

  constructor(now: () => number, acceptedAccessTokens: readonly string[]) {
    this.#now = now;
    for (const token of acceptedAccessTokens) this.#expiries.set(token, Number.POSITIVE_INFINITY);
  }

  /** A new access token, valid for `lifetimeMs` from now (negative: expired already). */
  issueAccessToken(lifetimeMs: number): { readonly token: string; readonly expiresAt: number } {
    const token = `fake-access-token-${this.#mark}-${this.#expiries.size + 1}`;
    const expiresAt = this.#now() + lifetimeMs;
    this.#expiries.set(token, expiresAt);
    return { token, expiresAt };
  }

  /** A new refresh token, valid until it is revoked. */
  issueRefreshToken(): string {
    const token = `fake-refresh-token-${this.#mark}-${this.#refreshTokens.size + 1}`;
    this.#refreshTokens.add(token);
    return token;
  }

  /** Has all access tokens that were given out so far expire now. Those that were accepted from the start stay. */
  expireAll(): void {
    for (const [token, expiresAt] of this.#expiries) {
      if (expiresAt !== Number.POSITIVE_INFINITY) this.#expiries.set(token, Math.min(expiresAt, this.#now()));
    }
  }

  /** Whether an access token may be used now. A revoked one is unknown. */
  stateOf(accessToken: string): TokenState {
    const expiresAt = this.#expiries.get(accessToken);
    if (expiresAt === undefined || this.#revoked.has(accessToken)) return "unknown";
    return expiresAt > this.#now() ? "valid" : "expired";
  }

  /** Milliseconds until a token expires, below 0 for an expired one; undefined for a token that was not given out. */
  lifetimeLeftMs(accessToken: string): number | undefined {
    const expiresAt = this.#expiries.get(accessToken);
    return expiresAt === undefined ? undefined : expiresAt - this.#now();
  }

  /** Whether a refresh token may be used. */
  isRefreshable(refreshToken: string): boolean {
    return this.#refreshTokens.has(refreshToken) && !this.#revoked.has(refreshToken);
  }

  /** Makes an access or refresh token unusable from now on. */
  revoke(token: string): void {
    this.#revoked.add(token);
  }

  /** Whether the token is one of ours, whatever its state. */
  isKnown(token: string): boolean {
    return this.#expiries.has(token) || this.#refreshTokens.has(token);
  }
}
