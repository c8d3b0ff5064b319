import type { Demand } from "../sse/demand.ts";
import type { Accumulator } from "./accumulator.ts";
import type { AnswerOutlet } from "./answer-feed.ts";
import type { ChunkReader } from "./read-answer.ts";
import { StreamChunk } from "./stream-chunk.ts";

/**
 * Hands the chunks of one try on. Chunks without content wait for the first that has some: until then, another try is
 * nobody's second answer.
 */
export class Delivery implements ChunkReader {
  #begun = false;
  readonly #answer: Accumulator;
  readonly #outlet: AnswerOutlet;
  readonly #demand: Demand;
  readonly #held: StreamChunk[] = [];

  /** `answer`: what came of this try. */
  constructor(answer: Accumulator, outlet: AnswerOutlet, demand: Demand) {
    this.#answer = answer;
    this.#outlet = outlet;
    this.#demand = demand;
  }

  /** Whether anything reached the reader. */
  get begun(): boolean {
    return this.#begun;
  }

  chunk(chunk: StreamChunk): void {
    if (this.#begun) this.#outlet.chunk(chunk);
    else this.#held.push(chunk);
  }

  flush(): void {
    if (!this.#begun) {
      if (!this.#answer.hasContent) return;
      this.#begun = true;
      for (const chunk of this.#held.splice(0)) this.#outlet.chunk(chunk);
    }
    this.#handOn();
  }

  /** Another try begins: says so where this one had. */
  restart(): void {
    if (!this.#begun) return;
    this.#outlet.chunk(StreamChunk.restart());
    this.#handOn();
  }

  #handOn(): void {
    this.#demand.meet();
    this.#outlet.flush();
  }
}
