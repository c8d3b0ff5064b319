import type { GeminiError } from "../errors/gemini-error.ts";
import { loginExpired } from "../errors/sign-in-errors.ts";
import type { Platform } from "../platform/platform.ts";
import { CallScope } from "../transport/call-scope.ts";
import type { Transport } from "../transport/send.ts";
import { NO_TIMEOUTS } from "../transport/timeouts.ts";
import type { OAuthClient } from "./oauth-client.ts";
import type { Login } from "./parse-login.ts";
import { readLogin } from "./read-login.ts";
import { refreshToken } from "./refresh-token.ts";
import { type CachedToken, createMemoryTokenCache, type TokenCache } from "./token-cache.ts";

/** Renewed this long before it expires, so that no request carries a token that expires on its way. */
const RENEW_EARLY_MS = 5 * 60_000;

/** Everyone waits for a renewal; it must not hang. */
const RENEWAL_DEADLINE_MS = 10_000;

/**
 * One Gemini CLI login of this process. The file is read, never written.
 *
 * | memory | file | then |
 * |---|---|---|
 * | token good for over 5 minutes | not read | memory |
 * | none, or about to expire, or refused | another token that is good | the file's: the CLI has renewed it, or the user switched accounts |
 * | the same | refresh token | renew; one renewal serves all who wait |
 * | the same | no refresh token, token not expired | the file's, until it expires |
 * | the same | nothing of use | `login_expired` |
 */
export class GoogleLogin {
  readonly path: string;
  readonly #client: OAuthClient;
  readonly #platform: Platform;
  readonly #cache: TokenCache;
  #renewal: Promise<CachedToken> | undefined;
  /** Google replaced the refresh token: the file still holds the first, the second is the one that works. */
  #replaced: { readonly old: string; readonly current: string } | undefined;
  #account: string | undefined;
  #generation = 0;

  constructor(path: string, client: OAuthClient, platform: Platform, cache: TokenCache = createMemoryTokenCache()) {
    this.path = path;
    this.#client = client;
    this.#platform = platform;
    this.#cache = cache;
  }

  /** Grows when the file turns out to hold another login: what was learned of the account is then void. */
  get generation(): number {
    return this.#generation;
  }

  /** A token that can be sent now. */
  async accessToken(transport: Transport, scope: CallScope): Promise<string> {
    const cached = await this.#cache.get(this.path);
    if (cached && this.#isGood(cached)) return cached.accessToken;
    return (await this.#renewOnce(undefined, transport, scope)).accessToken;
  }

  /** After a 401 to this token: whether another is there now. */
  async renew(refused: string, transport: Transport, scope: CallScope): Promise<boolean> {
    const cached = await this.#cache.get(this.path);
    if (cached && cached.accessToken !== refused) return true;
    const renewed = await this.#renewOnce(refused, transport, scope);
    return renewed.accessToken !== refused;
  }

  #isGood(token: CachedToken, marginMs = RENEW_EARLY_MS): boolean {
    return token.expiresAt === undefined || token.expiresAt - marginMs > this.#platform.clock.now();
  }

  #renewOnce(refused: string | undefined, transport: Transport, scope: CallScope): Promise<CachedToken> {
    this.#renewal ??= this.#renewInOwnScope(refused, transport, scope).finally(() => {
      this.#renewal = undefined;
    });
    // Whoever stops waiting leaves the renewal to the others; without waiters its failure is nobody's.
    this.#renewal.catch(() => {});
    return scope.race(this.#renewal);
  }

  async #renewInOwnScope(refused: string | undefined, transport: Transport, caller: CallScope): Promise<CachedToken> {
    const scope = new CallScope({ clock: this.#platform.clock, timeouts: NO_TIMEOUTS, onEvent: caller.onEvent });
    scope.start("token", RENEWAL_DEADLINE_MS);
    try {
      const token = await this.#obtain(refused, transport, scope);
      await this.#cache.set(this.path, token);
      return token;
    } finally {
      scope.close();
    }
  }

  async #obtain(refused: string | undefined, transport: Transport, scope: CallScope): Promise<CachedToken> {
    const login = await this.#read(scope);
    const fromFile = tokenIn(login);
    if (fromFile && fromFile.accessToken !== refused && this.#isGood(fromFile)) return fromFile;
    if (login.refreshToken === undefined) {
      if (fromFile && (fromFile.accessToken === refused || this.#isGood(fromFile, 0))) return fromFile;
      throw loginExpired("the login file has no refresh token to renew it with");
    }
    try {
      return await this.#exchange(login.refreshToken, refused, transport, scope);
    } catch (error) {
      const other = await this.#afterFailure(error as GeminiError, login, fromFile, refused, transport, scope);
      if (other) return other;
      throw error;
    }
  }

  /** What still helps when a renewal fails: a login that changed meanwhile, or a token with minutes left. */
  async #afterFailure(
    error: GeminiError,
    tried: Login,
    fromFile: CachedToken | undefined,
    refused: string | undefined,
    transport: Transport,
    scope: CallScope,
  ): Promise<CachedToken | undefined> {
    if (error.code === "login_expired") {
      const again = await this.#read(scope);
      if (again.refreshToken === undefined || again.refreshToken === tried.refreshToken) return undefined;
      const token = tokenIn(again);
      if (token && token.accessToken !== refused && this.#isGood(token)) return token;
      return this.#exchange(again.refreshToken, refused, transport, scope);
    }
    if (refused !== undefined || !error.retryable) return undefined;
    const cached = await this.#cache.get(this.path);
    const left = [cached, fromFile].find((token) => token?.expiresAt !== undefined && this.#isGood(token, 0));
    if (left)
      scope.onEvent({ type: "warning", code: error.code, message: `Renewing the login failed. ${error.message}` });
    return left;
  }

  async #exchange(
    token: string,
    refused: string | undefined,
    transport: Transport,
    scope: CallScope,
  ): Promise<CachedToken> {
    const current = this.#replaced?.old === token ? this.#replaced.current : token;
    const renewed = await refreshToken(current, this.#client, this.#platform, transport, scope);
    if (renewed.refreshToken !== undefined && renewed.refreshToken !== token) {
      this.#replaced = { old: token, current: renewed.refreshToken };
    }
    const cause = refused === undefined ? "expired" : "refused";
    scope.onEvent({ type: "token-refresh", cause, expiresAt: renewed.expiresAt });
    return renewed;
  }

  async #read(scope: CallScope): Promise<Login> {
    scope.enter("credentials");
    const login = await readLogin(this.path, this.#platform, scope);
    const account = login.refreshToken ?? login.accessToken;
    if (this.#account !== undefined && account !== this.#account) this.#generation += 1;
    this.#account = account;
    scope.enter("token");
    return login;
  }
}

function tokenIn(login: Login): CachedToken | undefined {
  return login.accessToken === undefined ? undefined : { accessToken: login.accessToken, expiresAt: login.expiresAt };
}
