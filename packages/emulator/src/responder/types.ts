import type { Part } from "../wire/content.ts";
import type { FinishReason, GenerateContentRequest, UsageMetadata } from "../wire/generate.ts";

/** What the responder reads: a generate request without envelope, and the bare model name (no `models/`). */
export interface ResponderRequest extends GenerateContentRequest {
  readonly model: string;
}

/** One candidate, whole. Thought parts come first; the order is the order on the wire. */
export interface ResponderAnswer {
  readonly parts: readonly Part[];
  /** Undefined for an answer that breaks off. */
  readonly finishReason: FinishReason | undefined;
  readonly usageMetadata: UsageMetadata;
}
