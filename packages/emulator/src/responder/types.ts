import type { Part } from "../wire/content.ts";
import type { FinishReason, GenerateContentRequest, UsageMetadata } from "../wire/generate.ts";

/** What the responder reads: a generate request without envelope, the bare model name (no `models/`), and the service. */
export interface ResponderRequest extends GenerateContentRequest {
  readonly model: string;
  /** The service that receives the request; signatures are valid for it alone. */
  readonly service?: string;
}

/** One whole candidate. Thought parts come first; the order is the order on the wire. */
export interface ResponderAnswer {
  readonly parts: readonly Part[];
  /** Undefined for an answer that is cut off. */
  readonly finishReason: FinishReason | undefined;
  readonly usageMetadata: UsageMetadata;
}
