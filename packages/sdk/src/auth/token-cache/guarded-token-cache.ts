import type { OnEvent } from "../../platform/events.ts";
import { nameInBrackets } from "../../platform/is-error.ts";
import type { Clock } from "../../platform/platform.ts";
import { FURTHEST_EXPIRY_MS, tokenOf } from "../cli-login/parse-login.ts";
import { type CachedToken, type TokenCache, TokenCacheProblem } from "./token-cache.ts";

/** Calls wait for the cache; a busy disk can take a second. */
const CACHE_DEADLINE_MS = 3_000;

/**
 * Wraps a caller's cache, or none, so that it cannot fail: a failure becomes a warning event, and the cache counts as
 * empty.
 */
export class GuardedTokenCache {
  readonly #cache: TokenCache | undefined;
  readonly #clock: Clock;

  constructor(cache: TokenCache | undefined, clock: Clock) {
    this.#cache = cache;
    this.#clock = clock;
  }

  /** Returns the stored token after checking it; undefined if there is none, or it cannot be used. */
  get(key: string, onEvent: OnEvent): Promise<CachedToken | undefined> {
    return this.#attempt("get", onEvent, async (cache) => {
      const kept: unknown = await cache.get(key);
      return kept == null ? undefined : checkedToken(kept, this.#clock.now());
    });
  }

  /** Stores a token. */
  async set(key: string, token: CachedToken, onEvent: OnEvent): Promise<void> {
    await this.#attempt("set", onEvent, async (cache) => void (await cache.set(key, token)));
  }

  /**
   * Removes an access token that Google rejected, but keeps a refresh token stored with it, which can renew the login.
   */
  async discard(key: string, refused: CachedToken, onEvent: OnEvent): Promise<void> {
    if (refused.refreshToken !== undefined) return this.set(key, { ...refused, expiresAt: 0 }, onEvent);
    await this.delete(key, onEvent);
  }

  /** Removes the entry of a key. */
  async delete(key: string, onEvent: OnEvent): Promise<void> {
    await this.#attempt("delete", onEvent, async (cache) => void (await cache.delete(key)));
  }

  async #attempt<Value>(
    method: keyof TokenCache,
    onEvent: OnEvent,
    action: (cache: TokenCache) => Promise<Value>,
  ): Promise<Value | undefined> {
    const cache = this.#cache;
    if (cache === undefined) return undefined;
    try {
      return await this.#inTime(action(cache));
    } catch (error) {
      const { message, remedy } = asProblem(error, method);
      const summary = `Ignoring the token cache: ${message}.`;
      const toDo = remedy ?? "Fix it, or remove `tokenCache`.";
      const option = remedy === undefined ? { option: "tokenCache" } : {};
      onEvent({ type: "warning", code: "token_cache_failed", message: `${summary} ${toDo}`, summary, ...option });
      return undefined;
    }
  }

  #inTime<Value>(work: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const late = new TokenCacheProblem(`it did not respond within ${CACHE_DEADLINE_MS} ms`);
      const cancel = this.#clock.schedule(() => reject(late), CACHE_DEADLINE_MS);
      work.then(resolve, reject).finally(cancel);
    });
  }
}

/** The error of a caller's cache may contain tokens, so at most its name is shown. */
function asProblem(error: unknown, method: string): TokenCacheProblem {
  if (error instanceof TokenCacheProblem) return error;
  return new TokenCacheProblem(`its \`${method}\` failed${nameInBrackets(error)}`);
}

function checkedToken(kept: unknown, now: number): CachedToken {
  const { accessToken, expiresAt, refreshToken } = kept as Partial<Record<keyof CachedToken, unknown>>;
  const access = tokenOf(accessToken);
  const fits = expiresAt === undefined || (typeof expiresAt === "number" && expiresAt <= now + FURTHEST_EXPIRY_MS);
  if (access === undefined || !fits) throw new TokenCacheProblem("its entry is not a valid token");
  return { accessToken: access, expiresAt: expiresAt as number | undefined, refreshToken: tokenOf(refreshToken) };
}
