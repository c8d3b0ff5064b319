import type { Candidate, FinishReason, UsageMetadata } from "../wire/generate.ts";
import type { GenerateContentEvent } from "./generate-content-event.ts";
import { addUsage } from "./merge-members.ts";
import type { PlainEvent } from "./plain/plain-event-reader.ts";
import { type Inspection, inspectSymbol, knownMembers, nameClass, type PublicMembers, printed } from "./printing.ts";
import { isFinishReason, shownOf, textOf } from "./read-candidate.ts";
import { ShownCandidate } from "./shown-candidate.ts";
import type { StepCall, StepResult } from "./step-calls.ts";
import type { ChunkOutput } from "./streamed-output.ts";

/** The place of an event in a response that takes several requests. */
export interface ChunkContext {
  /** The token counts of earlier requests. */
  readonly earlierUsage: UsageMetadata | undefined;
  /** Whether the response goes on although this event ends with `CONTINUATION`. */
  readonly continues: boolean;
}

/** The context of an event with `CONTINUATION` in the first hop. */
export const CONTINUES: ChunkContext = { earlierUsage: undefined, continues: true };

/**
 * One event of a streamed response. Its properties are computed when they are read, and are those of the candidate that the
 * response shows: the first that has content. `console.log` and `JSON.stringify` show its pieces and, unless there is only
 * text, its candidates; not `raw`. `Partial` is the type of its {@link partialObject}.
 */
export interface StreamChunk<Partial = unknown> extends PublicMembers<StreamChunkClass<Partial>> {}

/** The class behind {@link StreamChunk}. */
export class StreamChunkClass<Partial = unknown> {
  static {
    nameClass(StreamChunkClass, "StreamChunk");
  }

  /**
   * - `"content"`: a piece of the response.
   * - `"tool-call"`: the model called a function of `tools`, see {@link toolCall}; this chunk has no content.
   * - `"tool-result"`: the result of a call is there, see {@link toolResult}; this chunk has no content.
   * - `"restart"`, only with `retry: { restartStreams: true }`: the stream broke and starts again, or an output that does not fit
   *   `schema` is written again, so discard the chunks since the last `"tool-result"`, or all if there is none; this chunk has
   *   no content.
   *
   * Later versions may add types, so check the type before use.
   */
  readonly type: "content" | "tool-call" | "tool-result" | "restart";
  readonly #event: GenerateContentEvent | undefined;
  readonly #shown: ShownCandidate;
  readonly #context: ChunkContext | undefined;
  readonly #tool: StepCall | StepResult | undefined;
  #output: ChunkOutput | undefined;

  /** @internal Created by streams. */
  constructor(
    event: GenerateContentEvent | undefined,
    shown: ShownCandidate,
    context?: ChunkContext,
    tool?: StepCall | StepResult,
  ) {
    this.#event = event;
    this.#shown = shown;
    this.#context = context;
    this.#tool = tool;
    this.type = event ? "content" : tool ? ("args" in tool ? "tool-call" : "tool-result") : "restart";
  }

  /** @internal A chunk that announces a restart of the response. */
  static restart(): StreamChunk {
    return new StreamChunkClass(undefined, new ShownCandidate());
  }

  /** @internal A chunk about a call of a function. */
  static tool(tool: StepCall | StepResult): StreamChunk {
    return new StreamChunkClass(undefined, new ShownCandidate(), undefined, tool);
  }

  /** @internal Says what the output of a call with a schema is as far as this chunk. */
  static setOutput(chunk: StreamChunk, output: ChunkOutput): void {
    (chunk as StreamChunkClass).#output = output;
  }

  /** @internal The output as far as this chunk. */
  static outputOf(chunk: StreamChunk): ChunkOutput | undefined {
    return (chunk as StreamChunkClass).#output;
  }

