import { aborted } from "../../errors/connection-errors.ts";
import { type GeminiError, isGeminiError } from "../../errors/gemini-error.ts";
import type { Transport } from "../../http/send.ts";
import type { Platform } from "../../platform/platform.ts";
import { CallScope } from "../../scope/call-scope.ts";
import { NO_TIMEOUTS } from "../../scope/timeouts.ts";
import type { CachedToken, TokenCache } from "../token-cache/token-cache.ts";
import { rememberDisabled } from "./disabled-logins.ts";
import type { Renewal } from "./login-source.ts";
import type { OAuthClient } from "./oauth-client.ts";
import { type TokenAction, tokenAction } from "./token-policy.ts";
import { TokenSupply } from "./token-supply.ts";

/** Everyone waits for a renewal; it must not hang. */
const RENEWAL_DEADLINE_MS = 10_000;

/** A token that can be sent now, and whose it is. */
export interface SignedIn {
  readonly accessToken: string;
  /** Another number is another account: what was learned of the one before is void. */
  readonly generation: number;
}

/** Failures of a renewal that say nothing against the token in use: the network, the service, a login file that is gone. */
function mayPass(error: GeminiError): boolean {
  return error.retryable || /^(?:no_credentials|credentials_unreadable)$/.test(error.code);
}

/** A renewal that is under way. */
interface Running {
  readonly token: Promise<CachedToken>;
  readonly scope: CallScope;
  /** How many calls wait for it. */
  waiting: number;
}

/**
 * One Gemini CLI login of this process. When its token serves and when it is renewed, token-policy.ts says; where the next
 * one comes from, token-supply.ts. One renewal at a time, for those who wait, those who force it and those who go on.
 *
 * | a renewal fails | then |
 * |---|---|
 * | beside the calls | a warning; the token serves on, and there is no other attempt before a rest |
 * | while callers wait, for a cause that may pass, and their token has not expired | the same |
 * | else | all who wait fail alike, and the next call tries again |
 * | with `account_disabled` | never another one for this login in this process |
 */
export class GoogleLogin {
  readonly #supply: TokenSupply;
  readonly #platform: Platform;
  #running: Running | undefined;
  #failedAt: number | undefined;

  constructor(path: string, client: OAuthClient, platform: Platform, cache?: TokenCache) {
    this.#supply = new TokenSupply(path, client, platform, cache);
    this.#platform = platform;
  }

  /** Grows when the file turns out to hold another login. */
  get generation(): number {
    return this.#supply.generation;
  }

  /** A token that can be sent now. */
  async signIn(transport: Transport, scope: CallScope): Promise<SignedIn> {
    const renewal = { refused: undefined, transport, scope };
    let token = this.#supply.held;
    if (token === undefined || this.#actionFor(token) === "block") token = await this.#renewOnce(renewal);
    // Nobody waits: what goes wrong is told as a warning, and to the next caller who has to wait.
    if (this.#actionFor(token) === "refresh") void this.#begin(renewal);
    return { accessToken: token.accessToken, generation: this.generation };
  }

  /** After a 401 to this token: whether another is there now. */
  async renew(refused: string, transport: Transport, scope: CallScope): Promise<boolean> {
    const { held } = this.#supply;
    if (held && this.#actionFor(held, refused) !== "force") return true;
    const joined = this.#running !== undefined;
    let renewed = await this.#renewOnce({ refused, transport, scope });
    // A renewal that began before the refusal may have kept this very token for its last minutes.
    if (joined && renewed.accessToken === refused) renewed = await this.#renewOnce({ refused, transport, scope });
    return renewed.accessToken !== refused;
  }

  /** Google answered `account_disabled` to this token: its login is not used again in this process. */
  disable(accessToken: string, refusal: GeminiError): void {
    if (this.#supply.held?.accessToken === accessToken) this.#disable(refusal);
  }

  #disable(refusal: GeminiError): void {
    rememberDisabled(this.#supply.key, refusal, this.#platform);
    this.#supply.held = undefined;
  }

  #actionFor(token: CachedToken | undefined, refused?: string): TokenAction {
    return tokenAction(token, { now: this.#platform.clock.now(), failedAt: this.#failedAt, refused });
  }

  async #renewOnce(renewal: Renewal): Promise<CachedToken> {
    const running = this.#begin(renewal);
    running.waiting += 1;
    try {
      return await renewal.scope.race(running.token);
    } finally {
      running.waiting -= 1;
      if (renewal.transport.closed.aborted) this.#endIfUnwanted(running);
    }
  }

  #begin(caller: Renewal): Running {
    if (this.#running) return this.#running;
    const { closed } = caller.transport;
    const { onEvent } = caller.scope;
    const scope = new CallScope({ clock: this.#platform.clock, timeouts: NO_TIMEOUTS, onEvent });
    scope.start("token", RENEWAL_DEADLINE_MS);
    const running: Running = { token: this.#renewOrKeep({ ...caller, scope }), scope, waiting: 0 };
    this.#running = running;
    const onClosed = () => this.#endIfUnwanted(running);
    closed.addEventListener("abort", onClosed);
    const onSettled = () => {
      closed.removeEventListener("abort", onClosed);
      scope.close();
      this.#forget(running);
    };
    // Whoever stops waiting leaves the renewal to the others, or to the next call: Google may have replaced the refresh
    // token already, and the reply names the new one. Without waiters its failure is nobody's.
    running.token.then(onSettled, onSettled);
    return running;
  }

  /** A program that has closed its client does not stay for a renewal that nobody waits for. */
  #endIfUnwanted(running: Running): void {
    if (running.waiting > 0) return;
    // Nobody may join what ends now.
    this.#forget(running);
    running.scope.stop(aborted("token"));
  }

  #forget(running: Running): void {
    if (this.#running === running) this.#running = undefined;
  }

  async #renewOrKeep(renewal: Renewal): Promise<CachedToken> {
    const supply = this.#supply;
    const isBeside = this.#actionFor(supply.held, renewal.refused) === "refresh";
    try {
      return await supply.renew(renewal, isBeside);
    } catch (error) {
      if (!isGeminiError(error) || error.code === "aborted") throw error;
      if (error.code === "account_disabled") this.#disable(error);
      const left = (isBeside || mayPass(error)) && supply.hasTimeLeft(supply.held) ? supply.held : undefined;
      if (left || isBeside) {
        const { code, remedy } = error;
        const summary = `Renewing the login failed. ${error.summary}`;
        renewal.scope.onEvent({ type: "warning", code, message: `${summary} ${remedy}`, summary });
      }
      if (!left) throw error.with({ attempts: renewal.scope.attempts });
      this.#failedAt = this.#platform.clock.now();
      return left;
    }
  }
}
