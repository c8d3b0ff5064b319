import { streamConsumed } from "../errors/call-errors.ts";
import { ChunkBuffer } from "./chunk-buffer.ts";
import type { GenerateContentResponse } from "./generate-content-response.ts";
import type { StreamChunk } from "./stream-chunk.ts";

/**
 * A streamed response. It starts at the first iteration or `response()`, and can be iterated once.
 *
 * ```ts
 * for await (const chunk of stream) process.stdout.write(chunk.textDelta);
 * const response = await stream.response();
 * ```
 *
 * Leaving the loop early cancels the call and adds nothing to the conversation. If you call `next()` yourself and stop
 * without `return()` or {@link cancel}, the stream keeps its connection, and the process alive, until the total deadline.
 */
export class GenerateContentStream implements AsyncIterable<StreamChunk, undefined, undefined> {
  readonly #chunks: ChunkBuffer;
  #iterated = false;

  /** @internal Created by clients. */
  constructor(start: (chunks: ChunkBuffer) => void) {
    this.#chunks = new ChunkBuffer(start);
  }

  /** Iterates the chunks. Fails with a GeminiError; a second iterator fails with `stream_consumed`. */
  [Symbol.asyncIterator](): AsyncIterator<StreamChunk, undefined, undefined> {
    if (this.#iterated) throw streamConsumed();
    this.#iterated = true;
    return { next: () => this.#chunks.next(), return: () => this.#return() };
  }

  /**
   * Returns the whole response with parts merged. May be called before, during or after iteration, any number of times.
   * It reads the stream to its end; chunks that were not iterated yet stay in memory. Fails with the same error as the
   * iteration.
   */
  response(): Promise<GenerateContentResponse> {
    return this.#chunks.response();
  }

  /**
   * Cancels the call: iteration ends without an error, `response()` fails with `aborted` (its `partial` holds what was
   * received), nothing is added to the conversation.
   * With `keepPartial`, what was received is added as the model's turn, and `response()` returns it.
   */
  cancel(options: { readonly keepPartial?: boolean | undefined } = {}): void {
    void this.#chunks.cancel(options.keepPartial === true);
  }

  async #return(): Promise<IteratorResult<StreamChunk, undefined>> {
    this.#chunks.dropChunks();
    await this.#chunks.cancel(false);
    return { done: true, value: undefined };
  }
}

/**
 * Creates a stream. `prepare` checks and copies the call's arguments at once, so that the caller may change its objects
 * afterwards. If it throws, the stream throws the same error when it is read. The call that it returns starts at the
 * first read.
 */
export function createStream(prepare: () => (chunks: ChunkBuffer) => void): GenerateContentStream {
  try {
    return new GenerateContentStream(prepare());
  } catch (error) {
    return new GenerateContentStream((chunks) => chunks.fail(error));
  }
}
