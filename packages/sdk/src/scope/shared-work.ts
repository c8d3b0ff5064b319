import type { GeminiErrorPhase } from "../errors/codes.ts";
import { aborted } from "../errors/connection-errors.ts";
import type { AbortSignalLike } from "../platform/web-types.ts";
import { CallScope } from "./call-scope.ts";
import { NO_TIMEOUTS } from "./timeouts.ts";

/** When shared work ends, and whether its result is kept: see {@link SharedWork}. */
export interface SharedWorkPolicy {
  /** Limit of one run in milliseconds, and the phase of the timeout error. Default: no limit. */
  readonly deadline?: { readonly phase: GeminiErrorPhase; readonly limitMs: number };
  /** What happens when the last caller stops waiting: `continue` leaves the run to the next caller, `stop` ends it. */
  readonly unattended: "continue" | "stop";
  /** Whether a result is kept for later callers, until `forget()`. */
  readonly keepsResult: boolean;
}

/** Does the work. Every wait in it uses `scope`, which ends at the deadline, or when the work is stopped. */
export type Work<Value> = (scope: CallScope) => Promise<Value>;

/** One run, under way or done. */
interface Run<Value> {
  readonly scope: CallScope;
  readonly result: Promise<Value>;
  /** How many callers wait for it. */
  waiting: number;
  /** Set when it succeeded. */
  value?: Value;
}

/**
 * Work that several calls need at the same time: one run serves all callers that wait. It has its own scope, so
 * stopping one caller does not stop the run for the others. If it fails, every waiting caller is rejected and gets the
 * run's attempts added to its count, and the run's last response; the next caller starts a new run.
 *
 * | work | deadline | when nobody waits | result |
 * |---|---|---|---|
 * | renewing a token (google-login.ts) | 10 s, `token` | continues until the client is closed: Google may have replaced the refresh token already | not kept; the token supply holds the token |
 * | looking at the login file before a client's first call (google-login.ts) | 30 s, `credentials` | continues until the client is closed | kept |
 * | Code Assist account set-up (account-registry.ts) | 60 s, `project` | stops | kept until Google refuses the account |
 * | token of the default credentials (library-client.node.ts) | 10 s plus the time of the program that returns it, `token` | continues until the client is closed | not kept; google-auth-library caches the token |
 * | project of the default credentials (the same file) | 30 s, `credentials` | continues until the client is closed | kept |
 * | finding the default credentials (application-default.node.ts) | 30 s, `credentials` | continues | kept until a request fails |
 * | loading a backend's driver (backend.ts) | none | continues | kept |
 */
export class SharedWork<Value> {
  readonly #policy: SharedWorkPolicy;
  #run: Run<Value> | undefined;

  constructor(policy: SharedWorkPolicy) {
    this.#policy = policy;
  }

  /** Whether a run is under way. */
  get isRunning(): boolean {
    return this.#run !== undefined && !("value" in this.#run);
  }

  /** Whether there is a kept result. */
  get isDone(): boolean {
    return this.#run !== undefined && "value" in this.#run;
  }

  /** The kept result, if any. */
  get kept(): Value | undefined {
    return this.#run?.value;
  }

  /**
   * Waits for the kept result or the run under way, or starts a run. `closed` is the signal of the caller's
   * connections: once it has fired, a run that nobody waits for is stopped, whatever the policy.
   */
  async join(caller: CallScope, work: Work<Value>, closed?: AbortSignalLike): Promise<Value> {
    const run = this.#run ?? this.#start(caller, work, closed);
    run.waiting += 1;
    try {
      return await caller.waitFor(run.result);
    } catch (error) {
      if (error !== caller.signal.reason) caller.addFailedWork(run.scope);
      throw error;
    } finally {
      run.waiting -= 1;
      if (this.#policy.unattended === "stop" || closed?.aborted) this.#stopIfUnattended(run);
    }
  }

  /**
   * Starts a run without waiting for it, unless one is under way. Its failure is ignored unless another caller joins.
   */
  start(caller: CallScope, work: Work<Value>, closed?: AbortSignalLike): void {
    if (!this.#run) this.#start(caller, work, closed);
  }

  /** Drops the result, so that the next caller starts a new run. */
  forget(): void {
    this.#run = undefined;
  }

  #start(caller: CallScope, work: Work<Value>, closed: AbortSignalLike | undefined): Run<Value> {
    const { deadline, keepsResult } = this.#policy;
    // Only connecting has its usual deadline, after which the request can be retried.
    const timeouts = { ...NO_TIMEOUTS, connect: caller.timeouts.connect };
    const scope = new CallScope({ clock: caller.clock, timeouts, onEvent: caller.onEvent });
    if (deadline) scope.start(deadline.phase, deadline.limitMs);
    const run: Run<Value> = { scope, result: work(scope), waiting: 0 };
    this.#run = run;
    const onClosed = () => this.#stopIfUnattended(run);
    closed?.addEventListener("abort", onClosed);
    const settle = () => {
      closed?.removeEventListener("abort", onClosed);
      scope.close();
    };
    run.result.then(
      (value) => {
        settle();
        run.value = value;
        if (!keepsResult) this.#forget(run);
      },
      // Also handles the rejection, which must not be reported as unhandled if nobody waits.
      () => {
        settle();
        this.#forget(run);
      },
    );
    return run;
  }

  #stopIfUnattended(run: Run<Value>): void {
    if (run.waiting > 0 || "value" in run) return;
    // Forget the run first, so that nobody joins a run that is ending.
    this.#forget(run);
    run.scope.stop(aborted(run.scope.phase));
  }

  #forget(run: Run<Value>): void {
    if (this.#run === run) this.#run = undefined;
  }
}
