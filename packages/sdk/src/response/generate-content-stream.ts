import { streamConsumed } from "../errors/call-errors.ts";
import { aborted } from "../errors/connection-errors.ts";
import type { GenerateContentResponse } from "./generate-content-response.ts";
import type { StreamChunk } from "./stream-chunk.ts";

/** Where a running answer goes, as it comes. The end, `response` or `failure`, comes last and once. */
export interface AnswerOutlet {
  /** Takes a chunk, which reaches the reader with the next `flush`. */
  readonly chunk: (chunk: StreamChunk) => void;
  readonly flush: () => void;
  /** Takes what puts the whole answer together, the same one each time. */
  readonly response: (make: () => GenerateContentResponse) => void;
  /** Hears a GeminiError. */
  readonly failure: (error: unknown) => void;
}

/** A running answer, as the stream object drives it. */
export interface StreamRun {
  /** Says that the reader waits: everything so far has been taken. */
  pull(): void;
  /** Ends it early and frees the connection. Gives what the conversation keeps, else rejects with a GeminiError. */
  stop(keepPartial: boolean): Promise<GenerateContentResponse>;
  /** Called within the caller's own `next()`, before anything is awaited. */
  entered?(): void;
  /** Told whether more is coming in, so that the reader waits for the server. */
  reading?(waits: boolean): void;
}

/** Tells somebody who waits for the next chunk. */
type Waiter = (result: NextChunk | Promise<IteratorResult<StreamChunk, undefined>>) => void;

/** Made for every chunk: a class and no literal, see plain-event.ts. */
class NextChunk implements IteratorYieldResult<StreamChunk> {
  readonly done = false;
  readonly value: StreamChunk;

  constructor(value: StreamChunk) {
    this.value = value;
  }
}

/**
 * A streamed answer. It starts at the first iteration or `response()`, and can be iterated once.
 *
 * ```ts
 * for await (const chunk of stream) process.stdout.write(chunk.textDelta);
 * const whole = await stream.response();
 * ```
 *
 * Leaving the loop early cancels the answer and adds nothing to the conversation. An iterator that is driven by hand and
 * left without `return()` or {@link cancel} keeps its connection, and the process, until the total deadline.
 */
export class GenerateContentStream implements AsyncIterable<StreamChunk, undefined, undefined> {
  readonly #start: (outlet: AnswerOutlet) => StreamRun;
  #run: StreamRun | undefined;
  #iterated = false;
  #draining = false;
  #ended = false;
  /** Set until the iterator has thrown it. */
  #failure: { readonly error: unknown } | undefined;
  #chunks: StreamChunk[] = [];
  #nextChunk = 0;
  #waiters: Waiter[] = [];
  /** Set when the answer is whole. Few who iterate ask for it, so that it waits for the first who does. */
  #make: (() => GenerateContentResponse) | undefined;
  readonly #whole: Promise<GenerateContentResponse>;
  #resolveWhole!: (response: GenerateContentResponse) => void;
  #rejectWhole!: (error: unknown) => void;

