import type { ModelRef } from "../conversation/turn.ts";
import type { Accumulator } from "./accumulator.ts";
import type { Decode } from "./generate-content-event.ts";
import type { StreamChunk } from "./stream-chunk.ts";

/** One attempt of a streamed call. */
export interface StreamedAttempt {
  /** Gets the event of every chunk that is pushed, in the same order. */
  readonly received: Accumulator;
  readonly decode: Decode;
  readonly model: ModelRef | undefined;
}

/** What the reader of a stream has seen of the response, and the model that made it. */
export type SeenResponse = Pick<StreamedAttempt, "received" | "model">;

/** Knows how much of a response the reader of its stream has seen, without keeping the chunks. */
export class SeenChunks {
  /**
   * The reader takes chunks of the first attempt; each restart chunk that it has not taken yet leads to the next. Undefined:
   * that attempt has not been sent yet.
   */
  readonly #attempts: (StreamedAttempt | undefined)[] = [undefined];
  /** How many chunks of the first attempt the reader has taken. */
  #taken = 0;

  /** An attempt was sent. The chunks that are pushed from now on are of its events. */
  begin(attempt: StreamedAttempt): void {
    this.#attempts[this.#attempts.length - 1] = attempt;
  }

  /** A restart chunk was pushed. */
  restart(): void {
    this.#attempts.push(undefined);
  }

  /** The reader took this chunk. */
  take(chunk: StreamChunk): void {
    if (chunk.type === "content") this.#taken += 1;
    else {
      this.#attempts.shift();
      this.#taken = 0;
    }
  }

  /** Whether the reader has taken chunks since the last restart that it took. */
  get hasTaken(): boolean {
    return this.#taken > 0;
  }

  /** Whether the reader has still to take a restart chunk. */
  get hasRestartAhead(): boolean {
    return this.#attempts.length > 1;
  }

  /** The response as far as the reader has seen it since the last restart. */
  seen(): SeenResponse | undefined {
    const attempt = this.#attempts[0];
    return attempt && { received: attempt.received.first(this.#taken, attempt.decode), model: attempt.model };
  }

  /** The response as far as it was received, for a stream that nobody iterates. */
  received(): SeenResponse | undefined {
    return this.#attempts.at(-1);
  }
}
