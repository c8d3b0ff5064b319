import { type GeminiError, isGeminiError } from "../../errors/gemini-error.ts";
import type { Transport } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import { sharedState } from "../../platform/shared-state.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { SharedWork } from "../../scope/shared-work.ts";
import type { CachedToken, TokenCache } from "../token-cache/token-cache.ts";
import { rememberDisabled } from "./disabled-logins.ts";
import { LoginSource, type Renewal } from "./login-source.ts";
import type { ResolvedOAuthClient } from "./oauth-client.ts";
import { type TokenAction, tokenAction } from "./token-policy.ts";
import { type HeldToken, TokenSupply } from "./token-supply.ts";

/** Calls wait for a renewal, so it must not hang. */
const RENEWAL_DEADLINE_MS = 10_000;

/** A disk that hangs must not block calls forever. */
const LOOK_POLICY = {
  deadline: { phase: "credentials", limitMs: 30_000 },
  unattended: "continue",
  keepsResult: true,
} as const;

/** A token that can be sent now, and the account that it belongs to. */
export interface SignedIn {
  readonly accessToken: string;
  /** Changes when another account has signed in: facts about the previous account no longer apply. */
  readonly generation: number;
}

/**
 * Whether a failed renewal has a cause that does not affect the token in use: the network, the service, a missing login
 * file.
 */
function isTransient(error: GeminiError): boolean {
  return error.retryable || /^(?:no_credentials|credentials_unreadable)$/.test(error.code);
}

/**
 * One Gemini CLI login of this process. token-policy.ts decides when its token is used and when it is renewed;
 * token-supply.ts gets the next token. All calls share one renewal at a time.
 *
 * | a renewal fails | result |
 * |---|---|
 * | in the background | a warning; the token stays in use, and the next attempt follows after 10 seconds |
 * | while calls wait, with a transient error, and their token has not expired | the same |
 * | while calls wait that were rejected with two tokens | they fail with this error |
 * | otherwise | every waiting call fails with this error, and the next call starts another renewal |
 * | with `account_disabled` | this login is never used again in this process |
 */
