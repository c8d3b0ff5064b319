import { deadlinePassed } from "../errors/connection-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "./call-scope.ts";

/**
 * The idle deadline of one body. If it passes, reading the body fails, but not the whole call, which may retry.
 * Arriving data only updates a timestamp, which a single timer checks when it fires, so that a fast stream needs no new
 * timers.
 */
export class IdleWatch {
  readonly #scope: CallScope;
  readonly #onStalled: (error: GeminiError) => void;
  #since = 0;
  #waits = false;
  #armed = false;

  constructor(scope: CallScope, onStalled: (error: GeminiError) => void) {
    this.#scope = scope;
    this.#onStalled = onStalled;
    scope.enterPhase("idle");
    this.wait();
  }

  /** Starts the deadline: someone waits for data from now on. */
  wait(): void {
    this.#since = this.#scope.clock.monotonic();
    this.#waits = true;
    if (!this.#armed) this.#arm(this.#scope.timeouts.idle);
  }

  /** Restarts the deadline: data arrived, and someone waits for more. */
  progress(): void {
    this.#since = this.#scope.clock.monotonic();
  }

  /** Suspends the deadline: nobody waits while the reader processes the data. */
  rest(): void {
    this.#waits = false;
  }

  #arm(milliseconds: number): void {
    this.#armed = true;
    this.#scope.enterPhase("idle", milliseconds, () => this.#look());
  }

  #look(): void {
    this.#armed = false;
    // If the call has already ended, keep its reason.
    if (!this.#waits || this.#scope.signal.aborted) return;
    const { clock, timeouts } = this.#scope;
    const left = this.#since + timeouts.idle - clock.monotonic();
    if (left > 0) this.#arm(left);
    else this.#onStalled(deadlinePassed("idle", timeouts.idle));
  }
}
