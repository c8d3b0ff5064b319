import { randomBytes } from "node:crypto";

/** The scopes of the official command-line client. */
export const loginScope =
  "https://www.googleapis.com/auth/cloud-platform https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile openid";

/** The lifetime of an access token in milliseconds: 3,599 seconds, as Google has it. */
export const accessTokenLifetimeMs = 3_599_000;

/** The state of an access token. */
export type TokenState = "valid" | "expired" | "unknown";

/**
 * The tokens that one emulator issued or accepts by its options. They are numbered, so that logs are readable, and contain a mark
 * of their emulator, so that no other emulator accepts them.
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

  /** Issues an access token that is valid for `lifetimeMs` from now; 0 or less for an expired one. */
  issueAccessToken(lifetimeMs: number): { readonly token: string; readonly expiresAt: number } {
    const token = `fake-access-token-${this.#mark}-${this.#expiries.size + 1}`;
    const expiresAt = this.#now() + lifetimeMs;
    this.#expiries.set(token, expiresAt);
    return { token, expiresAt };
  }

  /** Issues a refresh token that is valid until it is revoked. */
  issueRefreshToken(): string {
    const token = `fake-refresh-token-${this.#mark}-${this.#refreshTokens.size + 1}`;
    this.#refreshTokens.add(token);
    return token;
  }

  /** Expires all access tokens issued so far, but not those of the option `accessTokens`. */
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

  /** Milliseconds until a token expires, below 0 for an expired one; `undefined` for an unknown token. */
  lifetimeLeftMs(accessToken: string): number | undefined {
    const expiresAt = this.#expiries.get(accessToken);
    return expiresAt === undefined ? undefined : expiresAt - this.#now();
  }

  /** Whether a refresh token may be used. */
  isRefreshable(refreshToken: string): boolean {
    return this.#refreshTokens.has(refreshToken) && !this.#revoked.has(refreshToken);
  }

  /** Revokes an access or refresh token. */
  revoke(token: string): void {
    this.#revoked.add(token);
  }

  /** Whether this emulator knows the token, whatever its state. */
  isKnown(token: string): boolean {
    return this.#expiries.has(token) || this.#refreshTokens.has(token);
  }
}
