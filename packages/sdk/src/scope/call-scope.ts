import type { GeminiErrorPhase } from "../errors/codes.ts";
import { aborted, deadlinePassed } from "../errors/connection-errors.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import { type OnEvent, safeOnEvent, unheard } from "../platform/events.ts";
import type { Clock } from "../platform/platform.ts";
import type { AbortSignalLike } from "../platform/web-types.ts";
import { listenForAbort } from "./listen-for-abort.ts";
import { StopSignal } from "./stop-signal.ts";
import type { ResolvedTimeouts } from "./timeouts.ts";

/** What a call is made with. */
export interface CallScopeInit {
  readonly clock: Clock;
  readonly timeouts: ResolvedTimeouts;
  readonly signals?: readonly (AbortSignalLike | null | undefined)[];
  readonly onEvent?: OnEvent | null | undefined;
}

/** A deadline of a call, and what happens when it passes. */
interface Deadline {
  readonly phase: GeminiErrorPhase;
  readonly limitMs: number;
  readonly endsAt: number;
  /** Undefined: it ends the call. */
  readonly onPassed: ((error: GeminiError) => void) | undefined;
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
  /** Whether anybody hears events. */
  readonly observed: boolean;
  readonly #signal = new StopSignal();
  readonly #listeners: (() => void)[] = [];
  #phase: GeminiErrorPhase = "options";
  #closed = false;
  /** Requests that shared work sent in vain while this call waited for it. */
  #sentElsewhere = 0;
  #total: Deadline | undefined;
  #ofPhase: Deadline | undefined;
  #alarmAt = Number.POSITIVE_INFINITY;
  #cancelAlarm: (() => void) | undefined;

  constructor(init: CallScopeInit) {
    this.clock = init.clock;
    this.timeouts = init.timeouts;
    this.onEvent = safeOnEvent(init.onEvent);
    this.observed = this.onEvent !== unheard;
    for (const signal of init.signals ?? []) {
      if (!signal) continue;
      const onAbort = () => this.stop(aborted(this.#phase, this.attempts, signal));
      if (signal.aborted) onAbort();
      this.#listeners.push(listenForAbort(signal, onAbort));
    }
  }

  /** Fires once, with a GeminiError as its reason. */
  get signal(): AbortSignalLike {
    return this.#signal;
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
    return this.#total ? this.#total.endsAt - this.clock.monotonic() : Number.POSITIVE_INFINITY;
  }

  /** Starts the deadline for the whole: waiting in the queue does not count. */
  start(phase: GeminiErrorPhase = "total", limitMs = this.timeouts.total): void {
    this.#total = this.#deadline(phase, limitMs, undefined);
    const { connect, headers, idle } = this.timeouts;
    // Early enough for whatever phase comes first.
    this.#wake(this.clock.monotonic() + Math.min(limitMs, connect, headers, idle));
  }

  /**
   * Enters a phase; one with a limit (milliseconds) starts its deadline anew. The one before ends. A deadline that passes
   * ends the call, unless `onPassed` does something else with its error: fail one attempt of several, for instance.
   */
  enter(phase: GeminiErrorPhase, limitMs = Number.POSITIVE_INFINITY, onPassed?: (error: GeminiError) => void): void {
    this.#phase = phase;
    this.#ofPhase = this.#deadline(phase, limitMs, onPassed);
    if (this.#ofPhase) this.#wake(this.#ofPhase.endsAt);
  }

  /** Ends the call with this reason, unless it has ended. */
  stop(reason: GeminiError): void {
    this.#signal.stop(reason);
  }

  /** Throws the reason if the call has been stopped. */
  check(): void {
    if (this.#signal.aborted) throw this.#signal.reason;
  }

  /**
   * Waits for work that others may wait for as well. When this call is stopped, only this call stops waiting; each gets a copy
   * of the error, to which it adds what it knows.
   */
  race<Value>(work: Promise<Value>): Promise<Value> {
    const signal = this.#signal;
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(signal.reason);
      if (signal.aborted) onAbort();
      signal.addEventListener("abort", onAbort);
      work.then(
        (value) => {
          signal.removeEventListener("abort", onAbort);
          resolve(value);
        },
        (error: unknown) => {
          signal.removeEventListener("abort", onAbort);
          // The call has heard why it ended, and what comes of the work is nothing to it.
          if (signal.aborted) return;
          if (error instanceof GeminiError) this.#sentElsewhere += error.attempts;
          resolve(rejectedCopyOf(error));
        },
      );
    });
  }

  /** Frees timers and listeners, for good. The call has settled. */
  close(): void {
    this.#closed = true;
    this.#cancelAlarm?.();
    for (const remove of this.#listeners.splice(0)) remove();
  }

  #deadline(phase: GeminiErrorPhase, limitMs: number, onPassed: Deadline["onPassed"]): Deadline | undefined {
    if (limitMs === Number.POSITIVE_INFINITY) return undefined;
    return { phase, limitMs, endsAt: this.clock.monotonic() + limitMs, onPassed };
  }

  /**
   * One timer for all deadlines: it is set anew only for one that ends sooner, and goes on to the next where it finds that
   * none has passed. The phases of a call that goes well cost no timers.
   */
  #wake(at: number): void {
    if (this.#closed || at >= this.#alarmAt) return;
    this.#cancelAlarm?.();
    this.#alarmAt = at;
    this.#cancelAlarm = this.clock.schedule(() => this.#look(), at - this.clock.monotonic());
  }

  #look(): void {
    this.#alarmAt = Number.POSITIVE_INFINITY;
    const now = this.clock.monotonic();
    const running = [this.#total, this.#ofPhase].filter((deadline) => deadline !== undefined);
    const passed = running.filter(({ endsAt }) => endsAt <= now).sort((one, other) => one.endsAt - other.endsAt);
    for (const deadline of passed) this.#pass(deadline);
    this.#wake(Math.min(endOf(this.#total), endOf(this.#ofPhase)));
  }

  #pass(deadline: Deadline): void {
    // What the one before did may have ended it: another phase was entered.
    if (deadline === this.#total) this.#total = undefined;
    else if (deadline === this.#ofPhase) this.#ofPhase = undefined;
    else return;
    const error = deadlinePassed(deadline.phase, deadline.limitMs, this.attempts);
    if (deadline.onPassed) deadline.onPassed(error);
    else this.stop(error);
  }
}

/** A rejection also where the copy cannot be made: a program can put stacks into words by itself, and fail. */
async function rejectedCopyOf(error: unknown): Promise<never> {
  throw error instanceof GeminiError ? error.with({}) : error;
}

function endOf(deadline: Deadline | undefined): number {
  return deadline?.endsAt ?? Number.POSITIVE_INFINITY;
}
