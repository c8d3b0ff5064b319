import { deadlinePassed } from "../errors/connection-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "./call-scope.ts";

/**
 * The idle deadline of one body. It fails the reading of the body, not the whole call, which may retry. Data that
 * arrives only changes a number, and one timer checks that number when it fires, so that a fast stream costs no timers.
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

  /** Data came, and someone waits for more: the deadline starts again. */
  progress(): void {
    this.#since = this.#scope.clock.monotonic();
  }

  /** Suspends the deadline: nobody waits while the reader works on the data. */
  rest(): void {
    this.#waits = false;
  }

  #arm(milliseconds: number): void {
    this.#armed = true;
    this.#scope.enterPhase("idle", milliseconds, () => this.#look());
  }

  #look(): void {
    this.#armed = false;
    // If the call has ended already, its reason stays.
    if (!this.#waits || this.#scope.signal.aborted) return;
    const { clock, timeouts } = this.#scope;
    const left = this.#since + timeouts.idle - clock.monotonic();
    if (left > 0) this.#arm(left);
    else this.#onStalled(deadlinePassed("idle", timeouts.idle));
  }
}
