import { incompleteOption } from "../../errors/option-errors.ts";
import type { OptionRule } from "../../validation/option-rule.ts";

/** An access token and when it expires. */
export interface CachedToken {
  /** The token. */
  readonly accessToken: string;
  /** When it expires, in milliseconds since 1970; undefined if unknown. */
  readonly expiresAt: number | undefined;
  /**
   * The new refresh token; set only if Google replaced the login's. It must not be lost, even if the access token has
   * expired or was rejected (then `expiresAt` is 0).
   */
  readonly refreshToken?: string | undefined;
}

/**
 * Stores access tokens of Gemini CLI logins for later processes, so that they can skip the first renewal.
 * {@link createFileTokenCache} creates one that uses files. The methods may return promises. None of them can fail a
 * call: if one throws, rejects, takes longer than 3,000 ms or returns an invalid token, a warning event
 * (`token_cache_failed`) is emitted, and the cache counts as empty.
 */
export interface TokenCache {
  /** Returns the token of a key; undefined or null if there is none. */
  get(key: string): CachedToken | null | undefined | Promise<CachedToken | null | undefined>;
  /** Stores a token. The key is a hash of the login, 64 hexadecimal digits; different logins have different keys. */
  set(key: string, token: CachedToken): unknown;
  /** Removes the token of a key, if there is one. Called after Google rejected the token. */
  delete(key: string): unknown;
}

const expected = "an object with the functions get, set and delete, such as the result of createFileTokenCache()";

/** The rule of options for a {@link TokenCache}. */
export const tokenCacheRule: OptionRule = {
  expected,
  accepts: (value) => typeof value === "object" && value !== null && missingIn(value).length === 0,
  errorFor: (name, value) =>
    typeof value === "object" && value !== null ? incompleteOption(name, missingIn(value), expected) : undefined,
};

function missingIn(value: object): readonly string[] {
  const methods = value as Partial<Record<keyof TokenCache, unknown>>;
  return (["get", "set", "delete"] as const).filter((name) => typeof methods[name] !== "function");
}

/**
 * Why the library's own token cache cannot be used. The message contains no token, so it may be shown. `remedy`
 * replaces the usual one: fix the cache, or remove `tokenCache`.
 */
export class TokenCacheProblem extends Error {
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}
