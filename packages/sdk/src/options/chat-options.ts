import { clientOption } from "../errors/option-errors.ts";
import type { Content } from "../wire/content.ts";
import type { CallOptions } from "./call-options.ts";
import { callRules, checkOptions } from "./check-options.ts";
import { isClientOnly } from "./client-options.ts";
import { isRecord } from "./option-rule.ts";

/** Options of a chat: those of a call, which every send of this chat inherits, and its history. */
export interface ChatOptions extends CallOptions {
  /** The conversation to continue, oldest turn first; copied, JSON of at most 1000 levels. Default empty. */
  history?: readonly Content[] | null | undefined;
}

const chatRules = { ...callRules, history: { takes: "an array of Content", fits: Array.isArray } };

/** Throws `invalid_options` for options of a chat that cannot be used. */
export function checkChatOptions(options: ChatOptions): void {
  const misplaced = isRecord(options) && Object.keys(options).find((name) => name !== "history" && isClientOnly(name));
  if (misplaced) throw clientOption(misplaced);
  checkOptions(options, chatRules);
}
