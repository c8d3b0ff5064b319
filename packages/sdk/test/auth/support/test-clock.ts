import { ManualClock } from "../../support/platform.ts";

/** How often a stored login is read again after Google has refused its refresh token. */
export const REREAD_EVERY_MS = 50;

/** A clock on which the second of rereading a refused login takes no time. */
export function clockWithoutRereading(): TestClock {
  const clock = new TestClock();
  clock.passQuickly(REREAD_EVERY_MS);
  return clock;
}

/** A manual clock on which a test can wait for a timer to be scheduled, let timers fire by themselves, or set the time. */
export class TestClock extends ManualClock {
  #offset = 0;
  readonly #quick = new Set<number>();
  readonly #begun: number[] = [];
  readonly #listeners: { readonly milliseconds: number; readonly resolve: () => void }[] = [];

  override now(): number {
    return super.now() + this.#offset;
  }

  override schedule(action: () => void, milliseconds: number): () => void {
    const dueAt = super.now() + milliseconds;
    if (this.#quick.has(milliseconds)) setImmediate(() => this.advance(Math.max(0, dueAt - super.now())));
    const listening = this.#listeners.findIndex((listener) => listener.milliseconds === milliseconds);
    if (listening === -1) this.#begun.push(milliseconds);
    else this.#listeners.splice(listening, 1)[0]?.resolve();
    return super.schedule(action, milliseconds);
  }

  /** Sets the time without running what is due, as a user or a laptop's lid does. */
  jump(milliseconds: number): void {
    this.#offset += milliseconds;
  }

  /** Resolves when a wait of so many milliseconds has begun; each wait counts once. */
  waitBegun(milliseconds: number): Promise<void> {
    const index = this.#begun.indexOf(milliseconds);
    if (index === -1) return new Promise((resolve) => this.#listeners.push({ milliseconds, resolve }));
    this.#begun.splice(index, 1);
    return Promise.resolve();
  }

  /** Lets every wait of so many milliseconds pass as soon as it has begun. */
  passQuickly(milliseconds: number): void {
    this.#quick.add(milliseconds);
  }
}
