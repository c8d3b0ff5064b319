import { streamConsumed, streamHasNoText } from "../errors/call-errors.ts";
import { atEntry, type Caller, calledBy } from "../errors/caller.ts";
import { readOptions } from "../options/read-options.ts";
import type { RuntimeReadableStream, RuntimeResponse } from "../platform/web-types.ts";
import type { DeepPartial } from "../schema/deep-partial.ts";
import type { InputOf, OutputOf } from "../schema/output-schema.ts";
import { booleanRule } from "../validation/option-rule.ts";
import { checkMembers, type OptionTable } from "../validation/option-table.ts";
import { ChunkBuffer } from "./chunk-buffer.ts";
import { ElementStream } from "./element-stream.ts";
import type { GenerateContentResponse } from "./generate-content-response.ts";
import { noText } from "./no-text.ts";
import { type Inspection, inspectSymbol, nameClass, type PublicMembers, printed } from "./printing.ts";
import type { ChunkSource } from "./server-sent-events.ts";
import type { StreamChunk } from "./stream-chunk.ts";
import { TextStream } from "./text-stream.ts";
import {
  toReadableStream as readableStream,
  type StreamBodyInit,
  type StreamResponseInit,
  toResponse as webResponse,
} from "./web-response.ts";

/**
 * A streamed response. It starts at the first iteration or `response()`, and can be read once: chunk by chunk, by
 * {@link textStream}, or as a body for the web by {@link toReadableStream} or {@link toResponse}.
 *
 * ```ts
 * for await (const chunk of stream) process.stdout.write(chunk.textDelta);
 * console.log((await stream.response()).finishReason);
 * ```
 *
 * Leaving the loop early cancels the call and adds nothing to the conversation. If you call `next()` yourself and stop
 * without `return()` or {@link cancel}, the stream keeps its connection, and the process alive, until the total deadline.
 *
 * `T` is the type of the response's `object`, `TPartial` that of `chunk.partialObject`, and `TElements` what {@link elements}
 * returns; {@link StreamOf} has them for a schema.
 */
export interface GenerateContentStream<T = unknown, TPartial = unknown, TElements = AsyncIterable<unknown>>
  extends PublicMembers<GenerateContentStreamClass<T, TPartial, TElements>> {}

/** The stream of a call with this schema; for `undefined`, of a call without one. */
export type StreamOf<S> = GenerateContentStream<OutputOf<S>, PartialOf<InputOf<S>>, ElementsOf<OutputOf<S>>>;

/** The type of `chunk.partialObject`. `Input`: what the model has to write; undefined without a schema. */
export type PartialOf<Input> = (Input extends undefined
  ? Member<undefined>
  : Member<DeepPartial<Input> | undefined>)["type"];

/** What `stream.elements()` returns. `never`, so that the compiler rejects a loop over it, if the output is not an array. */
export type ElementsOf<Output> = (unknown extends Output
  ? Member<AsyncIterable<unknown, void, undefined>>
  : Output extends readonly (infer Element)[]
    ? Member<AsyncIterable<Element, void, undefined>>
    : Member<never>)["type"];

/** Makes the types above members of a conditional type, for the same reason as `OutputOf`. */
interface Member<Type> {
  readonly type: Type;
}

const cancelTable: OptionTable<{ readonly keepPartial?: boolean | undefined }> = { keepPartial: booleanRule };

