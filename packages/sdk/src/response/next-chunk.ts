import type { StreamChunk } from "./stream-chunk.ts";

/** Resolves a `next()` that waits for its chunk. */
export type PendingRead = (result: IteratorResult<StreamChunk, undefined> | Promise<never>) => void;

/** Created for every chunk. A class rather than a literal, for the reason in plain/plain-event-reader.ts. */
export class NextChunk implements IteratorYieldResult<StreamChunk> {
  static {
    // Printed, and compared by test runners, as the literal that it stands for.
    Object.defineProperty(NextChunk.prototype, "constructor", { value: Object });
  }

  readonly done = false;
  readonly value: StreamChunk;

  constructor(value: StreamChunk) {
    this.value = value;
  }
}
