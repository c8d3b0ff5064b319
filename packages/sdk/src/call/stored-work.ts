import { Conversation } from "../conversation/conversation.ts";
import { openCallsOf } from "../conversation/open-calls.ts";
import type { OpenCall } from "../conversation/open-exchange.ts";
import { giveStored, type StoredRound, storedExchange } from "../conversation/stored-exchange.ts";
import { noOpenExchange } from "../errors/exchange-errors.ts";
import type { CallOptions, GenerationOptions } from "../options/call-options.ts";
import { chatTable } from "../options/chat-options.ts";
import type { SendOptions } from "../options/output-options.ts";
import { definitionOf } from "../options/tool.ts";
import { wireNames } from "../options/tool-names.ts";
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
  if (defaults.hasTools(NO_OPTIONS) && storedExchange(conversation.turns)?.isWaiting) {
    openStored(conversation, defaults.settingsFor(NO_OPTIONS).generation, platform);
  }
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

/** Whether a resumption with these options has something to continue, see {@link resumed}. */
export function canResume(conversation: Conversation, call: CallOptions, defaults: CallDefaults): boolean {
  if (openWork(conversation)) return true;
  return defaults.hasTools(call) && storedExchange(conversation.turns) !== undefined;
}

/** What a resumption continues: the open exchange, or the one that the history ends with. Throws `no_open_exchange`. */
export function resumed(
  conversation: Conversation,
  call: CallOptions,
  defaults: CallDefaults,
  client: ClientContext,
): Pick<ExchangeInit, "open"> & { readonly slot: ExchangeSlot } {
  if (!canResume(conversation, call, defaults)) throw noOpenExchange();
  const work = openWork(conversation);
  if (work) return resumedWork(work, conversation, call, defaults, client);
  const { generation } = defaults.settingsFor(call);
  // Opened when the resumption has its turn: a send before it must be able to commit.
  const stored = () => (openWork(conversation) ? undefined : openStored(conversation, generation, client.platform));
  const open = () => client.open(defaults, call, conversation);
  return { open, slot: untilAnswered(conversation, slotIn(conversation, stored)) };
}

/** Continues an open exchange, with the options that its calls have when the resumption has its turn. */
function resumedWork(
  work: ExchangeWork,
  conversation: Conversation,
  call: CallOptions,
  own: CallDefaults,
  client: ClientContext,
): Pick<ExchangeInit, "open"> & { readonly slot: ExchangeSlot } {
  let inherited: readonly SendOptions[] = [];
  let context: CallContext | undefined;
  const inherit = () => {
    inherited = work.options;
    // A signal that ended the exchange must not end its resumption.
    return inherited.reduce((below, layer) => below.with({ ...layer, signal: undefined }), own);
  };
  const open = () => {
    context = client.open(inherit(), call, conversation);
    return context;
  };
  const slot = slotIn(conversation, () => {
    if (openWork(conversation) !== work) return undefined;
    // Another resumption that was before it in the queue may have added options.
    if (work.options !== inherited) context?.useSettings(inherit().settingsFor(call));
    return work;
  });
  return { open, slot };
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

/** What is known of a function before the tools are prepared, for which MCP servers have to be asked. */
interface KnownTool {
  readonly name: string;
  readonly state: OpenCall["state"];
}

function toolFinder({ tools, toolLoop }: GenerationOptions): (name: string) => KnownTool {
  const definitions = (tools ?? []).flatMap((one) => definitionOf(one) ?? []);
  const functions = definitions.filter((one) => one.kind === "function");
  const declared = wireNames(functions.map(({ name }) => name));
  const servers = definitions.filter((one) => one.kind === "mcp");
  return (name) => {
    const own = functions[declared.indexOf(name)];
    const tool = own ?? servers.find(({ prefix }) => name.startsWith(prefix ?? ""));
    const isRun = toolLoop !== false && !(own && !own.execute);
    const state = tool?.needsApproval === true ? "approval" : "waiting";
    return { name: own?.name ?? name, state: isRun ? state : "result" };
  };
}

function callsOf(
  { model, results, earlier }: StoredRound,
  toolFor: (name: string) => KnownTool,
  { randomUuid }: Platform,
): readonly OpenCall[] {
  const calls = openCallsOf(
    model.flatMap((turn) => turn.calls),
    earlier,
    ({ name = "" }) => toolFor(name).name,
    () => true,
    randomUuid,
  );
  for (const call of calls) call.state = toolFor(call.call.name ?? "").state;
  giveStored(calls, results);
  return calls;
}
