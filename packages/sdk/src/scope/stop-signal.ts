import type { AbortSignalLike } from "../platform/web-types.ts";

/**
 * How those who wait within a call hear that it has been stopped. Heard as an AbortSignal is; the runtime's own costs many
 * times as much to make and to listen to, and every call needs one. Listeners do not throw.
 */
export class StopSignal implements AbortSignalLike {
  #aborted = false;
  #reason: unknown;
  /** A few at a time. */
  readonly #listeners: (() => void)[] = [];

  get aborted(): boolean {
    return this.#aborted;
  }

  get reason(): unknown {
    return this.#reason;
  }

  addEventListener(_type: "abort", listener: () => void): void {
    if (!this.#aborted) this.#listeners.push(listener);
  }

  removeEventListener(_type: "abort", listener: () => void): void {
    const at = this.#listeners.indexOf(listener);
    if (at !== -1) this.#listeners.splice(at, 1);
  }

  /** Fires, the first time only. */
  stop(reason: unknown): void {
    if (this.#aborted) return;
    this.#aborted = true;
    this.#reason = reason;
    for (let next = this.#listeners.shift(); next; next = this.#listeners.shift()) next();
  }
}
