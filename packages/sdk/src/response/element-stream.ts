import { streamConsumed } from "../errors/call-errors.ts";
import { noElements } from "../errors/output-errors.ts";
import type { ChunkBuffer } from "./chunk-buffer.ts";
import { type Inspection, inspectSymbol, nameClass, printed } from "./printing.ts";
import { StreamChunkClass } from "./stream-chunk.ts";

/** The elements of an array that a stream writes. Has one iterator, as the stream has. */
export class ElementStream implements AsyncIterable<unknown, undefined, undefined> {
  static {
    nameClass(ElementStream, "ElementStream");
  }

  readonly #chunks: ChunkBuffer;
  readonly #leave: () => Promise<unknown>;
  #iterated = false;
  /** Elements that have been read; those before `#position` were delivered. */
  #ready: readonly unknown[] = [];
  #position = 0;
  #delivered = 0;
  #ended = false;
  /** How many calls of `next()` have not settled. They run one after the other, since elements are read in order. */
  #waiting = 0;
  #last: Promise<unknown> = Promise.resolve();

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
    return printed("ElementStream", this.toJSON(), inspection);
  }

  [Symbol.asyncIterator](): AsyncIterator<unknown, undefined, undefined> {
    if (this.#iterated) throw streamConsumed();
    this.#iterated = true;
    return {
      next: () => {
        // The first read runs in the flow of the loop, which it marks; see ChunkBuffer.onNext.
        const first = this.#waiting === 0 && !this.#hasReady && !this.#ended ? this.#chunks.next() : undefined;
        this.#waiting += 1;
        const next = first ? this.#next(first) : this.#last.then(() => this.#next(undefined));
        this.#last = next
          .catch(() => {})
          .then(() => {
            this.#waiting -= 1;
          });
        return next;
      },
      return: async () => {
        this.#ended = true;
        this.#ready = [];
        await this.#leave();
        return { done: true, value: undefined };
      },
    };
  }

  get #hasReady(): boolean {
    return this.#position < this.#ready.length;
  }

  async #next(first: ReturnType<ChunkBuffer["next"]> | undefined): Promise<IteratorResult<unknown, undefined>> {
    for (let read = first; !this.#hasReady && !this.#ended; read = undefined) {
      const { done, value } = await (read ?? this.#chunks.next(true));
      if (done) await this.#end();
      else this.#setReady((await StreamChunkClass.outputOf(value)?.takeElements()) ?? []);
    }
    if (!this.#hasReady) return { done: true, value: undefined };
    const element = this.#ready[this.#position];
    this.#position += 1;
    this.#delivered += 1;
    return { done: false, value: element };
  }

  /** The whole output has been validated; it also has the elements that could not be checked alone. */
  async #end(): Promise<void> {
    this.#ended = true;
    if (this.#chunks.cancelled) return;
    const { object } = await this.#chunks.response();
    if (!Array.isArray(object)) throw noElements();
    this.#setReady(object.slice(this.#delivered));
  }

  #setReady(elements: readonly unknown[]): void {
    this.#ready = elements;
    this.#position = 0;
  }
}
