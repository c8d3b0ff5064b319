import { aborted } from "../errors/connection-errors.ts";
import type { GenerateContentResponse } from "./generate-content-response.ts";
import type { StreamChunk } from "./stream-chunk.ts";

/** Where a running answer goes, as it comes. The end, `response` or `failure`, comes last and once. */
export interface AnswerOutlet {
  /** Takes a chunk, which reaches the reader with the next `flush`. */
  chunk(chunk: StreamChunk): void;
  flush(): void;
  /** Takes what puts the whole answer together, the same one each time. */
  response(make: () => GenerateContentResponse): void;
  /** Hears a GeminiError. */
  failure(error: unknown): void;
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
type Waiter = (result: IteratorResult<StreamChunk, undefined> | Promise<never>) => void;

/** Made for every chunk: a class and no literal, see plain/plain-event-reader.ts. */
class NextChunk implements IteratorYieldResult<StreamChunk> {
  readonly done = false;
  readonly value: StreamChunk;

  constructor(value: StreamChunk) {
    this.value = value;
  }
}

/** Between an answer, which brings chunks as they come, and its reader, who asks for them one at a time or for the whole. */
export class AnswerFeed implements AnswerOutlet {
  /** Made when somebody asks for it, or rejected with why there is none. */
  readonly whole: Promise<GenerateContentResponse>;
  #resolveWhole!: (response: GenerateContentResponse) => void;
  #rejectWhole!: (error: unknown) => void;
  readonly #start: (outlet: AnswerOutlet) => StreamRun;
  #run: StreamRun | undefined;
  #draining = false;
  #ended = false;
  /** Set until the reader has heard it. */
  #failure: { readonly error: unknown } | undefined;
  #chunks: StreamChunk[] = [];
  #nextChunk = 0;
  #waiters: Waiter[] = [];
  /** Set when the answer is whole. Few who iterate ask for it, so that it waits for the first who does. */
  #make: (() => GenerateContentResponse) | undefined;

  /** Nothing starts before somebody asks. */
  constructor(start: (outlet: AnswerOutlet) => StreamRun) {
    this.#start = start;
    this.whole = new Promise((resolve, reject) => {
      this.#resolveWhole = resolve;
      this.#rejectWhole = reject;
    });
    // Nobody has to ask for the whole; its failure then reaches the caller through the chunks alone.
    this.whole.catch(() => {});
  }

  /** The next chunk. Not async, so that the run can mark the caller's own flow; see conversation/busy-check.ts. */
  next(): Promise<IteratorResult<StreamChunk, undefined>> {
    const chunk = this.#takeChunk();
    if (chunk) return Promise.resolve(new NextChunk(chunk));
    if (this.#ended) return Promise.resolve(this.#atEnd());
    this.#started().entered?.();
    return new Promise((resolve) => {
      this.#waiters.push(resolve);
      this.#ask();
    });
  }

  /** Reads to the end, whoever takes the chunks. */
  drain(): void {
    if (this.#make) this.#putTogether(this.#make);
    else if (!this.#draining && !this.#ended) {
      this.#draining = true;
      this.#ask();
    }
  }

  /** Ends it early. Chunks that wait are dropped. */
  async stop(keepPartial: boolean): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.dropChunks();
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

  /** What waits is read by nobody. */
  dropChunks(): void {
    this.#chunks = [];
    this.#nextChunk = 0;
  }

  chunk(chunk: StreamChunk): void {
    if (!this.#ended) this.#chunks.push(chunk);
  }

  flush(): void {
    if (this.#ended) return;
    this.#run?.reading?.(false);
    this.#serve();
    if (this.#draining || this.#waiters.length > 0) this.#ask();
  }

  response(make: () => GenerateContentResponse): void {
    if (this.#ended) return;
    this.#end();
    this.#make = make;
    if (this.#draining) this.#putTogether(make);
    this.#serve();
  }

  failure(error: unknown): void {
    if (this.#ended) return;
    this.#end();
    this.#failure = { error };
    this.#rejectWhole(error);
    this.#serve();
  }

  #end(): void {
    this.#ended = true;
    this.#run?.reading?.(false);
  }

  /** The failure is heard once. */
  #atEnd(): IteratorReturnResult<undefined> | Promise<never> {
    const failure = this.#failure;
    this.#failure = undefined;
    return failure ? Promise.reject(failure.error) : { done: true, value: undefined };
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
    if (this.#nextChunk === this.#chunks.length) this.dropChunks();
    return chunk;
  }

  #started(): StreamRun {
    this.#run ??= this.#start(this);
    return this.#run;
  }

  /** Whoever waits, waits for the server from here on. */
  #ask(): void {
    const run = this.#started();
    run.reading?.(true);
    run.pull();
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
}