export class GoogleLogin {
  readonly #source: LoginSource;
  readonly #supply: TokenSupply;
  readonly #platform: Platform;
  readonly #renewal = new SharedWork<HeldToken>({
    deadline: { phase: "token", limitMs: RENEWAL_DEADLINE_MS },
    unattended: "continue",
    keepsResult: false,
  });
  #failedAt: number | undefined;
  /** The look at the file before the first call of each client, which is known by its connections. */
  readonly #looks = new WeakMap<Transport, SharedWork<void>>();

  constructor(path: string, client: ResolvedOAuthClient, platform: Platform, cache?: TokenCache) {
    this.#source = new LoginSource(path, client, platform);
    this.#supply = new TokenSupply(this.#source, platform, cache);
    this.#platform = platform;
  }

  /** The generation of the login that was read last. Increases when the file holds the login of another account. */
  get generation(): number {
    return this.#source.generation;
  }

  /** Returns a token that can be sent now. The first call of a client looks at the file again. */
  async signIn(transport: Transport, scope: CallScope): Promise<SignedIn> {
    const renewal = { refused: undefined, transport, scope };
    if (!this.#looks.get(transport)?.isDone) await this.#lookOnce(renewal);
    let token = this.#supply.held;
    if (token === undefined || this.#actionFor(token) === "block") token = await this.#renewOnce(renewal);
    // Nobody waits for this renewal: if it fails, a warning is emitted, and the next call that has to wait gets the
    // error.
    if (this.#actionFor(token) === "refresh") {
      this.#renewal.start(scope, (own) => this.#renewOrKeep({ ...renewal, scope: own }), transport.closed);
    }
    return { accessToken: token.accessToken, generation: token.generation };
  }

  /** Called after a 401 for this token. Resolves to whether another token is available. */
  async renew(refused: string, transport: Transport, scope: CallScope): Promise<boolean> {
    const { held } = this.#supply;
    if (held && this.#actionFor(held, refused) !== "force") return true;
    const joined = this.#renewal.isRunning;
    let renewed = await this.#renewOnce({ refused, transport, scope });
    // A renewal that began before the 401 may have kept the rejected token.
    if (joined && renewed.accessToken === refused) renewed = await this.#renewOnce({ refused, transport, scope });
    return renewed.accessToken !== refused;
  }

  /**
   * Called after a 401 for the token that replaced a rejected one. If another process had renewed that one, too, Google
   * is asked for a new token. Resolves to whether another token is available; not after a 401 for one from Google.
   */
  async renewAgain(refused: string, transport: Transport, scope: CallScope): Promise<boolean> {
    const { held } = this.#supply;
    if (held?.isRenewed) return held.accessToken !== refused;
    const renewal = { refused, transport, scope, skipsFound: true };
    const joined = this.#renewal.isRunning;
    let renewed = await this.#renewOnce(renewal);
    // A renewal that another call began may have found one more token.
    if (joined && !renewed.isRenewed) renewed = await this.#renewOnce(renewal);
    return renewed.accessToken !== refused;
  }

  /** Called if Google responds to this token with `account_disabled`. The login is not used again in this process. */
  disable(accessToken: string, refusal: GeminiError): void {
    const { held } = this.#supply;
    if (held?.accessToken !== accessToken) return;
    rememberDisabled(held.key, refusal, this.#platform);
    this.#supply.held = undefined;
  }

  /**
   * Looks at the file before the first call of a client, because the program may have written another login before it
   * created the client. The token in use stays if the file still holds its account.
   */
  async #lookOnce({ transport, scope }: Renewal): Promise<void> {
    const look = this.#looks.get(transport) ?? new SharedWork<void>(LOOK_POLICY);
    this.#looks.set(transport, look);
    await look.join(scope, (own) => this.#look({ refused: undefined, transport, scope: own }), transport.closed);
  }

  async #look(caller: Renewal): Promise<void> {
    const { held } = this.#supply;
    if (held === undefined || this.#actionFor(held) === "block") {
      // The call that waits for a new token reads the file anyway.
      if (!this.#renewal.isRunning) return;
      await this.#renewOnce(caller);
    }
    // A renewal reads the file, but one under way may have read the previous one, so the file is checked again after it.
    while (!(await this.#source.isUnchanged(caller.scope))) await this.#renewOnce(caller);
  }

  #actionFor(token: CachedToken | undefined, refused?: string): TokenAction {
    return tokenAction(token, { now: this.#platform.clock.now(), failedAt: this.#failedAt, refused });
  }

  #renewOnce(caller: Renewal): Promise<HeldToken> {
    const { scope, transport } = caller;
    return this.#renewal.join(scope, (own) => this.#renewOrKeep({ ...caller, scope: own }), transport.closed);
  }

  async #renewOrKeep(renewal: Renewal): Promise<HeldToken> {
    const supply = this.#supply;
    const { refused, skipsFound = false } = renewal;
    const inBackground = !skipsFound && this.#actionFor(supply.held, refused) === "refresh";
    try {
      return await supply.renew(renewal, inBackground);
    } catch (error) {
      if (!isGeminiError(error) || error.code === "aborted") throw error;
      if (error.code === "account_disabled") supply.held = undefined;
      const mayKeep = inBackground || (isTransient(error) && !skipsFound);
      const left = mayKeep && supply.hasTimeLeft(supply.held) ? supply.held : undefined;
      if (left || inBackground) {
        const { code, remedy } = error;
        const summary = `Renewing the login failed. ${error.summary}`;
        renewal.scope.onEvent({ type: "warning", code, message: `${summary} ${remedy}`, summary });
      }
      if (!left) throw error;
      this.#failedAt = this.#platform.clock.now();
      return left;
    }
  }
}

/** The logins that use one token cache, or none. */
const sharedLogins = sharedState(() => new Map<string, GoogleLogin>());

/**
 * The login in this file, shared by all clients of the process, so that it is renewed only once. Clients with different
 * token caches do not share a login.
 */
export function sharedLogin(
  path: string,
  client: ResolvedOAuthClient,
  platform: Platform,
  cache?: TokenCache,
): GoogleLogin {
  const logins = sharedLogins(platform, cache);
  const file = platform.files.absolutePath(path) ?? path;
  const key = JSON.stringify([file, client.clientId, client.clientSecret, client.tokenUrl, client.isChosen]);
  const login = logins.get(key) ?? new GoogleLogin(file, client, platform, cache);
  logins.set(key, login);
  return login;
}
