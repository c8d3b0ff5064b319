import type { Candidate, FinishReason, UsageMetadata } from "../wire/generate.ts";
import type { GenerateContentEvent } from "./generate-content-event.ts";
import { indexOf, textOf } from "./read-candidate.ts";

/** One event of a streamed response. Its properties are computed when they are read. */
export class StreamChunk {
  /**
   * `"content"`: a piece of the response. `"restart"`, only with `retry: { restartStreams: true }`: the stream broke
   * and starts again, so discard all earlier chunks; this chunk has no content. Later versions may add types, so check
   * the type before use.
   */
  readonly type: "content" | "restart";
  readonly #event: GenerateContentEvent | undefined;

  /** @internal Created by streams. */
  constructor(event: GenerateContentEvent | undefined) {
    this.#event = event;
    this.type = event ? "content" : "restart";
  }

  /** @internal A chunk that announces a restart of the response. */
  static restart(): StreamChunk {
    return new StreamChunk(undefined);
  }

  /** The event as Google sent it, envelope included; undefined for a restart. */
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
    return this.#event?.candidates ?? [];
  }

  /** Why the first candidate ended; set on the event that ends it. */
  get finishReason(): FinishReason | undefined {
    const plain = this.#event?.plain;
    return plain ? plain.finishReason : this.#first?.finishReason;
  }

  /** Token counts so far, if this event has them. */
  get usageMetadata(): UsageMetadata | undefined {
    return this.#event?.usageMetadata;
  }

  get #first(): Candidate | undefined {
    return this.candidates.find((candidate) => indexOf(candidate) === 0);
  }
}
