import type { Transport } from "../../http/send.ts";
import type { OnEvent } from "../../platform/events.ts";
import type { Platform } from "../../platform/platform.ts";
import { unheard } from "../../platform/safe-on-event.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { Login } from "../cli-login/parse-login.ts";
import { readLogin } from "../cli-login/read-login.ts";
import { saveLogin } from "../cli-login/save-login.ts";
import type { CachedToken } from "../token-cache/token-cache.ts";
import type { OAuthClient, ResolvedOAuthClient } from "./oauth-client.ts";
import { refreshToken } from "./refresh-token.ts";

/** The parameters of one renewal. */
export interface Renewal {
  /** The token that Google rejected with 401; undefined if the renewal has another cause. */
  readonly refused: string | undefined;
  /** Whether only a token from Google will do, since the one that another process has renewed was rejected as well. */
  readonly skipsFound?: boolean;
  readonly transport: Transport;
  readonly scope: CallScope;
}

/** Whose login it is. Tokens keep it, so that no token is taken for one of the login that was read after it. */
export interface LoginIdentity {
  /** Identifies the login: a hash of its refresh token, the token endpoint and the OAuth client. */
  readonly key: string;
  /** Differs between accounts. Increases when the file holds the login of another one. */
  readonly generation: number;
}

/** A login as it was read. */
export interface StoredLogin extends Login, LoginIdentity {}

/** A token from Google, and the key of the login, which changes if the file has a new refresh token. */
export interface RenewedLogin {
  readonly token: CachedToken;
  readonly key: string;
}

/**
 * Reads a login from the login file or the encrypted store, and renews it at the token endpoint. Writes to the login file
 * only if Google has replaced the refresh token.
 */
export class LoginSource {
  readonly path: string;
  readonly #client: ResolvedOAuthClient;
  readonly #platform: Platform;
  readonly #replaced = new ReplacedTokens();
  #account: string | undefined;
  #generation = 0;
  #isSwept = false;
  #hasWarnedOfSaving = false;

  constructor(path: string, client: ResolvedOAuthClient, platform: Platform) {
    this.path = path;
    this.#client = client;
    this.#platform = platform;
  }

  /** The generation of the login that was read last. */
  get generation(): number {
    return this.#generation;
  }

  /** Reads the current file. `onEvent` receives the warnings about it. */
  async read(scope: CallScope, onEvent: OnEvent): Promise<StoredLogin> {
    scope.enterPhase("credentials");
    // Removes temporary files of processes that were killed while replacing the file.
    if (!this.#isSwept) await this.#platform.files.sweep(this.path);
    this.#isSwept = true;
    const login = await scope.waitFor(readLogin(this.path, this.#platform, { signal: scope.signal, onEvent }));
    const key = await scope.waitFor(loginKey(login, this.#clientOf(login), this.#platform));
    // Nothing is waited for from here on, so a read that is stopped changes nothing.
    const account = this.#accountOf(login);
    if (this.#account !== undefined && account !== this.#account) this.#generation += 1;
    this.#account = account;
    scope.enterPhase("token");
    return { ...login, key, generation: this.#generation };
  }

  /** Whether the file still holds the account that was read last. Changes nothing, so a renewal may run meanwhile. */
  async isUnchanged(scope: CallScope): Promise<boolean> {
    scope.enterPhase("credentials");
    const reading = { signal: scope.signal, onEvent: unheard };
    const account = this.#accountOf(await scope.waitFor(readLogin(this.path, this.#platform, reading)));
    return this.#account === account;
  }

  /**
   * Gets a new token from Google. `token` is the refresh token in the login as it was read, `kept` its replacement in
   * the token cache, if there is one. If Google replaces the refresh token, the new one is written into the file; if
   * that fails, the result contains it.
   */
  async renew(login: StoredLogin, token: string, kept: string | undefined, renewal: Renewal): Promise<RenewedLogin> {
    const { key } = login;
    const { refused, transport, scope } = renewal;
    const known = this.#replaced.currentOf(token);
    // Another process may have replaced the refresh token since this one did, and has stored the new one in the cache.
    const current = kept === undefined || this.#replaced.isReplaced(kept) ? known : kept;
    const renewed = await refreshToken(current, this.#clientOf(login), this.#platform, transport, scope);
    const { accessToken, expiresAt } = renewed;
    scope.onEvent({ type: "token-refresh", cause: refused === undefined ? "expired" : "refused", expiresAt });
    const latest = renewed.refreshToken ?? current;
    if (latest === token) return { token: { accessToken, expiresAt }, key };
    const unsaved = { token: { accessToken, expiresAt, refreshToken: latest }, key };
    if (latest === known) return unsaved;
    for (const former of [known, current]) this.#replaced.replace(former, latest);
    this.#account = latest;
    const problem = await saveLogin(this.path, login, { ...renewed, refreshToken: latest }, this.#platform, scope);
    if (problem === undefined) {
      const newKey = await loginKey({ ...login, refreshToken: latest }, this.#clientOf(login), this.#platform);
      return { token: { accessToken, expiresAt }, key: newKey };
    }
    const message = `Google has replaced the refresh token of the login. ${problem} Sign in again if it stops working.`;
    if (!this.#hasWarnedOfSaving) scope.onEvent({ type: "warning", code: "login_file_not_saved", message });
    this.#hasWarnedOfSaving = true;
    return unsaved;
  }

  /** A login works only with the client that created it, which some files name. */
  #clientOf({ client }: Login): OAuthClient {
    return client && !this.#client.isChosen ? { ...this.#client, ...client } : this.#client;
  }

  /** Identifies the account: a refresh token belongs to the same account as the one that it replaced. */
  #accountOf({ refreshToken, accessToken }: Login): string | undefined {
    return refreshToken === undefined ? accessToken : this.#replaced.currentOf(refreshToken);
  }
}

async function loginKey(
  { refreshToken, accessToken }: Login,
  { clientId, tokenUrl }: OAuthClient,
  { subtleCrypto }: Platform,
): Promise<string> {
  const login = JSON.stringify([refreshToken ?? accessToken, clientId, tokenUrl]);
  const digest = await subtleCrypto().digest("SHA-256", new TextEncoder().encode(login));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/**
 * Maps each refresh token to the one that replaced it. Entries are never removed, because the Gemini CLI ignores
 * replacements and writes the old token back into the file.
 */
class ReplacedTokens {
  readonly #current = new Map<string, string>();

  /** The newest replacement of a token, or the token itself. */
  currentOf(token: string): string {
    return this.#current.get(token) ?? token;
  }

  /** Whether Google has replaced a token, as far as this process knows. */
  isReplaced(token: string): boolean {
    return this.#current.has(token);
  }

  /** Records that Google has replaced a token. */
  replace(former: string, current: string): void {
    if (former === current) return;
    for (const [first, last] of this.#current) if (last === former) this.#current.set(first, current);
    this.#current.set(former, current);
    this.#current.delete(current);
  }
}
