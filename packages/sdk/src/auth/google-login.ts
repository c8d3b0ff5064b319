import { type GeminiError, isGeminiError } from "../errors/gemini-error.ts";
import { loginExpired } from "../errors/sign-in-errors.ts";
import type { Platform } from "../platform/platform.ts";
import { CallScope } from "../transport/call-scope.ts";
import type { Transport } from "../transport/send.ts";
import { NO_TIMEOUTS } from "../transport/timeouts.ts";
import { LoginSource, type Renewal } from "./login-source.ts";
import type { OAuthClient } from "./oauth-client.ts";
import type { Login } from "./parse-login.ts";
import { type CachedToken, createMemoryTokenCache, type TokenCache } from "./token-cache.ts";

/** Renewed this long before it expires, so that no request carries a token that expires on its way. */
const RENEW_EARLY_MS = 5 * 60_000;

/** Everyone waits for a renewal; it must not hang. */
const RENEWAL_DEADLINE_MS = 10_000;

/** After a renewal that failed, a token with minutes left serves this long without another attempt. */
const REST_MS = 10_000;

/** Failures of a renewal that say nothing against the token in use: the network, the service, a login file that is gone. */
function mayPass(error: unknown): boolean {
  return isGeminiError(error) && (error.retryable || /^(?:no_credentials|credentials_unreadable)$/.test(error.code));
}

/**
 * One Gemini CLI login of this process. The file is read, never written.
 *
 * | memory | file | then |
 * |---|---|---|
 * | token good for over 5 minutes | not read | memory |
 * | none, or about to expire, or refused | another token that is good, and not the one we renewed | the file's: the CLI has renewed it, or the user switched accounts |
 * | the same | refresh token | renew; one renewal serves all who wait |
 * | the same | no refresh token, token not expired | the file's, until it expires |
 * | the same | no refresh token, token expired | `login_expired` |
 * | about to expire | gone or unreadable, or the renewal fails for now | memory, until it expires, with a warning; another attempt after 10 s |
 * | any | refresh token that Google no longer takes | the file once more; unchanged: `login_expired` |
 */
export class GoogleLogin {
  readonly #source: LoginSource;
  readonly #platform: Platform;
  readonly #cache: TokenCache;
  #renewal: Promise<CachedToken> | undefined;
  #restUntil = 0;

  constructor(path: string, client: OAuthClient, platform: Platform, cache: TokenCache = createMemoryTokenCache()) {
    this.#source = new LoginSource(path, client, platform);
    this.#platform = platform;
    this.#cache = cache;
  }

  /** Grows when the file turns out to hold another login: what was learned of the account is then void. */
  get generation(): number {
    return this.#source.generation;
  }

  /** A token that can be sent now. */
  async accessToken(transport: Transport, scope: CallScope): Promise<string> {
    const cached = await this.#cache.get(this.#source.path);
    const rests = this.#platform.clock.now() < this.#restUntil;
    if (cached && this.#isGood(cached, rests ? 0 : RENEW_EARLY_MS)) return cached.accessToken;
    return (await this.#renewOnce({ refused: undefined, transport, scope })).accessToken;
  }

  /** After a 401 to this token: whether another is there now. */
  async renew(refused: string, transport: Transport, scope: CallScope): Promise<boolean> {
    const cached = await this.#cache.get(this.#source.path);
    if (cached && cached.accessToken !== refused) return true;
    const joined = this.#renewal !== undefined;
    let renewed = await this.#renewOnce({ refused, transport, scope });
    // A renewal that began before the refusal may have kept this very token for its last minutes.
    if (joined && renewed.accessToken === refused) renewed = await this.#renewOnce({ refused, transport, scope });
    return renewed.accessToken !== refused;
  }

  #isGood(token: CachedToken, marginMs = RENEW_EARLY_MS): boolean {
    return token.expiresAt === undefined || token.expiresAt - marginMs > this.#platform.clock.now();
  }

  #renewOnce(renewal: Renewal): Promise<CachedToken> {
    this.#renewal ??= this.#renewInOwnScope(renewal).finally(() => {
      this.#renewal = undefined;
    });
    // Whoever stops waiting leaves the renewal to the others; without waiters its failure is nobody's.
    this.#renewal.catch(() => {});
    return renewal.scope.race(this.#renewal);
  }

  async #renewInOwnScope(caller: Renewal): Promise<CachedToken> {
    const { onEvent } = caller.scope;
    const scope = new CallScope({ clock: this.#platform.clock, timeouts: NO_TIMEOUTS, onEvent });
    scope.start("token", RENEWAL_DEADLINE_MS);
    try {
      const token = await this.#obtain({ ...caller, scope });
      await this.#cache.set(this.#source.path, token);
      return token;
    } finally {
      scope.close();
    }
  }

  async #obtain(renewal: Renewal): Promise<CachedToken> {
    let fromFile: CachedToken | undefined;
    try {
      const login = await this.#read(renewal.scope);
      fromFile = tokenIn(login);
      return await this.#newest(login, renewal);
    } catch (error) {
      const left = renewal.refused === undefined && mayPass(error) ? await this.#withTimeLeft(fromFile) : undefined;
      if (!left) throw error;
      this.#restUntil = this.#platform.clock.now() + REST_MS;
      const { code, message } = error as GeminiError;
      renewal.scope.onEvent({ type: "warning", code, message: `Renewing the login failed. ${message}` });
      return left;
    }
  }

  /** The file's token where it serves, else a new one from Google. */
  async #newest(login: Login, renewal: Renewal, again = false): Promise<CachedToken> {
    const { refused, scope } = renewal;
    const fromFile = tokenIn(login);
    const isOther = fromFile !== undefined && fromFile.accessToken !== refused && !this.#source.isSpent(fromFile);
    if (isOther && this.#isGood(fromFile)) return fromFile;
    if (login.refreshToken === undefined) {
      if (fromFile && (fromFile.accessToken === refused || this.#isGood(fromFile, 0))) return fromFile;
      throw loginExpired("the login file has no refresh token to renew it with");
    }
    try {
      return await this.#source.renew(login, login.refreshToken, renewal);
    } catch (error) {
      if (again || !isGeminiError(error, "login_expired")) throw error;
      // The user may have signed in again since the file was read.
      const now = await this.#read(scope);
      if (now.refreshToken === login.refreshToken) throw error;
      return this.#newest(now, renewal, true);
    }
  }

  async #read(scope: CallScope): Promise<Login> {
    const before = this.#source.generation;
    const login = await this.#source.read(scope);
    // A token of the account before must not serve in the new one's place.
    if (this.#source.generation !== before) await this.#cache.delete(this.#source.path);
    return login;
  }

  /** The token of memory or file that is due for renewal and not expired yet. */
  async #withTimeLeft(fromFile: CachedToken | undefined): Promise<CachedToken | undefined> {
    const cached = await this.#cache.get(this.#source.path);
    return [cached, fromFile].find((token) => token?.expiresAt !== undefined && this.#isGood(token, 0));
  }
}

function tokenIn(login: Login): CachedToken | undefined {
  return login.accessToken === undefined ? undefined : { accessToken: login.accessToken, expiresAt: login.expiresAt };
}
