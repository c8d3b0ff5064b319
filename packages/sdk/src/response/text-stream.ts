import { streamConsumed } from "../errors/call-errors.ts";
import type { ChunkBuffer } from "./chunk-buffer.ts";
import { type Inspection, inspectSymbol, nameClass, printed } from "./printing.ts";

/** The text of a stream, piece by piece. Has one iterator, as the stream has. */
export class TextStream implements AsyncIterable<string, undefined, undefined> {
  static {
    nameClass(TextStream, "TextStream");
  }

  readonly #chunks: ChunkBuffer;
  readonly #leave: () => Promise<unknown>;
  #iterated = false;

  /** `leave` runs when the loop is left early. */
  constructor(chunks: ChunkBuffer, leave: () => Promise<unknown>) {
    chunks.refuseRestarts();
    this.#chunks = chunks;
    this.#leave = leave;
  }

  toJSON(): object {
    return { state: this.#chunks.state };
  }

  [inspectSymbol](...inspection: Inspection): unknown {
    return printed("TextStream", this.toJSON(), inspection);
  }

  [Symbol.asyncIterator](): AsyncIterator<string, undefined, undefined> {
    if (this.#iterated) throw streamConsumed();
    this.#iterated = true;
    return {
      // The first next() runs in the flow of the loop, which it marks; see ChunkBuffer.onNext.
      next: () => nextText(this.#chunks, this.#chunks.next()),
      return: async () => {
        await this.#leave();
        return { done: true, value: undefined };
      },
    };
  }
}

/** Skips chunks without text: thoughts, function calls, token counts. */
async function nextText(
  chunks: ChunkBuffer,
  first: ReturnType<ChunkBuffer["next"]>,
): Promise<IteratorResult<string, undefined>> {
  for (let read = first; ; read = chunks.next(true)) {
    const { done, value } = await read;
    if (done) return { done, value: undefined };
    const text = value.textDelta;
    if (text !== "") return { done: false, value: text };
  }
}
