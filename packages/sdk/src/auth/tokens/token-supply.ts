import { isGeminiError } from "../../errors/gemini-error.ts";
import { loginExpired } from "../../errors/sign-in-errors.ts";
import type { Platform } from "../../platform/platform.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { Login } from "../cli-login/parse-login.ts";
import { GuardedTokenCache } from "../token-cache/guarded-token-cache.ts";
import type { CachedToken, TokenCache } from "../token-cache/token-cache.ts";
import { checkNotDisabled } from "./disabled-logins.ts";
import { LoginSource, type Renewal } from "./login-source.ts";
import type { OAuthClient } from "./oauth-client.ts";
import { tokenAction } from "./token-policy.ts";

/**
 * Where the next access token of a login comes from. The first row that fits decides.
 *
 * | file and cache hold | then |
 * |---|---|
 * | a login that Google has disabled | `account_disabled`, without a request |
 * | a token that serves, was not refused and is not the one that we renewed | that one: the CLI or another process has renewed it, or the user switched accounts |
 * | a refresh token | a new one from Google. Where Google no longer takes the refresh token: the file once more; unchanged: `login_expired` |
 * | no refresh token, and a token that has not expired | that one |
 * | neither | `login_expired` |
 */
export class TokenSupply {
  /** The token in use. */
  held: CachedToken | undefined;
  readonly #source: LoginSource;
  readonly #platform: Platform;
  readonly #cache: GuardedTokenCache;
  /** The file's token where another has taken its place: it was refused or at its end, whatever the clock says later. */
  #spent: string | undefined;

  constructor(path: string, client: OAuthClient, platform: Platform, cache: TokenCache | undefined) {
    this.#source = new LoginSource(path, client, platform);
    this.#platform = platform;
    this.#cache = new GuardedTokenCache(cache, platform.clock);
  }

  /** Grows when the file turns out to hold another login. */
  get generation(): number {
    return this.#source.generation;
  }

  /** What tells the login from every other, see login-key.ts. */
  get key(): string {
    return this.#source.key;
  }

  /** Puts the next token in the place of the one held. With `isFresh`, one that is itself due for renewal will not do. */
  async renew(renewal: Renewal, isFresh: boolean): Promise<CachedToken> {
    if (this.held?.accessToken === renewal.refused) this.held = undefined;
    this.held = await this.#next(await this.#read(renewal.scope), renewal, isFresh);
    return this.held;
  }

  /** Whether a token is there that has not expired, however little it has left. */
  hasTimeLeft(token: CachedToken | undefined): token is CachedToken {
    return token?.expiresAt !== undefined && token.expiresAt > this.#platform.clock.now();
  }

  async #read(scope: CallScope): Promise<Login> {
    const before = this.generation;
    const login = await this.#source.read(scope);
    // A token of the account before must not serve in the new one's place.
    if (this.generation !== before) this.held = undefined;
    checkNotDisabled(this.key, this.#platform);
    return login;
  }

  async #next(login: Login, renewal: Renewal, isFresh: boolean, again = false): Promise<CachedToken> {
    const { refused, scope } = renewal;
    const { key } = this;
    const fromFile = tokenIn(login);
    const kept = await this.#cache.get(key, scope.onEvent);
    if (fromFile && fromFile.accessToken === refused) this.#spent = refused;
    if (kept && kept.accessToken === refused) await this.#cache.discard(key, kept, scope.onEvent);
    const others = [fromFile?.accessToken === this.#spent ? undefined : fromFile, kept]
      .filter((token) => token !== undefined)
      .filter((token) => token.accessToken !== refused);
    const found = latest(others.filter((token) => this.#serves(token, isFresh)));
    if (found) {
      if (found === kept) this.#spent = login.accessToken;
      return found;
    }
    // So that it serves where nothing better can be had.
    this.held ??= latest(others.filter((token) => this.hasTimeLeft(token)));
    if (login.refreshToken === undefined) {
      if (fromFile && (fromFile.accessToken === refused || this.hasTimeLeft(fromFile))) return fromFile;
      throw loginExpired("the login file has no refresh token to renew it with");
    }
    try {
      const renewed = await this.#source.renew(login, login.refreshToken, kept?.refreshToken, renewal);
      this.#spent = login.accessToken;
      // Google has replaced the refresh token, and the file has it: nobody looks for the login under its former name.
      if (this.key !== key) await this.#cache.delete(key, scope.onEvent);
      await this.#cache.set(this.key, renewed, scope.onEvent);
      return renewed;
    } catch (error) {
      if (again || !isGeminiError(error, "login_expired")) throw error;
      // The user may have signed in again since the file was read.
      const now = await this.#read(scope);
      const isSame = now.refreshToken === login.refreshToken;
      if (isSame && kept?.refreshToken === undefined) throw error;
      // What was kept in the file's place has stopped working; the file's own has not been tried.
      if (isSame) await this.#cache.delete(key, scope.onEvent);
      return this.#next(now, renewal, isFresh, true);
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

/** The one that was issued last, as far as is known. */
function latest(tokens: readonly CachedToken[]): CachedToken | undefined {
  return [...tokens].sort((first, second) => (second.expiresAt ?? 0) - (first.expiresAt ?? 0))[0];
}
