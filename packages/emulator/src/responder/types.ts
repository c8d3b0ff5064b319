import type { Part } from "../wire/content.ts";
import type { FinishReason, GenerateContentRequest, UsageMetadata } from "../wire/generate.ts";

/** What the responder reads: a generate request without envelope, the bare model name (no `models/`), and the service. */
export interface ResponderRequest extends GenerateContentRequest {
  readonly model: string;
  /** The service that is asked; signatures are good for it alone. */
  readonly service?: string;
}

/** One candidate, whole. Thought parts come first; the order is the order on the wire. */
export interface ResponderAnswer {
  readonly parts: readonly Part[];
  /** Undefined for an answer that breaks off. */
  readonly finishReason: FinishReason | undefined;
  readonly usageMetadata: UsageMetadata;
}
