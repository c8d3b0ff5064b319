import { Conversation } from "../conversation/conversation.ts";
import { storedExchange } from "../conversation/stored-exchange.ts";
import type { Turn } from "../conversation/turn.ts";
import { noOpenExchange } from "../errors/exchange-errors.ts";
import type { CallOptions, GenerationOptions } from "../options/call-options.ts";
import { type ChatOptions, chatTable } from "../options/chat-options.ts";
import type { SendOptions } from "../options/output-options.ts";
import type { Platform } from "../platform/platform.ts";
import { prepareHistory } from "../request/prepared-prompt.ts";
import { checkValue } from "../validation/option-rule.ts";
import type { PromptContent } from "../wire/content.ts";
import type { CallContext } from "./call-context.ts";
import { type CallDefaults, NO_OPTIONS } from "./call-defaults.ts";
import type { ClientContext } from "./client-context.ts";
import type { ExchangeInit, ExchangeSlot } from "./exchange-init.ts";
import { slotIn } from "./exchange-slot.ts";
import { ExchangeWork } from "./exchange-work.ts";
import { openWork } from "./open-work.ts";
import { storedAnswer } from "./stored-answer.ts";
import { callsOf, toolFinder } from "./stored-calls.ts";

const NONE: readonly SendOptions[] = [];

/**
 * Gives a conversation a history from the caller. What it ends with:
 *
 * | the history ends with | with tools | without |
 * |---|---|---|
 * | calls without results | is an open exchange, as if it had paused here | is history: the next prompt has the results |
 * | results | is history; `resume()` continues it | is history |
 *
 * Throws `invalid_options`, which names the `argument`, by default the option `history`.
 */
function takeHistory(
  conversation: Conversation,
  history: readonly PromptContent[] | null | undefined,
  defaults: CallDefaults,
  platform: Platform,
  argument?: "contents",
): void {
  conversation.replace(prepareHistory(history, argument));
  openWaiting(conversation, defaults, platform);
}

/** The same for the argument of `setHistory()`. Throws `invalid_options`, and then changes nothing. */
export function replaceHistory(
  conversation: Conversation,
  contents: readonly PromptContent[],
  defaults: CallDefaults,
  platform: Platform,
): void {
  checkValue("contents", contents, chatTable.history);
  takeHistory(conversation, contents, defaults, platform, "contents");
}

/** Makes calls that the history ends with the open exchange, if there are tools. */
function openWaiting(conversation: Conversation, defaults: CallDefaults, platform: Platform): void {
  if (defaults.hasTools(NO_OPTIONS) && storedExchange(conversation.turns)?.isWaiting) {
    openStored(conversation, defaults.settingsFor(NO_OPTIONS).generation, platform);
  }
}

/** A new conversation with a history from the caller, see `takeHistory()`. */
export function conversationOf(
  history: readonly PromptContent[] | null | undefined,
  defaults: CallDefaults,
  platform: Platform,
): Conversation {
  const conversation = new Conversation(platform);
  takeHistory(conversation, history, defaults, platform);
  return conversation;
}

/**
 * The conversation of a fork: a copy, or one with the option `history`. If the fork has tools of its own, calls at the end are an
 * open exchange, as in {@link takeHistory}.
 */
export function forkOf(
  conversation: Conversation,
  { history, tools }: ChatOptions,
  defaults: CallDefaults,
  platform: Platform,
): Conversation {
  if (history != null) return conversationOf(history, defaults, platform);
  const fork = conversation.fork();
  if (tools != null) openWaiting(fork, defaults, platform);
  return fork;
}

/**
 * Whether a resumption with these options has something to continue, see {@link resumed}. Calls in the history of a chat with
 * tools were made by a send without them, so that only a resumption that names tools may run them.
 */
export function canResume(conversation: Conversation, call: CallOptions, defaults: CallDefaults): boolean {
  if (openWork(conversation)) return true;
  const stored = defaults.hasTools(call) ? storedExchange(conversation.turns) : undefined;
  return stored !== undefined && (!stored.isWaiting || call.tools != null);
}

/** What a resumption continues: the open exchange, or the one that the history ends with. Throws `no_open_exchange`. */
export function resumed(
  conversation: Conversation,
  call: CallOptions,
  defaults: CallDefaults,
  client: ClientContext,
): Pick<ExchangeInit, "open"> & { readonly slot: ExchangeSlot } {
  if (!canResume(conversation, call, defaults)) throw noOpenExchange();
  const expected = firstTurn(conversation);
  let inherited: readonly SendOptions[] = NONE;
  let context: CallContext | undefined;
  const inherit = (work: ExchangeWork | undefined) => {
    inherited = work?.options ?? NONE;
    // A signal that ended the exchange must not end its resumption.
    return inherited.reduce((below, layer) => below.with({ ...layer, signal: undefined }), defaults);
  };
  const open = () => {
    context = client.open(inherit(openWork(conversation)), call, conversation);
    return context;
  };
  const slot = slotIn(conversation, () => {
    // Not an exchange that a send began meanwhile.
    if (firstTurn(conversation) !== expected) return undefined;
    const work = openWork(conversation);
    // Opened only now: a send before it must be able to commit.
    if (!work) return openStored(conversation, defaults.settingsFor(call).generation, client.platform);
    // Another resumption that was before it in the queue may have added options.
    if (work.options !== inherited) context?.useSettings(inherit(work).settingsFor(call));
    return work;
  });
  return { open, slot: untilAnswered(conversation, slot) };
}

/** The turn that tells the open exchange, or the one that the history ends with, from every other. */
function firstTurn(conversation: Conversation): Turn | undefined {
  const work = openWork(conversation);
  if (work) return work.turns[0];
  const stored = storedExchange(conversation.turns);
  return stored?.prompt[0] ?? stored?.rounds[0]?.model[0];
}

/** Turns an exchange whose calls all have results back into history if no answer was added. The next send would drop it otherwise. */
function untilAnswered(conversation: Conversation, slot: ExchangeSlot): ExchangeSlot {
  return {
    guard: slot.guard,
    enter: async (scope) => {
      const entered = await slot.enter(scope);
      const { work, transaction } = entered;
      if (work?.state !== "stored") return entered;
      const all = [...transaction.turns, ...work.turns];
      const leave = () => {
        if (openWork(conversation) === work && work.state === "stored") conversation.replace(all);
        entered.leave();
      };
      return { ...entered, leave };
    },
  };
}

/** Makes the end of the history the open exchange. Returns undefined, and changes nothing, if it is none. */
function openStored(
  conversation: Conversation,
  options: GenerationOptions,
  platform: Platform,
): ExchangeWork | undefined {
  const stored = storedExchange(conversation.turns);
  if (!stored) return undefined;
  const { before, prompt, rounds, isWaiting } = stored;
  const work = new ExchangeWork(prompt, NO_OPTIONS);
  const toolFor = toolFinder(options);
  for (const round of rounds) {
    const calls = callsOf(round, toolFor, platform);
    const isOpen = isWaiting && round === rounds.at(-1);
    work.addStored(isOpen ? round.model : [...round.model, ...round.results], storedAnswer(round.model), calls);
    if (isOpen) work.openCalls(calls);
  }
  work.state = isWaiting ? "paused" : "stored";
  conversation.replace(before, work);
  return work;
}
