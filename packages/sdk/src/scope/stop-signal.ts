import type { AbortSignalLike } from "../platform/web-types.ts";

/**
 * Signals that a call has been stopped. It has the interface of an AbortSignal, because every call needs one, and the
 * runtime's own is many times slower to create and to listen to. Listeners must not throw.
 */
export class StopSignal implements AbortSignalLike {
  #aborted = false;
  #reason: unknown;
  readonly #listeners = new Set<() => void>();

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    if (!this.#aborted) this.#listeners.add(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    this.#listeners.delete(listener);
  }

  /** Fires the signal. Later calls do nothing. */
  stop(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    for (const listener of this.#listeners) {
      this.#listeners.delete(listener);
      listener();
    }
  }
}
