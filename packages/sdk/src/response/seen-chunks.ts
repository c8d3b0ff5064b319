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

/** An attempt as the reader takes its chunks. */
interface ReadAttempt {
  /** Undefined: it has not been sent yet. */
  attempt: StreamedAttempt | undefined;
  /** The number of its chunks, known once its round has ended: the chunks after them are of the next attempt. */
  chunks: number;
}

/** Knows how much of a response the reader of its stream has seen, without keeping the chunks. */
export class SeenChunks {
  /** The reader takes chunks of the first attempt; the end of its round, or a restart chunk, leads to the next. */
  readonly #attempts: ReadAttempt[] = [notSent()];
  /** How many chunks of the first attempt the reader has taken. */
  #taken = 0;
  /** How many restart chunks the reader has still to take. */
  #restarts = 0;

  /** An attempt was sent. The chunks that are pushed from now on are of its events. */
  begin(attempt: StreamedAttempt): void {
    const last = this.#attempts.at(-1);
    if (last) last.attempt = attempt;
  }

  /** A restart chunk was pushed. */
  restart(): void {
    this.#restarts += 1;
    this.#attempts.push(notSent());
  }

  /** The chunks of the attempt were dropped, and the reader has taken none. */
  dropAttempt(): void {
    const last = this.#attempts.at(-1);
    if (last) last.attempt = undefined;
  }

  /** All chunks of the attempt were pushed. The next attempt is of another model call of the same exchange. */
  endRound(): void {
    const last = this.#attempts.at(-1);
    if (last) last.chunks = last.attempt?.received.eventCount ?? 0;
    this.#attempts.push(notSent());
  }

  /** The reader took this chunk. */
  take({ type }: StreamChunk): void {
    if (type === "content") {
      this.#skipRounds();
      this.#taken += 1;
    } else if (type === "restart") {
      this.#skipRounds();
      this.#restarts -= 1;
      this.#next();
    }
  }

  /** Whether the reader has taken chunks since the last restart that it took, of this round. */
  get hasTaken(): boolean {
    this.#skipRounds();
    return this.#taken > 0;
  }

  /** Whether the reader has still to take a restart chunk. */
  get hasRestartAhead(): boolean {
    return this.#restarts > 0;
  }

  /** The response of this round as far as the reader has seen it since the last restart. */
  seen(): SeenResponse | undefined {
    this.#skipRounds();
    const [first] = this.#attempts;
    // The rounds before are whole; their chunks may still be in the buffer.
    if (!first?.attempt || first.chunks !== UNKNOWN) return undefined;
    const { received, decode, model } = first.attempt;
    return { received: received.first(this.#taken, decode), model };
  }

  /** The response of this round as far as it was received, for a stream that nobody iterates. */
  received(): SeenResponse | undefined {
    return this.#attempts.at(-1)?.attempt;
  }

  #skipRounds(): void {
    while (this.#attempts.length > 1 && this.#taken >= (this.#attempts[0]?.chunks ?? UNKNOWN)) this.#next();
  }

  #next(): void {
    this.#attempts.shift();
    this.#taken = 0;
  }
}

const UNKNOWN = Number.POSITIVE_INFINITY;

function notSent(): ReadAttempt {
  return { attempt: undefined, chunks: UNKNOWN };
}
