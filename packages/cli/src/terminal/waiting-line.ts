const TEXT = "Thinking …";

/** A stream that may be a terminal, such as `process.stderr`. */
interface MaybeTerminal {
  readonly isTTY?: boolean;
  /** Its width in characters, if it is a terminal that says so. */
  readonly columns?: number;
  write(text: string): unknown;
}

/** Says on a terminal that the command waits for the answer, until something else is written. Needs no escape sequences. */
export class WaitingLine {
  readonly #stream: MaybeTerminal;
  #isShown = false;

  constructor(stream: MaybeTerminal) {
    this.#stream = stream;
  }

  /** Writes the line if the stream is a terminal that is wide enough: a line in two rows cannot be erased. */
  show(): void {
    const { isTTY, columns = 0 } = this.#stream;
    if (isTTY !== true || (columns > 0 && columns <= TEXT.length)) return;
    this.#isShown = true;
    this.#stream.write(TEXT);
  }

  /** Erases the line if it is shown. */
  hide(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#stream.write(`\r${" ".repeat(TEXT.length)}\r`);
  }
}
