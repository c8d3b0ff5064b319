import type { Writable } from "node:stream";

/** Text out to one of the standard streams, one piece after the other, no faster than its reader takes it. */
export class Output {
  readonly #stream: Writable;
  readonly #onError: (error: NodeJS.ErrnoException) => void;
  #atLineStart = true;
  #isBroken = false;
  #waits = true;
  #goOn = () => {};

  /** `onError` hears the first error of the stream, such as EPIPE; what is written after that is dropped. */
  constructor(stream: Writable, onError: (error: NodeJS.ErrnoException) => void) {
    this.#stream = stream;
    this.#onError = onError;
    // Without a listener, an error of the stream would end the process with a stack.
    stream.on("error", (error) => this.#break(error));
  }

  /** Resolves when the text has been handed on, or never will be. `look` changes how it looks, such as `dim`. */
  write(text: string, look: (text: string) => string = (plain) => plain): Promise<void> {
    if (text === "" || this.#isBroken) return Promise.resolve();
    this.#atLineStart = text.endsWith("\n");
    return new Promise((resolve) => {
      this.#goOn = resolve;
      this.#stream.write(look(text), (error) => {
        if (error) this.#break(error);
        resolve();
      });
      if (!this.#waits) resolve();
    });
  }

  /** Ends a line that was begun. */
  async endLine(): Promise<void> {
    if (!this.#atLineStart) await this.write("\n");
  }

  /** From now on no write waits for the reader, the one under way included. */
  stopWaiting(): void {
    this.#waits = false;
    this.#goOn();
  }

  #break(error: NodeJS.ErrnoException): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#onError(error);
  }
}
