import type { Content } from "../wire/content.ts";
import type { Candidate, PromptFeedback, UsageMetadata } from "../wire/generate.ts";

/** The part of a response that was received before the call failed: by the last attempt that received anything. */
export interface PartialAnswer {
  /** The text so far, thoughts excluded. */
  readonly text: string;
  /** The thoughts so far. */
  readonly thinking: string;
  /** The candidates so far, parts merged. */
  readonly candidates: readonly Candidate[];
  /** The token counts, if Google had sent them. */
  readonly usageMetadata?: UsageMetadata | undefined;
  /** What Google says about the prompt: `blockReason` (also the error's `reason`), `blockReasonMessage` and ratings. */
  readonly promptFeedback?: PromptFeedback | undefined;
  /**
   * The rounds of function calls before the failure, as contents to append to the prompt's: `client.generate()` then continues
   * after them, and no call runs again. Absent if there were none. A chat continues with `chat.resume()`.
   */
  readonly contents?: readonly Content[] | undefined;
}
