import type { Platform } from "../platform/platform.ts";
import type { CallScope } from "../transport/call-scope.ts";
import type { Transport } from "../transport/send.ts";
import type { OAuthClient } from "./oauth-client.ts";
import type { Login } from "./parse-login.ts";
import { readLogin } from "./read-login.ts";
import { refreshToken } from "./refresh-token.ts";
import type { CachedToken } from "./token-cache.ts";

/** One renewal: for whom, and by what means. */
export interface Renewal {
  /** The token that Google answered 401 to; undefined where one is about to expire, or there is none. */
  readonly refused: string | undefined;
  readonly transport: Transport;
  readonly scope: CallScope;
}

/** Where the tokens of a login come from: its file, and the token endpoint. */
export class LoginSource {
  readonly path: string;
  /** Grows when the file turns out to hold another login. */
  generation = 0;
  readonly #client: OAuthClient;
  readonly #platform: Platform;
  #account: string | undefined;
  /** Google replaced the refresh token: the file still holds the first, the second is the one that works. */
  #replaced: { readonly old: string; readonly current: string } | undefined;
  /** The file's token when we renewed last: it was refused or at its end, whatever the clock says later. */
  #spent: string | undefined;

  constructor(path: string, client: OAuthClient, platform: Platform) {
    this.path = path;
    this.#client = client;
    this.#platform = platform;
  }

  /** The file as it is now. */
  async read(scope: CallScope): Promise<Login> {
    scope.enter("credentials");
    const login = await readLogin(this.path, this.#platform, scope);
    const account = login.refreshToken ?? login.accessToken;
    if (this.#account !== undefined && account !== this.#account) this.generation += 1;
    this.#account = account;
    scope.enter("token");
    return login;
  }

  /** Whether the file's token has been renewed by us already. */
  isSpent(token: CachedToken): boolean {
    return token.accessToken === this.#spent;
  }

  /** A new token from Google. */
  async renew(login: Login, token: string, { refused, transport, scope }: Renewal): Promise<CachedToken> {
    const current = this.#replaced?.old === token ? this.#replaced.current : token;
    const renewed = await refreshToken(current, this.#client, this.#platform, transport, scope);
    const { accessToken, expiresAt } = renewed;
    if (renewed.refreshToken !== undefined && renewed.refreshToken !== token) {
      this.#replaced = { old: token, current: renewed.refreshToken };
    }
    this.#spent = login.accessToken;
    scope.onEvent({ type: "token-refresh", cause: refused === undefined ? "expired" : "refused", expiresAt });
    return { accessToken, expiresAt };
  }
}
