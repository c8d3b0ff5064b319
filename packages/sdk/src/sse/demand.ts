/** Whether somebody waits for more of a stream, as its reader tells its source. */
export class Demand {
  #waits = false;
  #tell: (() => void) | undefined;

  /** Whether somebody waits. */
  get waits(): boolean {
    return this.#waits;
  }

  /** The reader has used up what it got, and waits. */
  ask(): void {
    if (this.#waits) return;
    this.#waits = true;
    this.#tell?.();
  }

  /** The reader has got something. */
  meet(): void {
    this.#waits = false;
  }

  /** Runs `action` whenever the reader begins to wait, in place of what ran before. */
  onAsked(action: (() => void) | undefined): void {
    this.#tell = action;
  }

  /** Resolves when somebody waits. */
  async untilAsked(): Promise<void> {
    if (!this.#waits) await new Promise<void>((resolve) => this.onAsked(resolve));
  }
}