  /** @internal Made by clients. */
  constructor(start: (outlet: AnswerOutlet) => StreamRun) {
    this.#start = start;
    this.#whole = new Promise((resolve, reject) => {
      this.#resolveWhole = resolve;
      this.#rejectWhole = reject;
    });
    // Nobody has to ask for the whole; its failure then reaches the caller through the iterator alone.
    this.#whole.catch(() => {});
  }

  /** Iterates the chunks. Fails with the answer's GeminiError; a second iterator fails with `stream_consumed`. */
  [Symbol.asyncIterator](): AsyncIterator<StreamChunk, undefined, undefined> {
    if (this.#iterated) throw streamConsumed();
    this.#iterated = true;
    return { next: () => this.#next(), return: () => this.#return() };
  }

  /**
   * The whole answer with parts merged. May be called before, during or after iteration, as often as wanted; it reads
   * the stream to its end, and chunks that nobody has iterated wait in memory. Fails as the iteration does.
   */
  response(): Promise<GenerateContentResponse> {
    if (this.#make) this.#putTogether(this.#make);
    else if (!this.#draining && !this.#ended) {
      this.#draining = true;
      this.#ask();
    }
    return this.#whole;
  }

  /**
   * Ends the answer: iteration ends quietly, `response()` fails with `aborted` (its `partial` holds what came), nothing
   * is added to the conversation.
   * With `keepPartial`, what came is added as the model's turn, and `response()` gives it.
   */
  cancel(options: { readonly keepPartial?: boolean | undefined } = {}): void {
    void this.#stop(options.keepPartial === true);
  }

  // Not async, so that the run can mark the caller's own flow; see conversation/busy-check.ts.
  #next(): Promise<IteratorResult<StreamChunk, undefined>> {
    const chunk = this.#takeChunk();
    if (chunk) return Promise.resolve(new NextChunk(chunk));
    if (this.#ended) return this.#atEnd();
    this.#started().entered?.();
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.#ask();
    });
  }

  async #atEnd(): Promise<IteratorResult<StreamChunk, undefined>> {
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure) throw failure.error;
    return { done: true, value: undefined };
  }

  async #return(): Promise<IteratorResult<StreamChunk, undefined>> {
    this.#dropChunks();
    await this.#stop(false);
    return { done: true, value: undefined };
  }

  #takeChunk(): StreamChunk | undefined {
    // One at a time, as a model writes: the array stays as it is.
    if (this.#chunks.length === 1) {
      this.#nextChunk = 0;
      return this.#chunks.pop();
    }
    const chunk = this.#chunks[this.#nextChunk];
    if (!chunk) return undefined;
    this.#nextChunk += 1;
    if (this.#nextChunk === this.#chunks.length) this.#dropChunks();
    return chunk;
  }

  #dropChunks(): void {
    this.#chunks = [];
    this.#nextChunk = 0;
  }

  #started(): StreamRun {
    this.#run ??= this.#start({
      chunk: (chunk) => {
        if (!this.#ended) this.#chunks.push(chunk);
      },
      flush: () => this.#onFlush(),
      response: (make) =>
        this.#onEnd(() => {
          this.#make = make;
          if (this.#draining) this.#putTogether(make);
        }),
      failure: (error) =>
        this.#onEnd(() => {
          this.#failure = { error };
          this.#rejectWhole(error);
        }),
    });
    return this.#run;
  }

  /** Whoever waits, waits for the server from here on. */
  #ask(): void {
    const run = this.#started();
    run.reading?.(true);
    run.pull();
  }

  #onFlush(): void {
    if (this.#ended) return;
    this.#run?.reading?.(false);
    this.#serve();
    if (this.#draining || this.#waiters.length > 0) this.#ask();
  }

  #onEnd(settleWhole: () => void): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#run?.reading?.(false);
    settleWhole();
    this.#serve();
  }

  #serve(): void {
    while (this.#waiters.length > 0) {
      const chunk = this.#takeChunk();
      if (!chunk && !this.#ended) return;
      const waiter = this.#waiters.shift();
      waiter?.(chunk ? new NextChunk(chunk) : this.#atEnd());
    }
  }

  /** What fails here, such as text beyond the runtime's longest string, is a failure of the answer. */
  #putTogether(make: () => GenerateContentResponse): void {
    try {
      this.#resolveWhole(make());
    } catch (error) {
      this.#rejectWhole(error);
    }
  }

  async #stop(keepPartial: boolean): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#dropChunks();
    try {
      if (!this.#run) throw aborted("options");
      this.#run.reading?.(false);
      const stopped = this.#run.stop(keepPartial);
      this.#serve();
      this.#resolveWhole(await stopped);
    } catch (error) {
      this.#rejectWhole(error);
    }
  }
}
