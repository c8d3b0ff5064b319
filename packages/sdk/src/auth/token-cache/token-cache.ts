import { incompleteOption } from "../../errors/option-errors.ts";
import type { OptionRule } from "../../validation/option-rule.ts";

/** An access token and when it expires. */
export interface CachedToken {
  /** The token. */
  readonly accessToken: string;
  /** When it expires, milliseconds since 1970; undefined if that is not known. */
  readonly expiresAt: number | undefined;
  /**
   * Set only if Google replaced the login's refresh token: the new one. It must not get lost, even if the access token
   * has expired or was refused (`expiresAt` is 0 then).
   */
  readonly refreshToken?: string | undefined;
}

/**
 * Keeps the access tokens of Gemini CLI logins beyond the process, so that the next process need not renew first.
 * {@link createFileTokenCache} makes one of files. The methods may return promises. None of them can fail a call: if
 * one throws, rejects, takes longer than 3,000 ms or returns something else than a token, that is a warning event
 * (`token_cache_failed`), and counts as an empty cache.
 */
export interface TokenCache {
  /** Returns what is kept under a key; undefined or null if there is nothing. */
  get(key: string): CachedToken | null | undefined | Promise<CachedToken | null | undefined>;
  /** Keeps a token. The key is 64 hexadecimal digits, a hash of the login: another login never has the same. */
  set(key: string, token: CachedToken): unknown;
  /** Removes what is kept under a key, if anything is. Google has refused it. */
  delete(key: string): unknown;
}

const expected = "an object with the functions get, set and delete, such as createFileTokenCache() makes";

/** The rule of options that take a {@link TokenCache}. */
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
 * Why the library's own token cache cannot be used, in words that may be shown: no token is in them. `remedy` says what to
 * do, if it is not to fix the cache or to leave out `tokenCache`.
 */
export class TokenCacheProblem extends Error {
  readonly remedy: string | undefined;

  constructor(message: string, remedy?: string) {
    super(message);
    this.remedy = remedy;
  }
}
