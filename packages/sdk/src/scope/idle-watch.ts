import { deadlinePassed } from "../errors/connection-errors.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import type { CallScope } from "./call-scope.ts";

/**
 * The idle deadline of one body. It fails the reading and not the whole call, which may try again. What comes only moves
 * a number; the one timer looks at it when it fires, so that a fast stream costs no timers.
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

  /** Somebody waits for more from now on. */
  wait(): void {
    this.#since = this.#scope.clock.monotonic();
    this.#waits = true;
    if (!this.#armed) this.#arm(this.#scope.timeouts.idle);
  }

  /** Something came, and more is waited for. */
  progress(): void {
    this.#since = this.#scope.clock.monotonic();
  }

  /** Nobody waits: the reader works with what came. */
  rest(): void {
    this.#waits = false;
  }

  #arm(milliseconds: number): void {
    this.#armed = true;
    this.#scope.enterPhase("idle", milliseconds, () => this.#look());
  }

  #look(): void {
    this.#armed = false;
    // What ended the call before stays the reason.
    if (!this.#waits || this.#scope.signal.aborted) return;
    const { clock, timeouts } = this.#scope;
    const left = this.#since + timeouts.idle - clock.monotonic();
    if (left > 0) this.#arm(left);
    else this.#onStalled(deadlinePassed("idle", timeouts.idle));
  }
}
