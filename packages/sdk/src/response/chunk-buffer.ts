import { aborted } from "../errors/connection-errors.ts";
import type { Backpressure, Sink } from "../http/sink.ts";
import type { GenerateContentResponse } from "./generate-content-response.ts";
import { NextChunk, type PendingRead } from "./next-chunk.ts";
import { ResponsePromise } from "./response-promise.ts";
import { SeenChunks, type SeenResponse, type StreamedAttempt } from "./seen-chunks.ts";
import { type StreamChunk, StreamChunkClass } from "./stream-chunk.ts";
import type { StreamedOutput } from "./streamed-output.ts";

/**
 * Buffers chunks between a call, which pushes them as they arrive, and the stream's consumer, which takes them one by
 * one or waits for the whole response. All communication between the two goes through this class.
 *
 * A pushed chunk reaches the consumer with the next flush. Until an attempt is flushed, it can be retried without the
 * consumer noticing.
 */
export class ChunkBuffer implements Sink<StreamChunk, () => GenerateContentResponse>, Backpressure {
  /** Starts the call; undefined once it was started. */
  #start: ((chunks: ChunkBuffer) => void) | undefined;
  /** In order: chunks already taken, flushed chunks, chunks not flushed yet. */
  #chunks: StreamChunk[] = [];
  #nextChunk = 0;
  #flushedTo = 0;
  #delivered = false;
  readonly #seen = new SeenChunks();
  /** Set for calls with a schema. */
  #output: StreamedOutput | undefined;
  #isHeld = false;
  /** Whether the consumer iterates. */
  #iterated = false;
  #canRestart = true;
  #pendingReads: PendingRead[] = [];
  /** Whether `response()` or a cancellation waits for the end: the call then continues even if no chunks are taken. */
  #draining = false;
  /** Whether the iteration has ended: completed, failed or cancelled. */
  #ended = false;
  /** Whether the call has ended or failed. After a cancellation, this is later than the end of the iteration. */
  #settled = false;
  #cancelled = false;
  /** The error that the iteration has yet to throw. */
  #failure: { readonly error: unknown } | undefined;
  /** Assembles the whole response. Called on demand, because few consumers that iterate ask for it. */
  #makeResponse: (() => GenerateContentResponse) | undefined;
  readonly #response = new ResponsePromise();
  #onWanted: (() => void) | undefined;
  #onNext: (() => void) | undefined;
  #onCancel: ((keepPartial: boolean) => void) | undefined;

  /** `start` starts the call. It runs at the first `next()` or `response()`; if it throws, the stream fails. */
  constructor(start: (chunks: ChunkBuffer) => void) {
    this.#start = start;
  }

  // Methods for the call.

