import { chunkHasNoText } from "../errors/call-errors.ts";
import type { Candidate, FinishReason, UsageMetadata } from "../wire/generate.ts";
import type { GenerateContentEvent } from "./generate-content-event.ts";
import { addUsage } from "./merge-members.ts";
import { noText } from "./no-text.ts";
import {
  type Inspection,
  inspectSymbol,
  knownMembers,
  makeAssignable,
  nameClass,
  type PublicMembers,
  printed,
  setOwn,
} from "./printing.ts";
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
 * One event of a streamed response. Its members are those of the candidate that the response shows: the first that has
 * content. `console.log` and `JSON.stringify` show its pieces and, unless there is only text, its candidates; not {@link raw}.
 * Comparisons and copies, such as `{ ...chunk }` and `structuredClone(chunk)`, have the same, except the token counts of a chunk
 * that is only a piece of text: read {@link usageMetadata}, or copy `JSON.parse(JSON.stringify(chunk))`. `Partial` is the type of
 * its {@link partialObject}.
 */
export interface StreamChunk<Partial = unknown> extends PublicMembers<StreamChunkClass<Partial>> {}

/**
 * The class behind {@link StreamChunk}. What costs nothing is an own property, so that comparisons and copies have it. Plain
 * events are parsed when a getter needs it: a stream has thousands, and even an own getter would cost 0.2 µs for each chunk.
 *
 * A Proxy of a chunk, or a copy with the same prototype, as test runners make them, has no `#private` members. Getters then
 * return what they can, instead of throwing.
 */
export class StreamChunkClass<Partial = unknown> {
  static {
    nameClass(StreamChunkClass, "StreamChunk");
    const { prototype } = StreamChunkClass;
    makeAssignable(prototype, ["candidates", "usageMetadata"]);
    Object.defineProperty(prototype, "thinkingDelta", { value: "", writable: true });
    // Not a member of the class, so that TypeScript rejects it.
    Object.defineProperty(prototype, "text", { value: noText(chunkHasNoText) });
  }

  /**
   * - `"content"`: a piece of the response.
   * - `"tool-call"`: the model called a function of `tools`, see {@link toolCall}; this chunk has no content.
   * - `"tool-result"`: a call has its result, see {@link toolResult}; this chunk has no content.
   * - `"restart"`, only with `retry: { restartStreams: true }`: the stream broke and starts again, or an output that does not fit
   *   `schema` is written again, so discard the chunks since the last `"tool-result"`, or all if there is none; this chunk has
   *   no content.
   *
   * Later versions may add types, so check the type before use.
   */
  readonly type: "content" | "tool-call" | "tool-result" | "restart";
  /** The new piece of the response text, thoughts excluded; `""` if there is none. */
  readonly textDelta: string;
  /** The new piece of the thinking; `""` if there is none. */
  declare readonly thinkingDelta: string;
  /** The call of a function, on chunks of the type `"tool-call"`. */
  declare readonly toolCall: StepCall | undefined;
  /** The result of a call, on chunks of the type `"tool-result"`. */
  declare readonly toolResult: StepResult | undefined;
  /**
   * Why the candidate ended; set on the event that ends it. An event with `CONTINUATION` does not end a response that is
   * continued.
   */
  declare readonly finishReason: FinishReason | undefined;
  readonly #event: GenerateContentEvent | undefined;
  readonly #context: ChunkContext | undefined;
  #output: ChunkOutput | undefined;

