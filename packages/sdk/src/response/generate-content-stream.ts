import { streamConsumed } from "../errors/call-errors.ts";
import { AnswerFeed, type AnswerOutlet, type StreamRun } from "./answer-feed.ts";
import type { GenerateContentResponse } from "./generate-content-response.ts";
import type { StreamChunk } from "./stream-chunk.ts";

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
  readonly #feed: AnswerFeed;
  #iterated = false;

  /** @internal Made by clients. */
  constructor(start: (outlet: AnswerOutlet) => StreamRun) {
    this.#feed = new AnswerFeed(start);
  }

  /** Iterates the chunks. Fails with the answer's GeminiError; a second iterator fails with `stream_consumed`. */
  [Symbol.asyncIterator](): AsyncIterator<StreamChunk, undefined, undefined> {
    if (this.#iterated) throw streamConsumed();
    this.#iterated = true;
    return { next: () => this.#feed.next(), return: () => this.#return() };
  }

  /**
   * The whole answer with parts merged. May be called before, during or after iteration, as often as wanted; it reads
   * the stream to its end, and chunks that nobody has iterated wait in memory. Fails as the iteration does.
   */
  response(): Promise<GenerateContentResponse> {
    this.#feed.drain();
    return this.#feed.whole;
  }

  /**
   * Ends the answer: iteration ends quietly, `response()` fails with `aborted` (its `partial` holds what came), nothing
   * is added to the conversation.
   * With `keepPartial`, what came is added as the model's turn, and `response()` gives it.
   */
  cancel(options: { readonly keepPartial?: boolean | undefined } = {}): void {
    void this.#feed.stop(options.keepPartial === true);
  }

  async #return(): Promise<IteratorResult<StreamChunk, undefined>> {
    this.#feed.dropChunks();
    await this.#feed.stop(false);
    return { done: true, value: undefined };
  }
}
