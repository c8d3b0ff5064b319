import type { Candidate, FinishReason, GenerateContentPayload, UsageMetadata } from "../wire/generate.ts";
import { textOf } from "./merge-parts.ts";
import { candidatesIn, indexOf } from "./read-candidates.ts";
import { readUsage } from "./usage.ts";

/** One event of a streamed answer. Views are made when they are read. */
export class StreamChunk {
  /**
   * `"content"`: a piece of the answer. `"restart"`, only with `retry: { restartStreams: true }`: the stream broke and
   * begins again, so what came before is void; this chunk has no content. More kinds may come: compare before using.
   */
  readonly type: "content" | "restart";
  /** The event as Google sent it, envelope included; undefined for a restart. */
  readonly raw: unknown;
  readonly #payload: GenerateContentPayload;

  /** @internal Made by streams. */
  constructor(payload: GenerateContentPayload, raw: unknown, type: "content" | "restart" = "content") {
    this.#payload = payload;
    this.raw = raw;
    this.type = type;
  }

  /** @internal Says that the answer begins again. */
  static restart(): StreamChunk {
    return new StreamChunk({}, undefined, "restart");
  }

  /** The new piece of the answer, thoughts excluded; `""` where there is none. */
  get textDelta(): string {
    return textOf(this.#first?.content?.parts, false);
  }

  /** The new piece of the thinking; `""` where there is none. */
  get thinkingDelta(): string {
    return textOf(this.#first?.content?.parts, true);
  }

  /** The candidates of this event alone. */
  get candidates(): readonly Candidate[] {
    return candidatesIn(this.#payload);
  }

  /** Why the first candidate ended, on the event that ends it. */
  get finishReason(): FinishReason | undefined {
    return this.#first?.finishReason;
  }

  /** Token counts so far, where this event has them. */
  get usageMetadata(): UsageMetadata | undefined {
    return readUsage(this.#payload.usageMetadata);
  }

  get #first(): Candidate | undefined {
    return this.candidates.find((candidate) => indexOf(candidate) === 0);
  }
}
