import type { GeminiErrorPhase } from "../errors/codes.ts";
import { aborted, deadlinePassed } from "../errors/connection-errors.ts";
import { type GeminiError, isGeminiError } from "../errors/gemini-error.ts";
import { type OnEvent, safeOnEvent } from "../platform/events.ts";
import type { Clock } from "../platform/platform.ts";
import type { AbortSignalLike, RuntimeAbortSignal } from "../platform/web-types.ts";
import { listenForAbort } from "./listen-for-abort.ts";
import type { ResolvedTimeouts } from "./timeouts.ts";

/** What a call is made with. */
export interface CallScopeInit {
  readonly clock: Clock;
  readonly timeouts: ResolvedTimeouts;
  readonly signals?: readonly (AbortSignalLike | null | undefined)[];
  readonly onEvent?: OnEvent | null | undefined;
}

/** From 1, in the order in which this process makes them. */
let nextId = 1;

/**
 * One call from start to end: its deadlines, its abort, its count of attempts. The first of abort, deadline and
 * `stop()` wins and becomes `signal.reason`, a GeminiError; everything that waits within the call waits on `signal`.
 */
export class CallScope {
  /** Tells its events from those of other calls. */
  readonly id = nextId++;
  /** Requests sent in this scope so far. */
  sent = 0;
  readonly timeouts: ResolvedTimeouts;
  readonly clock: Clock;
  readonly onEvent: OnEvent;
  readonly #controller = new AbortController();
  readonly #listeners: (() => void)[] = [];
  #phase: GeminiErrorPhase = "options";
  #closed = false;
  #endsAt = Number.POSITIVE_INFINITY;
  /** Requests that shared work sent in vain while this call waited for it. */
  #sentElsewhere = 0;
  #cancelTotal: (() => void) | undefined;
  #cancelPhase: (() => void) | undefined;

  constructor(init: CallScopeInit) {
    this.clock = init.clock;
    this.timeouts = init.timeouts;
    this.onEvent = safeOnEvent(init.onEvent);
    for (const signal of init.signals ?? []) {
      if (!signal) continue;
      const onAbort = () => this.stop(aborted(this.#phase, signal).with({ attempts: this.attempts }));
      if (signal.aborted) onAbort();
      this.#listeners.push(listenForAbort(signal, onAbort));
    }
  }

  /** Fires once, with a GeminiError as its reason. */
  get signal(): RuntimeAbortSignal {
    return this.#controller.signal;
  }

  /** Where the call stands. */
  get phase(): GeminiErrorPhase {
    return this.#phase;
  }

  /** What an error says: requests sent for this call, with those that failed for all who waited. */
  get attempts(): number {
    return this.sent + this.#sentElsewhere;
  }

  /** Milliseconds until the deadline for the whole; Infinity where there is none. */
  get leftMs(): number {
    return this.#endsAt - this.clock.now();
  }

  /** Starts the deadline for the whole: waiting in the queue does not count. */
  start(phase: GeminiErrorPhase = "total", limitMs = this.timeouts.total): void {
    this.#endsAt = this.clock.now() + limitMs;
    this.#cancelTotal = this.#deadline(phase, limitMs, (error) => this.stop(error));
  }

  /**
   * Enters a phase; one with a limit (milliseconds) starts its deadline anew. The one before ends. A deadline that passes
   * ends the call, unless `onPassed` does something else with its error: fail one attempt of several, for instance.
   */
  enter(
    phase: GeminiErrorPhase,
    limitMs = Number.POSITIVE_INFINITY,
    onPassed: (error: GeminiError) => void = (error) => this.stop(error),
  ): void {
    this.#cancelPhase?.();
    this.#phase = phase;
    this.#cancelPhase = this.#deadline(phase, limitMs, onPassed);
  }

  /** Ends the call with this reason, unless it has ended. */
  stop(reason: GeminiError): void {
    if (!this.signal.aborted) this.#controller.abort(reason);
  }

  /** Throws the reason if the call has been stopped. */
  check(): void {
    if (this.signal.aborted) throw this.signal.reason;
  }

  /** Waits for shared work; when this call is stopped, only this call stops waiting. */
  race<Value>(work: Promise<Value>): Promise<Value> {
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(this.signal.reason);
      if (this.signal.aborted) onAbort();
      this.signal.addEventListener("abort", onAbort, { once: true });
      const onFailure = (error: unknown) => {
        if (isGeminiError(error) && !this.signal.aborted) this.#sentElsewhere += error.attempts;
        reject(error);
      };
      work.then(resolve, onFailure).finally(() => this.signal.removeEventListener("abort", onAbort));
    });
  }

  /** Frees timers and listeners, for good. The call has settled. */
  close(): void {
    this.#closed = true;
    this.#cancelTotal?.();
    this.#cancelPhase?.();
    for (const remove of this.#listeners.splice(0)) remove();
  }

  #deadline(
    phase: GeminiErrorPhase,
    limitMs: number,
    onPassed: (error: GeminiError) => void,
  ): (() => void) | undefined {
    if (this.#closed || !Number.isFinite(limitMs)) return undefined;
    return this.clock.schedule(
      () => onPassed(deadlinePassed(phase, limitMs).with({ attempts: this.attempts })),
      limitMs,
    );
  }
}
