import type { Transport } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { Login } from "../cli-login/parse-login.ts";
import { readLogin } from "../cli-login/read-login.ts";
import { saveLogin } from "../cli-login/save-login.ts";
import type { CachedToken } from "../token-cache/token-cache.ts";
import { loginKey } from "./login-key.ts";
import type { OAuthClient } from "./oauth-client.ts";
import { refreshToken } from "./refresh-token.ts";
import { ReplacedTokens } from "./replaced-tokens.ts";

/** One renewal: for whom, and by what means. */
export interface Renewal {
  /** The token that Google answered 401 to; undefined where one is about to expire, or there is none. */
  readonly refused: string | undefined;
  readonly transport: Transport;
  readonly scope: CallScope;
}

/**
 * Where the tokens of a login come from: the login file or the encrypted store, and the token endpoint. The login file is
 * written to where Google has replaced the refresh token, and at no other occasion.
 */
export class LoginSource {
  readonly path: string;
  /** Grows when the file turns out to hold another login. */
  generation = 0;
  /** What tells the login in the file from every other, see login-key.ts. */
  key = "";
  readonly #client: OAuthClient;
  readonly #platform: Platform;
  readonly #replaced = new ReplacedTokens();
  #account: string | undefined;
  #isSwept = false;
  #isToldOfSaving = false;

  constructor(path: string, client: OAuthClient, platform: Platform) {
    this.path = path;
    this.#client = client;
    this.#platform = platform;
  }

  /** The file as it is now. */
  async read(scope: CallScope): Promise<Login> {
    scope.enterPhase("credentials");
    // What a killed process left behind while it replaced the file.
    if (!this.#isSwept) await this.#platform.files.sweep(this.path);
    this.#isSwept = true;
    const login = await scope.waitFor(readLogin(this.path, this.#platform, scope));
    const account = this.#accountOf(login);
    if (this.#account !== undefined && account !== this.#account) this.generation += 1;
    this.#account = account;
    this.key = await loginKey(login, this.#client);
    scope.enterPhase("token");
    return login;
  }

  /**
   * A new token from Google. `token` is the refresh token that the login was read with, `kept` the one that took its place
   * before this process began, where a cache has it. A new one goes into the file; the result names it where that failed.
   */
  async renew(login: Login, token: string, kept: string | undefined, renewal: Renewal): Promise<CachedToken> {
    const { refused, transport, scope } = renewal;
    const known = this.#replaced.currentOf(token);
    const current = known === token ? (kept ?? token) : known;
    const renewed = await refreshToken(current, this.#client, this.#platform, transport, scope);
    const { accessToken, expiresAt } = renewed;
    scope.onEvent({ type: "token-refresh", cause: refused === undefined ? "expired" : "refused", expiresAt });
    const latest = renewed.refreshToken ?? current;
    if (latest === token) return { accessToken, expiresAt };
    if (latest === known) return { accessToken, expiresAt, refreshToken: latest };
    this.#replaced.replace(known, latest);
    this.#account = latest;
    const problem = await saveLogin(this.path, login, { ...renewed, refreshToken: latest }, this.#platform, scope);
    if (problem === undefined) {
      this.key = await loginKey({ ...login, refreshToken: latest }, this.#client);
      return { accessToken, expiresAt };
    }
    const message = `Google has replaced the refresh token of the login. ${problem} Sign in again if it stops working.`;
    if (!this.#isToldOfSaving) scope.onEvent({ type: "warning", code: "login_file_not_saved", message });
    this.#isToldOfSaving = true;
    return { accessToken, expiresAt, refreshToken: latest };
  }

  #accountOf({ refreshToken, accessToken }: Login): string | undefined {
    return refreshToken === undefined ? accessToken : this.#replaced.currentOf(refreshToken);
  }
}
