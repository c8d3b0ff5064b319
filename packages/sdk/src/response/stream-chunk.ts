import type { Candidate, FinishReason, UsageMetadata } from "../wire/generate.ts";
import type { GenerateContentEvent } from "./generate-content-event.ts";
import { addUsage } from "./merge-members.ts";
import { type Inspection, inspectSymbol, knownMembers, type PublicMembers, printed } from "./printing.ts";
import { indexOf, isFinishReason, textOf } from "./read-candidate.ts";

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
 * One event of a streamed response. Its properties are computed when they are read. `console.log` and `JSON.stringify` show
 * its pieces and, unless there is only text, its candidates; not `raw`.
 */
export interface StreamChunk extends PublicMembers<StreamChunkClass> {}

/** The class behind {@link StreamChunk}. */
export class StreamChunkClass {
  /**
   * `"content"`: a piece of the response. `"restart"`, only with `retry: { restartStreams: true }`: the stream broke
   * and starts again, so discard all earlier chunks; this chunk has no content. Later versions may add types, so check
   * the type before use.
   */
  readonly type: "content" | "restart";
  readonly #event: GenerateContentEvent | undefined;
  readonly #context: ChunkContext | undefined;

  /** @internal Created by streams. */
  constructor(event: GenerateContentEvent | undefined, context?: ChunkContext) {
    this.#event = event;
    this.#context = context;
    this.type = event ? "content" : "restart";
  }

  /** @internal A chunk that announces a restart of the response. */
  static restart(): StreamChunk {
    return new StreamChunkClass(undefined);
  }

  /**
   * The event as Google sent it, envelope included; undefined for a restart. If a broken stream was continued from a
   * checkpoint, it lacks the text that the reader got before.
   */
  get raw(): unknown {
    return this.#event?.value;
  }

  /** The new piece of the response text, thoughts excluded; `""` if there is none. */
  get textDelta(): string {
    const plain = this.#event?.plain;
    if (plain) return plain.thought ? "" : plain.text;
    return textOf(this.#first?.content?.parts, false);
  }

  /** The new piece of the thinking; `""` if there is none. */
  get thinkingDelta(): string {
    const plain = this.#event?.plain;
    if (plain) return plain.thought ? plain.text : "";
    return textOf(this.#first?.content?.parts, true);
  }

  /** The candidates of this event alone. */
  get candidates(): readonly Candidate[] {
    const candidates = this.#event?.candidates ?? [];
    return this.#context?.continues ? candidates.map(({ finishReason: _, ...others }) => others) : candidates;
  }

  /**
   * Why the first candidate ended; set on the event that ends it. An event with `CONTINUATION` does not end a response
   * that is continued.
   */
  get finishReason(): FinishReason | undefined {
    if (this.#context?.continues) return undefined;
    const plain = this.#event?.plain;
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
    const { type, textDelta, candidates, finishReason, usageMetadata } = this;
    return knownMembers({
      type,
      textDelta,
      thinkingDelta: this.thinkingDelta || undefined,
      finishReason,
      usageMetadata,
      candidates: candidates.every(isOnlyText) ? undefined : candidates,
    });
  }

  /** @internal */
  [inspectSymbol](...inspection: Inspection): unknown {
    return printed("StreamChunk", this.toJSON(), inspection);
  }

  get #first(): Candidate | undefined {
    return this.candidates.find((candidate) => indexOf(candidate) === 0);
  }
}

/** Whether the deltas and the finish reason of a chunk say all that is in this candidate. */
function isOnlyText(candidate: Candidate): boolean {
  const { index: _index, content, finishReason: _finishReason, ...others } = candidate;
  if (indexOf(candidate) !== 0 || Object.keys(others).length > 0) return false;
  const parts = content?.parts ?? [];
  return Array.isArray(parts) && parts.every((part) => Object.keys(part ?? {}).every((name) => TEXT_MEMBERS.has(name)));
}

const TEXT_MEMBERS: ReadonlySet<string> = new Set(["text", "thought"]);
