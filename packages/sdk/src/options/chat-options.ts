import type { OptionTable } from "../validation/option-table.ts";
import type { PromptContent } from "../wire/content.ts";
import { type CallOptions, callTable } from "./call-options.ts";
import { clientTable } from "./client-options.ts";

/** Options of a chat: those of a call, which every send of this chat inherits, and its history. */
export interface ChatOptions extends CallOptions {
  /**
   * The conversation to continue, oldest turn first. Copied; JSON of at most 1,000 levels. Contents that are objects of a
   * chat's `history` keep their thought signatures valid. Every function call needs its result, but for calls at the end:
   * the next prompt must bring those.
   * @default empty
   */
  history?: readonly PromptContent[] | null | undefined;
}

/** Every option of {@link ChatOptions}. */
export const chatTable: OptionTable<ChatOptions> = { ...callTable, history: clientTable.history };
