import type { ConversationTransaction } from "../conversation/conversation.ts";
import type { Caller } from "../errors/caller.ts";
import type { SendOptions } from "../options/output-options.ts";
import type { PreparedPrompt } from "../request/prepared-prompt.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { CallContext } from "./call-context.ts";
import type { ExchangeWork } from "./exchange-work.ts";

/** What a chat contributes to an exchange: its queue and its history. */
export interface ExchangeSlot {
  /** Waits until it is this exchange's turn. Throws if the chat cannot take it. */
  enter(scope: CallScope): Promise<EnteredSlot>;
  readonly guard: Guard;
}

/** Runs a function that an exchange waits for, so that a send of its own on the chat fails at once. */
export type Guard = <Value>(run: () => Value | Promise<Value>) => Promise<Value>;

/** Without a chat, nothing has to be guarded. */
export const unguarded: Guard = async (run) => run();

/** A chat while an exchange has its turn. */
export interface EnteredSlot {
  readonly transaction: ConversationTransaction;
  /** The exchange to resume; undefined for a new exchange. */
  readonly work: ExchangeWork | undefined;
  /** Ends the turn. */
  readonly leave: () => void;
}

/** The parts of an exchange. */
export interface ExchangeInit {
  /** Opens the call. Runs when the exchange starts; for a stream, that is later than its creation. */
  readonly open: () => CallContext;
  readonly prompt: PreparedPrompt;
  /** The options of the call, for a later resumption. */
  readonly options: SendOptions;
  /** Absent for a stateless call. */
  readonly slot?: ExchangeSlot | undefined;
  /** Who made the call: its lines end the stack of the call's error. */
  readonly caller?: Caller | undefined;
  /** Results of open calls, for an exchange that is resumed. */
  readonly results?: Readonly<Record<string, unknown>> | undefined;
  /** Runs when the exchange has settled and, for a stream, as soon as it is cancelled. May run more than once. */
  readonly onSettled?: () => void;
}
