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
  #limitMs: number;
  #since = 0;
  #waits = false;
  #armed = false;

  /** `firstMs`: the deadline up to the first data, which {@link begin} ends. */
  constructor(scope: CallScope, onStalled: (error: GeminiError) => void, firstMs = scope.timeouts.idle) {
    this.#scope = scope;
    this.#limitMs = firstMs;
    this.#onStalled = onStalled;
    scope.enterPhase("idle");
    this.wait();
  }

  /** The first data arrived: from now on, the deadline is `timeouts.idle`. May be called again. */
  begin(): void {
    const { idle } = this.#scope.timeouts;
    if (this.#limitMs === idle) return;
    this.#limitMs = idle;
    if (this.#armed) this.#arm(idle);
  }

  /** Starts the deadline: someone waits for data from now on. */
  wait(): void {
    this.#since = this.#scope.clock.monotonic();
    this.#waits = true;
    if (!this.#armed) this.#arm(this.#limitMs);
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
    const left = this.#since + this.#limitMs - this.#scope.clock.monotonic();
    if (left > 0) this.#arm(left);
    else this.#onStalled(deadlinePassed("idle", this.#limitMs));
  }
}