  /**
   * The output for `schema` as far as this chunk, an object or array of its own for each chunk: members may be missing, arrays
   * end early, and strings may be beginnings; numbers, booleans and null are whole. Later chunks only add to it, except after
   * a restart or a `tool-result`, when it begins again. It is not validated. Undefined before an object or array has begun, on chunks without content, and
   * without a schema. Computed when it is read, which costs a copy of the objects and arrays that are still open; for long
   * arrays, use `stream.elements()`.
   */
  get partialObject(): Partial {
    return this.#output?.object() as Partial;
  }

  /** The call of a function, on chunks of the type `"tool-call"`. */
  get toolCall(): StepCall | undefined {
    return this.type === "tool-call" ? (this.#tool as StepCall) : undefined;
  }

  /** The result of a call, on chunks of the type `"tool-result"`. */
  get toolResult(): StepResult | undefined {
    return this.type === "tool-result" ? (this.#tool as StepResult) : undefined;
  }

  /**
   * The event as Google sent it, envelope included; undefined on other types. Integers beyond 2^53 in function calls are strings
   * of their digits. If a broken stream was continued from a checkpoint, the text that the reader got before is left out.
   */
  get raw(): unknown {
    return this.#event?.value;
  }

  /** The new piece of the response text, thoughts excluded; `""` if there is none. */
  get textDelta(): string {
    const plain = this.#plain;
    if (plain) return plain.thought ? "" : plain.text;
    return textOf(this.#first?.content?.parts, false);
  }

  /** The new piece of the thinking; `""` if there is none. */
  get thinkingDelta(): string {
    const plain = this.#plain;
    if (plain) return plain.thought ? plain.text : "";
    return textOf(this.#first?.content?.parts, true);
  }

  /** The candidates of this event alone. */
  get candidates(): readonly Candidate[] {
    const candidates = this.#event?.candidates ?? [];
    return this.#context?.continues ? candidates.map(({ finishReason: _, ...others }) => others) : candidates;
  }

  /**
   * Why the candidate ended; set on the event that ends it. An event with `CONTINUATION` does not end a response that is
   * continued.
   */
  get finishReason(): FinishReason | undefined {
    if (this.#context?.continues) return undefined;
    const plain = this.#plain;
    const finishReason = plain ? plain.finishReason : this.#first?.finishReason;
    return isFinishReason(finishReason) ? finishReason : undefined;
  }

  /** Token counts so far, if this event has them. */
  get usageMetadata(): UsageMetadata | undefined {
    const usage = this.#event?.usageMetadata;
    const earlier = this.#context?.earlierUsage;
    return earlier && usage ? addUsage(earlier, usage) : usage;
  }

  /** @internal Without `raw`, which says the same in another form. */
  toJSON(): object {
    const { type, textDelta, candidates, finishReason, usageMetadata, toolCall, toolResult } = this;
    const first = shownOf(candidates, this.#shown);
    return knownMembers({
      type,
      textDelta,
      toolCall,
      toolResult,
      thinkingDelta: this.thinkingDelta || undefined,
      finishReason,
      usageMetadata,
      candidates: candidates.every((candidate) => candidate === first && isOnlyText(candidate))
        ? undefined
        : candidates,
    });
  }

  /** @internal */
  [inspectSymbol](...inspection: Inspection): unknown {
    return printed("StreamChunk", this.toJSON(), inspection);
  }

  /** Plain events belong to candidate 0. Undefined while another candidate is shown. */
  get #plain(): PlainEvent | undefined {
    return (this.#shown.index ?? 0) === 0 ? this.#event?.plain : undefined;
  }

  get #first(): Candidate | undefined {
    return shownOf(this.candidates, this.#shown);
  }
}

/** Whether the deltas and the finish reason of a chunk say all that is in this candidate. */
function isOnlyText(candidate: Candidate): boolean {
  const { index: _index, content, finishReason: _finishReason, ...others } = candidate;
  if (Object.keys(others).length > 0) return false;
  const parts = content?.parts ?? [];
  return Array.isArray(parts) && parts.every((part) => Object.keys(part ?? {}).every((name) => TEXT_MEMBERS.has(name)));
}

const TEXT_MEMBERS: ReadonlySet<string> = new Set(["text", "thought"]);
