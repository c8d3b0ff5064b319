import type { OptionTable } from "../validation/option-table.ts";
import type { Content } from "../wire/content.ts";
import { type CallOptions, callTable } from "./call-options.ts";
import { clientTable } from "./client-options.ts";

/** Options of a chat: those of a call, which every send of this chat inherits, and its history. */
export interface ChatOptions extends CallOptions {
  /**
   * The conversation to continue, oldest turn first. Copied; JSON of at most 1,000 levels. The thought signatures of
   * contents taken from a chat's `history` remain valid.
   * @default empty
   */
  history?: readonly Content[] | null | undefined;
}

/** Every option of {@link ChatOptions}. */
export const chatTable: OptionTable<ChatOptions> = { ...callTable, history: clientTable.history };