/** The class behind {@link GenerateContentStream}. */
class GenerateContentStreamClass<T, TPartial, TElements>
  implements AsyncIterable<StreamChunk<TPartial>, void, undefined>
{
  static {
    nameClass(GenerateContentStreamClass, "GenerateContentStream");
    // Not a member of the class, so that TypeScript rejects it.
    Object.defineProperty(GenerateContentStreamClass.prototype, "text", { value: noText(streamHasNoText) });
  }

  readonly #chunks: ChunkBuffer;
  #iterated = false;

  /** @internal Created by clients. */
  constructor(start: (chunks: ChunkBuffer) => void) {
    this.#chunks = new ChunkBuffer(start);
  }

  /** Iterates over the chunks. Fails with a GeminiError; a second iterator fails with `stream_consumed`. */
  [Symbol.asyncIterator](): AsyncIterator<StreamChunk<TPartial>, void, undefined> {
    const { iterator } = atEntry(iterate, () => this.#open());
    return iterator as AsyncIterator<StreamChunk<TPartial>, void, undefined>;
  }

  /**
   * Iterates over the text only: each piece of the response text, without thoughts, never `""`.
   *
   * ```ts
   * for await (const text of stream.textStream()) process.stdout.write(text);
   * ```
   *
   * It takes the stream's one iterator; if that is taken, it throws `stream_consumed`. Fails, and can be left early,
   * like the iteration of chunks. Delivered text cannot be taken back, so `retry: { restartStreams: true }` has no
   * effect: a stream that breaks after that fails. Iterate over the chunks if it should restart.
   */
  textStream(): AsyncIterable<string, void, undefined> {
    const { iterator } = atEntry(textStream, () => this.#open());
    return new TextStream(this.#chunks, async () => iterator.return?.());
  }

  /**
   * Iterates over the elements of the output, if `schema` is an array: each as soon as it is complete, validated, with
   * all transforms applied. They are those of `(await stream.response()).object`.
   *
   * ```ts
   * const rivers = client.generateStream("Three rivers", { schema: z.array(z.object({ name: z.string() })) });
   * for await (const river of rivers.elements()) console.log(river.name);
   * ```
   *
   * It takes the stream's one iterator; if that is taken, it throws `stream_consumed`. Fails as the iteration does, with
   * `output_invalid` at the first element that does not fit, and with `output_truncated` after the last complete
   * element of an array that ends early. Delivered elements cannot be taken back, so once something was read, the
   * stream does not restart, and its output is not repaired. All elements arrive at the end if one cannot be checked
   * alone, as in tuples, or if the model can still call one of your functions, because text next to a call is not
   * output. A transform of the array itself sees one element at a time: sort, number and count in your own code.
   */
  elements(): TElements {
    const { iterator } = atEntry(elements, () => this.#open());
    return new ElementStream(this.#chunks, async () => iterator.return?.()) as TElements;
  }

  /**
   * Returns the stream as a web `ReadableStream` of bytes: server-sent events in UTF-8. Each chunk is an event without a name,
   * whose `data` is the chunk as JSON; the last event is `done` or `error`:
   *
   * ```text
   * data: {"type":"content","textDelta":"Hello"}
   *
   * event: done
   * data: {"finishReason":"STOP","usageMetadata":{"totalTokenCount":12}}
   * ```
   *
   * `done` has `pending` if the response waits for calls of functions, as {@link GenerateContentResponse.pending} does.
   *
   * A failure is sent as `event: error` with the error's `{"code", "message"}`, and the body then ends normally. A
   * stream that {@link cancel} ended is an error with the code `aborted`. After a chunk of `"type":"restart"`, discard
   * those since the last `"tool-result"`, or all if there is none.
   *
   * The call starts when the body is first read, and continues as it is read. Cancelling the body cancels the call, as
   * `break` does. It takes the stream's one iterator; if that is taken, it throws `stream_consumed`. Throws
   * `unsupported` if the runtime has no `ReadableStream`, and `invalid_options`.
   * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
   */
  toReadableStream(init: StreamBodyInit = {}): RuntimeReadableStream {
    return atEntry(toReadableStream, () => readableStream(() => this.#open(), init));
  }

  /**
   * Returns {@link toReadableStream} as a web `Response` with status 200, `content-type: text/event-stream`,
   * `cache-control: no-cache, no-transform` and your headers. The status is 200 even if the call fails, because the call starts when
   * the body is read. Throws as `toReadableStream()` does, and `invalid_options` for headers that HTTP does not allow
   * or whose value is not a string. If the argument is another `Response`, its headers are used.
   *
   * ```ts
   * export const POST = async (request: Request) => client.generateStream(await request.text()).toResponse();
   * ```
   */
  toResponse(init: StreamResponseInit = {}): RuntimeResponse {
    return atEntry(toResponse, () => webResponse(() => this.#open(), init));
  }

  /**
   * Returns the whole response with parts merged. May be called before, during or after iteration, any number of times.
   * It reads the stream to its end; chunks that were not iterated yet stay in memory. Fails with the same error as the
   * iteration.
   */
  response(): Promise<GenerateContentResponse<T>> {
    return this.#chunks.response() as Promise<GenerateContentResponse<T>>;
  }

  /**
   * Cancels the call: iteration ends without an error, `response()` fails with `aborted` (its `partial` holds what was
   * received), nothing is added to the conversation.
   *
   * With `keepPartial`, the prompt and what the reader saw are added before `cancel()` returns, and `response()` returns the
   * same: the chunks that `next()` has returned since the last restart, not those still in the buffer. If nobody iterates, it
   * is what was received. If nothing of it can be stored, nothing is added. Finished rounds of function calls are added as
   * well. Once the response has called functions that the chat runs, nothing is added, and `chat.resume()` continues.
   * After the iteration has ended, even by `break`, `cancel()` has no effect: call it inside the loop, which then ends.
   *
   * Throws `invalid_options`, and cancels nothing, for any other argument.
   */
  cancel(options: { readonly keepPartial?: boolean | undefined } = {}): void {
    const { keepPartial } = atEntry(cancel, () => checkMembers(readOptions(options, "cancel"), { table: cancelTable }));
    void this.#chunks.cancel(keepPartial === true);
  }

  /** @internal */
  toJSON(): object {
    return { state: this.#chunks.state };
  }

  /** @internal */
  [inspectSymbol](...inspection: Inspection): unknown {
    return printed("GenerateContentStream", this.toJSON(), inspection);
  }

  #open(): ChunkSource {
    if (this.#iterated) throw streamConsumed();
    this.#iterated = true;
    const iterator = { next: () => this.#chunks.next(), return: () => this.#return() };
    return { iterator, cancelled: () => this.#chunks.cancelled, response: () => this.#chunks.response() };
  }

  async #return(): Promise<IteratorResult<StreamChunk, undefined>> {
    this.#chunks.dropChunks();
    await this.#chunks.cancel(false);
    return { done: true, value: undefined };
  }
}

/** The methods themselves: a program may wrap them, as instrumentation does. */
const {
  [Symbol.asyncIterator]: iterate,
  cancel,
  elements,
  textStream,
  toReadableStream,
  toResponse,
} = GenerateContentStreamClass.prototype;

/**
 * Creates a stream. `prepare` checks and copies the call's arguments at once, so that the caller may change its objects
 * afterwards. If it throws, the stream throws the same error when it is read. The call that it returns starts at the
 * first read. `caller`: who made the call.
 */
export function createStream<S>(prepare: () => (chunks: ChunkBuffer) => void, caller: Caller | undefined): StreamOf<S> {
  let start: (chunks: ChunkBuffer) => void;
  try {
    start = prepare();
  } catch (error) {
    start = () => {
      throw error;
    };
  }
  return new GenerateContentStreamClass((chunks) => {
    try {
      start(chunks);
    } catch (error) {
      throw calledBy(error, caller);
    }
  });
}
