import { isGeminiError } from "../../errors/gemini-error.ts";
import { loginExpired } from "../../errors/sign-in-errors.ts";
import type { Platform } from "../../platform/platform.ts";
import { unheard } from "../../platform/safe-on-event.ts";
import { delay } from "../../platform/system-clock.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { Login } from "../cli-login/parse-login.ts";
import { GuardedTokenCache } from "../token-cache/guarded-token-cache.ts";
import type { CachedToken, TokenCache } from "../token-cache/token-cache.ts";
import { checkNotDisabled, rememberDisabled } from "./disabled-logins.ts";
import type { LoginIdentity, LoginSource, Renewal, StoredLogin } from "./login-source.ts";
import { tokenAction } from "./token-policy.ts";

/** Another process that renewed the login at the same moment may still have to store its tokens. */
const REREAD_FOR_MS = 1_000;
const REREAD_EVERY_MS = 50;

/** A token in use, with the login that it belongs to. */
export interface HeldToken extends CachedToken, LoginIdentity {
  /** Whether Google issued it to this process. Otherwise, it was found in the file or the cache. */
  readonly isRenewed: boolean;
}

/**
 * Chooses the next access token of a login. The first row that matches decides.
 *
 * | file and cache contain | result |
 * |---|---|
 * | a login that Google has disabled | `account_disabled`, without a request |
 * | a usable token that was neither rejected nor renewed by this process | that token: the CLI or another process has renewed it, or the user switched accounts. Not if such a token was rejected just now (`skipsFound`) |
 * | a refresh token | a new token from Google. If Google no longer accepts the refresh token, file and cache are read again, for a second if another process may have used it; if nothing has changed: `login_expired` |
 * | no refresh token, and a token that has not expired | that token |
 * | neither | `login_expired` |
 */
export class TokenSupply {
  /** The token in use. */
  held: HeldToken | undefined;
  readonly #source: LoginSource;
  readonly #platform: Platform;
  readonly #cache: GuardedTokenCache;
  /** The token in the file, once it was rejected or renewed. It is not used again, even if the clock changes. */
  #spent: string | undefined;
  /** The key of the login that did not change within a second. Later calls do not wait for it again. */
  #unchanged: string | undefined;

  constructor(source: LoginSource, platform: Platform, cache: TokenCache | undefined) {
    this.#source = source;
    this.#platform = platform;
    this.#cache = new GuardedTokenCache(cache, platform.clock);
  }

  /** Replaces the token in use. With `isFresh`, a token that is already due for renewal is not accepted. */
  async renew(renewal: Renewal, isFresh: boolean): Promise<HeldToken> {
    if (this.held?.accessToken === renewal.refused) this.held = undefined;
    this.held = await this.#next(await this.#read(renewal.scope), renewal, isFresh);
    return this.held;
  }

  /** Whether there is a token that has not expired, even if it will soon. */
  hasTimeLeft(token: CachedToken | undefined): boolean {
    return token?.expiresAt !== undefined && token.expiresAt > this.#platform.clock.now();
  }

  async #read(scope: CallScope, onEvent = scope.onEvent): Promise<StoredLogin> {
    const login = await this.#source.read(scope, onEvent);
    // Calls that start from now on must not use the previous account.
    if (this.held?.generation !== login.generation) this.held = undefined;
    checkNotDisabled(login.key, this.#platform);
    return login;
  }

  async #next(login: StoredLogin, renewal: Renewal, isFresh: boolean, again = false): Promise<HeldToken> {
    const { refused, scope, skipsFound = false } = renewal;
    const { key, generation } = login;
    const identity = { key, generation, isRenewed: false };
    const fromFile = tokenIn(login);
    const kept = await this.#cache.get(key, scope.onEvent);
    if (fromFile && fromFile.accessToken === refused) this.#spent = refused;
    if (kept && kept.accessToken === refused) await this.#cache.discard(key, kept, scope.onEvent);
    const others = [fromFile?.accessToken === this.#spent ? undefined : fromFile, kept]
      .filter((token) => token !== undefined)
      .filter((token) => token.accessToken !== refused);
    const found = latest(others.filter((token) => this.#serves(token, isFresh)));
    // With `again`, Google has rejected the refresh token, so what another process has renewed meanwhile is all there is.
    if (found && (again || !skipsFound || login.refreshToken === undefined)) {
      if (found === kept) this.#spent = login.accessToken;
      return { ...found, ...identity };
    }
    // Fallback, if the renewal fails.
    const fallback = latest(others.filter((token) => this.hasTimeLeft(token)));
    this.held ??= fallback && { ...fallback, ...identity };
    if (login.refreshToken === undefined) {
      if (fromFile && (fromFile.accessToken === refused || this.hasTimeLeft(fromFile)))
        return { ...fromFile, ...identity };
      throw loginExpired("the login file has no refresh token to renew it with");
    }
    try {
      const renewed = await this.#source.renew(login, login.refreshToken, kept?.refreshToken, renewal);
      this.#spent = login.accessToken;
      // Google has replaced the refresh token, and the file has the new one, so the old key is no longer used.
      if (renewed.key !== key) await this.#cache.delete(key, scope.onEvent);
      await this.#cache.set(renewed.key, renewed.token, scope.onEvent);
      return { ...renewed.token, key: renewed.key, generation, isRenewed: true };
    } catch (error) {
      if (isGeminiError(error, "account_disabled")) rememberDisabled(key, error, this.#platform);
      if (again || !isGeminiError(error, "login_expired")) throw error;
      const waits = error.reason === "invalid_grant" && this.#unchanged !== key;
      const now = await this.#awaitChange(login, kept, waits, scope);
      if (now) return this.#next(now, renewal, isFresh, true);
      if (waits) this.#unchanged = key;
      if (kept?.refreshToken === undefined) throw error;
      // The cache's refresh token no longer works; the file's own has not been tried.
      await this.#cache.delete(key, scope.onEvent);
      return this.#next(login, renewal, isFresh, true);
    }
  }

  /**
   * Reads the stored login again. Returns it if it has changed: another process has renewed it, or the user has signed in
   * again.
   */
  async #awaitChange(
    login: StoredLogin,
    kept: CachedToken | undefined,
    waits: boolean,
    scope: CallScope,
  ): Promise<StoredLogin | undefined> {
    const endsAt = scope.clock.monotonic() + (waits ? REREAD_FOR_MS : 0);
    for (;;) {
      const now = await this.#read(scope, unheard);
      if (now.refreshToken !== login.refreshToken || now.accessToken !== login.accessToken) return now;
      const cached = await this.#cache.get(login.key, unheard);
      if (cached && cached.accessToken !== kept?.accessToken) return now;
      if (scope.clock.monotonic() >= endsAt) return undefined;
      await delay(scope.clock, REREAD_EVERY_MS, scope.signal);
    }
  }

  #serves(token: CachedToken, isFresh: boolean): boolean {
    const action = tokenAction(token, { now: this.#platform.clock.now() });
    return action === "serve" || (action === "refresh" && !isFresh);
  }
}

function tokenIn(login: Login): CachedToken | undefined {
  return login.accessToken === undefined ? undefined : { accessToken: login.accessToken, expiresAt: login.expiresAt };
}

/** The token that expires last, which is most likely the newest. */
function latest(tokens: readonly CachedToken[]): CachedToken | undefined {
  return [...tokens].sort((first, second) => (second.expiresAt ?? 0) - (first.expiresAt ?? 0))[0];
}
