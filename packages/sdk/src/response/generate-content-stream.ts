import { streamConsumed } from "../errors/call-errors.ts";
import { aborted } from "../errors/connection-errors.ts";
import type { GenerateContentResponse } from "./generate-content-response.ts";
import type { StreamChunk } from "./stream-chunk.ts";

/** A running answer, as the stream object drives it. */
export interface StreamRun {
  /** The next chunks, or the whole answer at the end. Rejects with a GeminiError. One call at a time. */
  next(): Promise<{ readonly chunks: readonly StreamChunk[] } | { readonly response: GenerateContentResponse }>;
  /** Ends it early and frees the connection. Gives what the conversation keeps, else rejects with a GeminiError. */
  stop(keepPartial: boolean): Promise<GenerateContentResponse>;
  /** Called within the caller's own `next()`, before anything is awaited. */
  entered?(): void;
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
  readonly #start: () => StreamRun;
  #run: StreamRun | undefined;
  #iterated = false;
  #pulling: Promise<void> | undefined;
  #draining = false;
  #ended = false;
  /** Set until the iterator has thrown it. */
  #failure: { readonly error: unknown } | undefined;
  #chunks: StreamChunk[] = [];
  #nextChunk = 0;
  readonly #whole: Promise<GenerateContentResponse>;
  #resolveWhole!: (response: GenerateContentResponse) => void;
  #rejectWhole!: (error: unknown) => void;

  /** @internal Made by clients. */
  constructor(start: () => StreamRun) {
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
    if (!this.#draining && !this.#ended) {
      this.#draining = true;
      void this.#drain();
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
    if (chunk) return Promise.resolve({ done: false, value: chunk });
    if (!this.#ended) this.#started().entered?.();
    return this.#nextAfterPull();
  }

  async #nextAfterPull(): Promise<IteratorResult<StreamChunk, undefined>> {
    for (;;) {
      const chunk = this.#takeChunk();
      if (chunk) return { done: false, value: chunk };
      if (this.#failure) {
        const { error } = this.#failure;
        this.#failure = undefined;
        throw error;
      }
      if (this.#ended) return { done: true, value: undefined };
      await this.#pull();
    }
  }

  async #return(): Promise<IteratorResult<StreamChunk, undefined>> {
    this.#chunks = [];
    await this.#stop(false);
    return { done: true, value: undefined };
  }

  #takeChunk(): StreamChunk | undefined {
    const chunk = this.#chunks[this.#nextChunk];
    if (!chunk) return undefined;
    this.#nextChunk += 1;
    if (this.#nextChunk === this.#chunks.length) {
      this.#chunks = [];
      this.#nextChunk = 0;
    }
    return chunk;
  }

  #started(): StreamRun {
    this.#run ??= this.#start();
    return this.#run;
  }

  async #drain(): Promise<void> {
    while (!this.#ended) await this.#pull();
  }

  /** One step of the run; whoever needs it shares it. Never rejects. */
  #pull(): Promise<void> {
    this.#pulling ??= this.#step().finally(() => {
      this.#pulling = undefined;
    });
    return this.#pulling;
  }

  async #step(): Promise<void> {
    try {
      const step = await this.#started().next();
      if (this.#ended) return;
      if ("response" in step) {
        this.#ended = true;
        this.#resolveWhole(step.response);
      } else {
        for (const chunk of step.chunks) this.#chunks.push(chunk);
      }
    } catch (error) {
      // After cancel() the run fails as it was told to.
      if (this.#ended) return;
      this.#ended = true;
      this.#failure = { error };
      this.#rejectWhole(error);
    }
  }

  async #stop(keepPartial: boolean): Promise<void> {
    if (this.#ended) return;
    this.#ended = true;
    this.#chunks = [];
    this.#nextChunk = 0;
    try {
      if (!this.#run) throw aborted("options");
      this.#resolveWhole(await this.#run.stop(keepPartial));
    } catch (error) {
      this.#rejectWhole(error);
    }
  }
}
