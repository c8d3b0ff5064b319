import { type GeminiError, isGeminiError } from "../errors/gemini-error.ts";
import { isError } from "../platform/is-error.ts";
import type { FinishReason, UsageMetadata } from "../wire/generate.ts";
import type { GenerateContentResponse } from "./generate-content-response.ts";
import { mergeUsage, sumUsage } from "./merge-members.ts";
import { functionCallsOf } from "./read-candidate.ts";
import { type StreamChunk, StreamChunkClass } from "./stream-chunk.ts";

/** The message that a body of server-sent events ends with if the call fails. */
export type ErrorMessage = (error: GeminiError | Error) => string;

/** A stream as a server sends it on. */
export interface ChunkSource {
  readonly iterator: AsyncIterator<StreamChunk, void, undefined>;
  /** Whether the iteration ended because the caller cancelled the stream. */
  readonly cancelled: () => boolean;
  readonly response: () => Promise<GenerateContentResponse>;
}

/**
 * Writes a stream as server-sent events, one at a time:
 *
 * | event | data |
 * |---|---|
 * | none, so `message` | a chunk as JSON |
 * | `done` | the response is complete: its `finishReason` and `usageMetadata`; or it waits for the calls in `pending` |
 * | `error` | it is not: `code` and `message`, as the error has them |
 *
 * The last event is `done` or `error`, so a body that was cut off is recognised by having neither.
 */
export class ServerSentEvents {
  readonly #source: ChunkSource;
  readonly #errorMessage: ErrorMessage;
  #finishReason: FinishReason | undefined;
  /** Of the model call under way. */
  #usageMetadata: UsageMetadata | undefined;
  /** Whether the call has a schema. */
  #hasOutput = false;
  /** Whether the model called functions. */
  #hasCalls = false;
  /** Of the rounds before it. */
  #usageBefore: UsageMetadata | undefined;

  constructor(source: ChunkSource, errorMessage: ErrorMessage = messageOf) {
    this.#source = source;
    this.#errorMessage = errorMessage;
  }

  /** The next event, and whether it is the last. Never rejects. */
  async next(): Promise<{ readonly event: string; readonly last: boolean }> {
    try {
      const { done, value } = await this.#source.iterator.next();
      if (done) return { event: await this.#end(), last: true };
      this.#note(value);
      return { event: `data: ${JSON.stringify(value)}\n\n`, last: false };
    } catch (error) {
      // The chunk may be what failed, for instance JSON that is nested too deep; then the call goes on.
      await this.#source.iterator.return?.();
      return { event: this.#failed(error), last: true };
    }
  }

  #failed(error: unknown): string {
    const code = isGeminiError(error) ? error.code : "unknown";
    return named("error", { code, message: this.#messageFor(error) ?? "The stream failed." });
  }

  #messageFor(error: unknown): string | undefined {
    try {
      const message: unknown = this.#errorMessage(asError(error));
      if (typeof message === "string") return message;
      // An asynchronous function, which TypeScript rejects. Its failure must not end the process.
      void Promise.resolve(message).catch(() => undefined);
    } catch {
      // The caller's function threw; its error could hold anything as well.
    }
    return undefined;
  }

  /** Keeps what `done` reports, as `response()` has it: of the attempt since the last restart, and the tokens of all rounds. */
  #note(chunk: StreamChunk): void {
    const { type, finishReason, usageMetadata } = chunk;
    this.#hasOutput ||= StreamChunkClass.outputOf(chunk) !== undefined;
    this.#hasCalls ||= type === "tool-call" || hasCall(chunk);
    if (type === "restart") this.#finishReason = undefined;
    else if (type !== "content") this.#usageBefore = sumUsage([this.#usageBefore, this.#usageMetadata]);
    if (type !== "content") this.#usageMetadata = undefined;
    this.#finishReason = finishReason ?? this.#finishReason;
    if (usageMetadata) this.#usageMetadata = mergeUsage(this.#usageMetadata ?? {}, usageMetadata);
  }

  async #end(): Promise<string> {
    if (this.#source.cancelled()) return named("error", { code: "aborted", message: "The call was cancelled." });
    const response = this.#hasOutput || this.#hasCalls ? await this.#source.response() : undefined;
    // With a schema, the chunks of some model calls are hidden from the reader.
    const usageMetadata =
      response && this.#hasOutput ? response.usageMetadata : sumUsage([this.#usageBefore, this.#usageMetadata]);
    const pending = response && response.pending.length > 0 ? response.pending : undefined;
    return named("done", { finishReason: this.#finishReason, usageMetadata, pending });
  }
}

/** Whether a chunk has the call of a function. Chunks with only text have no candidates of their own. */
function hasCall(chunk: StreamChunk): boolean {
  if (!Object.hasOwn(chunk, "candidates")) return false;
  return chunk.candidates.some(({ content }) => functionCallsOf(content?.parts).length > 0);
}

function asError(thrown: unknown): Error {
  return isError(thrown) ? thrown : new Error("The stream failed.");
}

/** The message of an error that is not ours could hold anything. */
function messageOf(error: unknown): string {
  return isGeminiError(error) ? error.message : "The stream failed.";
}

function named(event: string, data: object): string {
  return `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}