  /** An attempt was sent. The chunks that follow are of its events. `continues`: they go on where the last ones ended. */
  begin(attempt: StreamedAttempt, continues = false): void {
    this.#seen.begin(attempt);
    if (continues || !this.#output) return;
    this.#output.begin();
    this.#isHeld = this.#output.isDraft;
  }

  /** The chunks that are pushed from now on show the output of a call with a schema. */
  readOutput(output: StreamedOutput): void {
    this.#output = output;
  }

  /** Adds a chunk, which the consumer gets after the next flush. Ignored once the iteration has ended. */
  push(chunk: StreamChunk): void {
    if (this.#ended) return;
    this.#chunks.push(chunk);
    // What came before the call of a function is shown, as without a schema.
    if (chunk.type !== "content") this.#isHeld = false;
    else if (this.#output) StreamChunkClass.setOutput(chunk, this.#output.read(chunk));
  }

  flush(): void {
    if (this.#isHeld || this.#flushedTo === this.#chunks.length) return;
    this.#flushedTo = this.#chunks.length;
    this.#delivered = true;
    this.#serve();
  }

  /** The stream is complete. Drops chunks that were not flushed. `makeResponse` must return the same response each time. */
  end(makeResponse: () => GenerateContentResponse): void {
    if (this.#settled) return;
    this.#settled = true;
    this.#makeResponse = makeResponse;
    if (this.#draining) this.#response.resolve(makeResponse);
    this.#endIteration();
  }

  /** The stream failed. Drops chunks that were not flushed. */
  fail(error: unknown): void {
    if (this.#settled) return;
    this.#settled = true;
    if (!this.#ended) this.#failure = { error };
    this.#response.reject(error);
    this.#endIteration();
  }

  /** The progress of the stream. */
  get state(): "not started" | "running" | "ended" {
    if (this.#ended) return "ended";
    return this.#start ? "not started" : "running";
  }

  /** Whether the consumer may have received chunks of this attempt. */
  get delivered(): boolean {
    return this.#delivered;
  }

  /** Starts another attempt: drops chunks that were not flushed, and adds a restart chunk if any were delivered. */
  restart(): void {
    this.#chunks.length = this.#flushedTo;
    if (!this.#delivered) return;
    this.#seen.restart();
    this.push(StreamChunkClass.restart());
    this.flush();
    this.#delivered = false;
    if (!this.#canRestart) this.refuseRestarts();
  }

  /** A model call is complete, and another one of the same exchange follows, whose attempts can be retried again. */
  endRound(): void {
    this.flush();
    this.#seen.endRound();
    this.#delivered = false;
  }

  /** Drops the chunks of a model call that were held back. */
  dropDraft(): void {
    this.#chunks.length = this.#flushedTo;
    this.#seen.dropAttempt();
    this.#isHeld = false;
  }

  /** Whether another attempt may follow: the consumer accepts restarts, or has taken nothing yet. */
  get canRestart(): boolean {
    return this.#canRestart || !this.#seen.hasTaken;
  }

  /** Whether the consumer has got chunks that a restart takes back. */
  get hasTaken(): boolean {
    return this.#seen.hasTaken || this.#seen.hasRestartAhead;
  }

  /** What the consumer has seen: the chunks that `next()` has returned. If nobody iterates, everything that was received. */
  seen(): SeenResponse | undefined {
    return this.#iterated ? this.#seen.seen() : this.#seen.received();
  }

  /** Whether the consumer waits for more: for a chunk, or for the end. */
  get wanted(): boolean {
    return !this.#ended && (this.#draining || this.#pendingReads.length > 0);
  }

  onWanted(action: (() => void) | undefined): void {
    this.#onWanted = action;
  }

  /** Resolves when the consumer waits. Replaces the action of {@link onWanted}. */
  async untilWanted(): Promise<void> {
    if (!this.wanted) await new Promise<void>((resolve) => this.onWanted(resolve));
  }

  /**
   * Runs `action` in every `next()` that has to wait, in the caller's asynchronous context; see
   * conversation/busy-check.ts.
   */
  onNext(action: () => void): void {
    this.#onNext = action;
  }

  /** Runs `action` when the consumer cancels or leaves. The call then still has to end or fail, for `response()` alone. */
  onCancel(action: (keepPartial: boolean) => void): void {
    this.#onCancel = action;
  }

  // Methods for the consumer.

  /**
   * Returns the next chunk. Not async, so that {@link onNext} runs in the caller's asynchronous context. `again`: the caller
   * got a chunk that it has no use for, and continues to wait in the context of its first call.
   */
  next(again = false): Promise<IteratorResult<StreamChunk, undefined>> {
    this.#iterated = true;
    const chunk = this.#takeChunk();
    if (chunk) return Promise.resolve(new NextChunk(chunk));
    if (!this.#ended) this.#startOnce();
    // The start may have failed.
    if (this.#ended) return Promise.resolve(this.#lastResult());
    if (!again) this.#onNext?.();
    return new Promise((resolve) => {
      const waited = this.wanted;
      this.#pendingReads.push(resolve);
      if (!waited) this.#onWanted?.();
    });
  }

  /**
   * Reads to the end and returns the whole response, the same promise each time. Chunks stay in the buffer until they
   * are taken.
   */
  response(): Promise<GenerateContentResponse> {
    if (this.#makeResponse) this.#response.resolve(this.#makeResponse);
    else if (!this.#draining && !this.#ended) {
      const waited = this.wanted;
      this.#draining = true;
      this.#startOnce();
      if (!waited) this.#onWanted?.();
    }
    return this.#response.promise;
  }

  /** Whether the consumer ended the iteration before the stream was complete. */
  get cancelled(): boolean {
    return this.#cancelled;
  }

  /** Ends the iteration at once, without the chunks in the buffer. Resolves when the call has settled; never rejects. */
  async cancel(keepPartial: boolean): Promise<void> {
    if (this.#ended) return;
    this.#cancelled = true;
    this.dropChunks();
    this.#draining = true;
    this.#endIteration();
    if (this.#start) this.fail(aborted("options"));
    else this.#onCancel?.(keepPartial);
    await this.#response.promise.catch(() => {});
  }

  /** For a consumer that cannot take back what it has got. Drops what a restart in the buffer takes back. */
  refuseRestarts(): void {
    this.#canRestart = false;
    while (this.#seen.hasRestartAhead && this.#takeChunk());
  }

  /** Drops the chunks in the buffer. */
  dropChunks(): void {
    this.#chunks = [];
    this.#nextChunk = 0;
    this.#flushedTo = 0;
  }

  #startOnce(): void {
    const start = this.#start;
    if (!start) return;
    this.#start = undefined;
    try {
      start(this);
    } catch (error) {
      this.fail(error);
    }
  }

  #endIteration(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#chunks.length = this.#flushedTo;
    this.#serve();
  }

  /** Resolves waiting reads with flushed chunks and, once the iteration has ended, the rest of them with the end. */
  #serve(): void {
    while (this.#pendingReads.length > 0) {
      const chunk = this.#takeChunk();
      if (!chunk && !this.#ended) return;
      this.#pendingReads.shift()?.(chunk ? new NextChunk(chunk) : this.#lastResult());
    }
  }

  #takeChunk(): StreamChunk | undefined {
    const chunk = this.#shiftChunk();
    if (chunk) this.#seen.take(chunk);
    return chunk;
  }

  #shiftChunk(): StreamChunk | undefined {
    if (this.#nextChunk === this.#flushedTo) return undefined;
    // In the usual case, one chunk at a time, reuse the array.
    if (this.#chunks.length === 1) {
      this.#nextChunk = 0;
      this.#flushedTo = 0;
      return this.#chunks.pop();
    }
    const chunk = this.#chunks[this.#nextChunk];
    this.#nextChunk += 1;
    if (this.#nextChunk === this.#chunks.length) this.dropChunks();
    return chunk;
  }

  /** The failure is thrown once; after that, the iteration is done. */
  #lastResult(): IteratorReturnResult<undefined> | Promise<never> {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure ? Promise.reject(failure.error) : { done: true, value: undefined };
  }
}
