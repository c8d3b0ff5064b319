import type { GeminiErrorPhase } from "../errors/codes.ts";
import { aborted, deadlinePassed } from "../errors/connection-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import type { HttpInfoSource } from "../errors/http-info.ts";
import type { EventIds, OnEvent } from "../platform/events.ts";
import type { Clock } from "../platform/platform.ts";
import { safeOnEvent, unheard } from "../platform/safe-on-event.ts";
import type { AbortSignalLike } from "../platform/web-types.ts";
import { listenForAbort } from "./listen-for-abort.ts";
import { StopSignal } from "./stop-signal.ts";
import type { ResolvedTimeouts } from "./timeouts.ts";

/** The parameters of a scope. */
export interface CallScopeInit {
  readonly clock: Clock;
  readonly timeouts: ResolvedTimeouts;
  readonly signals?: readonly (AbortSignalLike | null | undefined)[];
  readonly onEvent?: OnEvent | null | undefined;
}

/** A deadline of a call, and the action when it passes: without `onPassed`, it ends the call. */
class Deadline {
  readonly phase: GeminiErrorPhase;
  readonly limitMs: number;
  readonly endsAt: number;
  readonly onPassed: ((error: GeminiError) => void) | undefined;

  constructor(phase: GeminiErrorPhase, limitMs: number, endsAt: number, onPassed: Deadline["onPassed"]) {
    this.phase = phase;
    this.limitMs = limitMs;
    this.endsAt = endsAt;
    this.onPassed = onPassed;
  }
}

const NONE: readonly never[] = Object.freeze([]);

/** Ids count up from 1 over the whole process, so that no two calls share one, whatever platform they run on. */
let nextId = 1;

/**
 * One call from start to end: its deadlines, its abort, its count of attempts. The first of abort, deadline and
 * `stop()` wins and becomes `signal.reason`, a GeminiError. Every wait within the call also ends when `signal` fires.
 */
export class CallScope {
  /** The last HTTP response: of the last request, or of shared work that failed while this call waited for it. */
  lastResponse: HttpInfoSource | undefined;
  /** Replaced only before {@link start}. */
  timeouts: ResolvedTimeouts;
  readonly clock: Clock;
  readonly onEvent: OnEvent;
  /** Whether the caller listens to events. */
  readonly observed: boolean;
  readonly #signal = new StopSignal();
  #listeners: readonly (() => void)[] = NONE;
  #phase: GeminiErrorPhase = "options";
  #closed = false;
  #ids: EventIds = idsOfExchange();
  #modelCalls = 0;
  #attempts = 0;
  /** Attempts of each operation. */
  #attemptsOf: Record<string, number> = {};
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
      const onAbort = () => this.stop(aborted(this.#phase, signal));
      if (signal.aborted) onAbort();
      this.#listeners = [...this.#listeners, listenForAbort(signal, onAbort)];
    }
  }

  /** Fires once, with a GeminiError as its reason. */
  get signal(): AbortSignalLike {
    return this.#signal;
  }

  /** The phase that the call is in. */
  get phase(): GeminiErrorPhase {
    return this.#phase;
  }

  /** The ids of its events. */
  get ids(): EventIds {
    return this.#ids;
  }