  /** @internal Created by streams. `shown`: as far as this event. */
  constructor(
    event: GenerateContentEvent | undefined,
    shown: ShownCandidate,
    context?: ChunkContext,
    tool?: StepCall | StepResult,
  ) {
    this.#event = event;
    this.#context = context;
    this.type = event ? "content" : tool ? ("args" in tool ? "tool-call" : "tool-result") : "restart";
    // Plain events belong to candidate 0.
    const plain = shown.index === 0 ? event?.plain : undefined;
    if (plain) {
      this.textDelta = plain.thought ? "" : plain.text;
      if (plain.thought) this.thinkingDelta = plain.text;
      if (context?.continues || !isFinishReason(plain.finishReason)) return;
      this.finishReason = plain.finishReason;
      keepUsage(this);
      return;
    }
    if (!event) {
      this.textDelta = "";
      if (this.type === "tool-call") this.toolCall = tool as StepCall;
      if (this.type === "tool-result") this.toolResult = tool as StepResult;
      return;
    }
    const { candidates } = this;
    const first = shownOf(candidates, shown);
    this.textDelta = textOf(first?.content?.parts, false);
    const thinking = textOf(first?.content?.parts, true);
    if (thinking !== "") this.thinkingDelta = thinking;
    const finishReason = first?.finishReason;
    if (isFinishReason(finishReason)) this.finishReason = finishReason;
    keepUsage(this);
    const isTextOnly = candidates.every((one) => one === first && isOnlyText(one) && one.finishReason === finishReason);
    if (!isTextOnly) setOwn(this, "candidates", candidates);
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
    return #output in chunk ? chunk.#output : undefined;
  }

  /**
   * The output for `schema` up to this chunk, a new object or array for each chunk: members may be missing, arrays may
   * end early, and strings may be incomplete; numbers, booleans and null are complete. Later chunks only add to it,
   * except after a restart or a `tool-result`, when it starts again. It is not validated. Undefined before an object or
   * array has begun, on chunks without content, and without a schema. Computed when it is read, which costs a copy of
   * the objects and arrays that are still open; for long arrays, use `stream.elements()`.
   */
  get partialObject(): Partial {
    return StreamChunkClass.outputOf(this)?.object() as Partial;
  }

  /**
   * The event as Google sent it, envelope included; undefined on other types. Integers beyond 2^53 in function calls are strings
   * of their digits. If a broken stream was continued from a checkpoint, the text that the reader got before is left out.
   */
  get raw(): unknown {
    return #event in this ? this.#event?.value : undefined;
  }

  /** The candidates of this event only. */
  get candidates(): readonly Candidate[] {
    if (!(#event in this)) return textCandidates(this);
    const candidates = this.#event?.candidates ?? [];
    return this.#context?.continues ? candidates.map(({ finishReason: _, ...others }) => others) : candidates;
  }

  /** Token counts so far, if this event has them. */
  get usageMetadata(): UsageMetadata | undefined {
    if (!(#event in this)) return undefined;
    const usage = this.#event?.usageMetadata;
    const earlier = this.#context?.earlierUsage;
    return earlier && usage ? addUsage(earlier, usage) : usage;
  }

  /** The {@link textDelta}, so that `text += chunk` and `` `${chunk}` `` add the text. */
  toString(): string {
    return this.textDelta;
  }

  /** @internal Without `raw`, which says the same in another form. */
  toJSON(): object {
    return knownMembers({ ...this, usageMetadata: this.usageMetadata });
  }

  /** @internal */
  [inspectSymbol](...inspection: Inspection): unknown {
    return printed("StreamChunk", this.toJSON(), inspection);
  }
}

function keepUsage(chunk: StreamChunkClass): void {
  const usage = chunk.usageMetadata;
  if (usage) setOwn(chunk, "usageMetadata", usage);
}

/** The candidate of a chunk with only text, from what copies have. */
function textCandidates({ type, textDelta, thinkingDelta, finishReason }: StreamChunk): readonly Candidate[] {
  if (type !== "content") return [];
  const parts = [
    ...(thinkingDelta === "" ? [] : [{ text: thinkingDelta, thought: true }]),
    ...(textDelta === "" ? [] : [{ text: textDelta }]),
  ];
  return [{ content: { role: "model", parts }, ...(finishReason && { finishReason }) }];
}

/** Whether the deltas and the finish reason of a chunk say all that is in this candidate. */
function isOnlyText(candidate: Candidate): boolean {
  const { index: _index, content, finishReason: _finishReason, ...others } = candidate;
  if (Object.keys(others).length > 0) return false;
  const parts = content?.parts ?? [];
  return Array.isArray(parts) && parts.every((part) => Object.keys(part ?? {}).every((name) => TEXT_MEMBERS.has(name)));
}

const TEXT_MEMBERS: ReadonlySet<string> = new Set(["text", "thought"]);
