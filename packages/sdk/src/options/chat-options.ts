import type { OptionTable } from "../validation/option-table.ts";
import type { Content } from "../wire/content.ts";
import { type CallOptions, callTable } from "./call-options.ts";

/** Options of a chat: those of a call, which every send of this chat inherits, and its history. */
export interface ChatOptions extends CallOptions {
  /**
   * The conversation to continue, oldest turn first. Copied; JSON of at most 1,000 levels.
   * @default empty
   */
  history?: readonly Content[] | null | undefined;
}

/** Every option of {@link ChatOptions}. */
export const chatTable: OptionTable<ChatOptions> = {
  ...callTable,
  // The conversation copies and freezes it.
  history: { expected: "an array of Content", accepts: Array.isArray, copied: false },
};