  /** Begins the next model call of an exchange: it has a `callId` of its own, and its attempts count from 1. */
  beginModelCall(): void {
    this.#modelCalls += 1;
    if (this.#modelCalls === 1) return;
    this.#ids = { ...this.#ids, callId: nextId++ };
    this.#attemptsOf = {};
    this.lastResponse = undefined;
  }

  /** Requests sent for this call, and those of failed shared work that it waited for: the `attempts` of its error. */
  get attempts(): number {
    return this.#attempts;
  }

  /**
   * Counts a request that is about to be sent.
   * @returns its number among the requests of this operation, from 1: the `attempt` of its events.
   */
  countAttempt(operation: string): number {
    const attempt = (this.#attemptsOf[operation] ?? 0) + 1;
    this.#attemptsOf[operation] = attempt;
    this.#attempts += 1;
    this.lastResponse = undefined;
    return attempt;
  }

  /** Adds the attempts and the last response of shared work that failed while this call waited for it. */
  addFailedWork(work: CallScope): void {
    this.#attempts += work.attempts;
    this.lastResponse = work.lastResponse;
  }

  /** Milliseconds until the total deadline; Infinity if there is none. */
  get leftMs(): number {
    return this.#total ? this.#total.endsAt - this.clock.monotonic() : Number.POSITIVE_INFINITY;
  }

  /** Starts the total deadline. Called after the wait in the queue, which does not count. */
  start(phase: GeminiErrorPhase = "total", limitMs = this.timeouts.total): void {
    this.#total = this.#deadline(phase, limitMs, undefined);
    const { connect, headers, idle } = this.timeouts;
    // Early enough for the deadline of any first phase.
    this.#wake(this.clock.monotonic() + Math.min(limitMs, connect, headers, idle));
  }

  /** Cancels all deadlines until the next {@link start}: no model call is under way. */
  suspend(phase: GeminiErrorPhase): void {
    this.#total = undefined;
    this.enterPhase(phase);
  }

  /**
   * Enters a phase, which cancels the deadline of the previous one. With a limit (milliseconds), the phase's own
   * deadline starts. A deadline that passes ends the call, unless `onPassed` handles its error, for example by failing
   * one attempt.
   */
  enterPhase(
    phase: GeminiErrorPhase,
    limitMs = Number.POSITIVE_INFINITY,
    onPassed?: (error: GeminiError) => void,
  ): void {
    this.#phase = phase;
    this.#ofPhase = this.#deadline(phase, limitMs, onPassed);
    if (this.#ofPhase) this.#wake(this.#ofPhase.endsAt);
  }

  /** Ends the call with this reason, unless it has ended already. */
  stop(reason: GeminiError): void {
    this.#signal.stop(reason);
  }

  /** Throws the reason if the call has been stopped. */
  throwIfStopped(): void {
    if (this.#signal.aborted) throw this.#signal.reason;
  }

  /**
   * Waits for work that other calls may also wait for. Stopping this call does not stop the work. If the work fails,
   * all calls get the same error; each exchange copies it before it adds details.
   */
  waitFor<Value>(work: Promise<Value>): Promise<Value> {
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
          reject(error);
        },
      );
    });
  }

  /** Frees timers and listeners. Called when the call has settled. */
  close(): void {
    this.#closed = true;
    this.#cancelAlarm?.();
    for (const remove of this.#listeners) remove();
    this.#listeners = NONE;
  }

  #deadline(phase: GeminiErrorPhase, limitMs: number, onPassed: Deadline["onPassed"]): Deadline | undefined {
    if (limitMs === Number.POSITIVE_INFINITY) return undefined;
    return new Deadline(phase, limitMs, this.clock.monotonic() + limitMs, onPassed);
  }

  /**
   * One timer serves all deadlines. It is set again only for a deadline that ends sooner; if it fires and none has
   * passed, it is set for the next one. So the phases of a successful call create no timers.
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
    // Handling the previous deadline may have entered another phase, which cancelled this one.
    if (deadline === this.#total) this.#total = undefined;
    else if (deadline === this.#ofPhase) this.#ofPhase = undefined;
    else return;
    const error = deadlinePassed(deadline.phase, deadline.limitMs, this.timeouts.totalOption);
    if (deadline.onPassed) deadline.onPassed(error);
    else this.stop(error);
  }
}

function idsOfExchange(): EventIds {
  const id = nextId++;
  return { callId: id, exchangeId: id };
}

function endOf(deadline: Deadline | undefined): number {
  return deadline?.endsAt ?? Number.POSITIVE_INFINITY;
}
