import type { Writable } from "node:stream";

/** How long pieces are collected. Their reader is a program, which does not notice. */
const HOLD_MS = 100;

/** Writes text to a standard stream, one piece after the other, no faster than its reader reads it. */
export class Output {
  readonly #stream: Writable;
  readonly #onError: (error: NodeJS.ErrnoException) => void;
  readonly #beforeWrite: () => void;
  #atLineStart = true;
  #isBroken = false;
  #waits = true;
  /** Pieces that are not yet written. */
  #held = "";
  #holding: NodeJS.Timeout | undefined;
  /** Settles when the stream has accepted the pieces that were collected last. */
  #released: Promise<void> | undefined;
  /** Ends the waiting of each write that the stream has not accepted yet. */
  readonly #waiting = new Set<() => void>();

  /**
   * `onError` is called with the first error of the stream, such as EPIPE; everything written after it is dropped.
   * `beforeWrite` is called before each write.
   */
  constructor(stream: Writable, onError: (error: NodeJS.ErrnoException) => void, beforeWrite: () => void = () => {}) {
    this.#stream = stream;
    this.#onError = onError;
    this.#beforeWrite = beforeWrite;
    // Without a listener, an error of the stream would crash the process.
    stream.on("error", (error) => this.#break(error));
  }

  /** Resolves when the stream has accepted or dropped the text. `look` styles it, such as `dim`. */
  write(text: string, look: (text: string) => string = (plain) => plain): Promise<void> {
    if (text === "" || this.#isBroken) return Promise.resolve();
    this.#beforeWrite();
    this.#atLineStart = text.endsWith("\n");
    return new Promise((resolve) => {
      this.#waiting.add(resolve);
      this.#stream.write(look(text), (error) => {
        if (error) this.#break(error);
        this.#waiting.delete(resolve);
        resolve();
      });
      if (!this.#waits) resolve();
    });
  }

  /**
   * Writes a piece of a text that goes on. Except to a terminal, the pieces of a moment are written together, so that a
   * short answer and its line end are one write: those of several commands that write to one pipe, as `xargs -P` runs
   * them, stay on their own lines.
   */
  async writePiece(text: string): Promise<void> {
    if (text === "") return;
    if ("isTTY" in this.#stream && this.#stream.isTTY) return this.write(text);
    this.#held += text;
    this.#holding ??= setTimeout(() => {
      this.#released = this.write(this.#takeHeld());
    }, HOLD_MS);
    await this.#released;
  }

  /** Ends the current line, if it is not empty. */
  async endLine(): Promise<void> {
    const held = this.#takeHeld();
    const isEnded = held === "" ? this.#atLineStart : held.endsWith("\n");
    await this.write(isEnded ? held : `${held}\n`);
  }

  #takeHeld(): string {
    clearTimeout(this.#holding);
    this.#holding = undefined;
    const held = this.#held;
    this.#held = "";
    return held;
  }

  /** From now on, writes do not wait for the reader, including those that wait already. */
  stopWaiting(): void {
    this.#waits = false;
    for (const resolve of this.#waiting) resolve();
  }

  #break(error: NodeJS.ErrnoException): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#onError(error);
  }
}
