import type { JsonSchema, SchemaOption } from "../schema/output-schema.ts";
import { checkValue, type OptionRule } from "../validation/option-rule.ts";
import type { OptionTable } from "../validation/option-table.ts";
import { readMembers } from "../validation/readable.ts";
import type { PromptContent } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { type CallOptions, callTable } from "./call-options.ts";
import { clientTable } from "./client-options.ts";
import type { OutputOptions } from "./output-options.ts";
import { readOptions } from "./read-options.ts";

/** Options of a chat: those of a call, which every send of this chat inherits, and its history. */
export interface ChatOptions extends CallOptions {
  /**
   * The conversation to continue, oldest turn first. Copied; JSON of at most 1,000 levels. The thought signatures of
   * contents taken from a chat's `history` remain valid. Every function call needs its result, except calls at the end. With
   * `tools`, these open an exchange, as if it had paused: see `chat.pending` and `chat.resume()`. Without, their results must
   * be in the next prompt.
   * @default empty
   */
  history?: readonly PromptContent[] | null | undefined;
}

/** Every option of {@link ChatOptions}. */
export const chatTable: OptionTable<ChatOptions> = { ...callTable, history: clientTable.history };

/**
 * Options of `resume()`: those of a send, which override those of the send that began the exchange and of earlier
 * resumptions, and `results`. To approve calls: `toolLoop: { approve: () => "allow" }`, which applies to this
 * resumption only.
 */
export interface ResumeOptions<S extends SchemaOption | JsonSchema = SchemaOption | JsonSchema>
  extends CallOptions,
    OutputOptions<S> {
  /**
   * The results of open calls, by `callId`, as a function would return them: JSON, a string or parts. An `Error` tells the model
   * that the call failed. Calls that the library does not run need one.
   * @default none
   */
  results?: Readonly<Record<string, unknown>> | null | undefined;
}

const resultsRule: OptionRule = { expected: "an object with results by `callId`", accepts: isRecord };

/** Reads the options of a resumption, and checks and copies its results. Throws `invalid_options`. */
export function readResumeOptions(given: ResumeOptions) {
  const { results: unchecked, ...options } = readOptions(given, "resumption");
  const results: unknown = unchecked ?? {};
  checkValue("results", results, resultsRule);
  return { options, results: readMembers("results.", results as Readonly<Record<string, unknown>>) };
}
