import { type CallDefaults, copyCallOptions, copyChatOptions, NO_OPTIONS } from "./call/call-defaults.ts";
import type { ClientContext } from "./call/client-context.ts";
import type { ExchangeInit } from "./call/exchange-init.ts";
import { slotIn } from "./call/exchange-slot.ts";
import { contentsToStore, openWork } from "./call/open-work.ts";
import { canResume, forkOf, replaceHistory, resumed } from "./call/stored-work.ts";
import type { Conversation } from "./conversation/conversation.ts";
import { atEntry, type Caller, captureCaller } from "./errors/caller.ts";
import { type ChatOptions, type ResumeOptions, readResumeOptions } from "./options/chat-options.ts";
import type { SendOptions } from "./options/output-options.ts";
import { preparePrompt } from "./request/prepared-prompt.ts";
import type { Prompt } from "./request/prompt.ts";
import type { GenerateContentResponse } from "./response/generate-content-response.ts";
import type { StreamOf } from "./response/generate-content-stream.ts";
import { type Inspection, inspectSymbol, nameClass, type PublicMembers, printed } from "./response/printing.ts";
import type { PendingCall } from "./response/step-calls.ts";
import type { OutputOf, SchemaOption } from "./schema/output-schema.ts";
import { createStreamIn, generateIn } from "./start-exchange.ts";
import { checkValue, integerRule } from "./validation/option-rule.ts";
import type { Content, PromptContent } from "./wire/content.ts";

/**
 * A conversation with its own history, default options and queue, and the credentials and connections of its client.
 *
 * ```ts
 * const chat = client.chat({ systemPrompt: "Be concise." });
 * console.log((await chat.sendMessage("Hello!")).text);
 * ```
 *
 * Sends run one at a time, in order. A prompt and its response are added to the history together, or not at all if anything
 * fails. The history keeps only what Google accepts back; a response shows everything that was received. If a prompt lacks
 * results for function calls of the previous response, an error is sent for each, with the warning `function_results_added`.
 */
export interface Chat extends PublicMembers<ChatClass> {}

/** The class behind {@link Chat}. */
export class ChatClass {
  static {
    nameClass(ChatClass, "Chat");
  }

  readonly #client: ClientContext;
  readonly #defaults: CallDefaults;
  readonly #conversation: Conversation;

  /** @internal Created by `client.chat()`. */
  constructor(client: ClientContext, defaults: CallDefaults, conversation: Conversation) {
    this.#client = client;
    this.#defaults = defaults;
    this.#conversation = conversation;
  }

  /**
   * Continues the conversation; resolves with the whole response. Rejects with a {@link GeminiError}: `exchange_open` if an
   * exchange is paused. A failed one is dropped, with the warning `exchange_dropped`: {@link resume} continues it instead.
   */
  sendMessage<const S extends SchemaOption = undefined>(
    prompt: Prompt,
    options?: SendOptions<S>,
  ): Promise<GenerateContentResponse<OutputOf<S>>> {
    return ChatClass.send<OutputOf<S>>(this, captureCaller(sendMessage), prompt, options);
  }

  /** Like {@link sendMessage}, but streamed. Joins the queue at the first iteration. */
  sendMessageStream<const S extends SchemaOption = undefined>(prompt: Prompt, options?: SendOptions<S>): StreamOf<S> {
    return ChatClass.sendStream<S>(this, captureCaller(sendMessageStream), prompt, options);
  }

  /** Whether {@link resume} can continue an exchange: a paused one, one that failed after function calls, or a stored one. */
  get canResume(): boolean {
    return canResume(this.#conversation, NO_OPTIONS, this.#defaults);
  }

  /**
   * The function calls of the open exchange that wait for an approval, a result, or {@link resume}. Also empty if an
   * exchange has failed and only the model's answer is missing: see {@link canResume}.
   */
  get pending(): readonly PendingCall[] {
    return openWork(this.#conversation)?.pending() ?? [];
  }

  /**
   * Continues the open exchange after its last finished round, and runs no call a second time. Rejects with a {@link GeminiError}:
   * `no_open_exchange`; `invalid_options` if a result is missing, or belongs to no open call. Options of its earlier calls apply
   * too, except `signal` and the `toolLoop` of a resumption. The type of `object` is `never` unless you pass `schema` again.
   */
  resume<const S extends SchemaOption = never>(
    options: ResumeOptions<S> = {},
  ): Promise<GenerateContentResponse<OutputOf<S>>> {
    const caller = captureCaller(resume);
    return generateIn(this.#conversation, () => this.#resume(options, caller), caller);
  }

  /** Like {@link resume}, but streamed. Starts at the first iteration. */
  resumeStream<const S extends SchemaOption = never>(options: ResumeOptions<S> = {}): StreamOf<S> {
    const caller = captureCaller(resumeStream);
    return createStreamIn(this.#conversation, () => this.#resume(options, caller), caller);
  }

  /** Drops the open exchange, but nothing of the {@link history}. A resumption in progress is delivered but not kept. */
  discard(): void {
    this.#conversation.dropOpen();
  }

  /** The finished exchanges with thoughts: a deeply frozen snapshot, the same until it changes. To store: {@link contents}. */
  get history(): readonly Content[] {
    return this.#conversation.history;
  }

  /**
   * What to store as JSON and pass as `history` later, with the same tools: the {@link history}, and the exchange that is open
   * or running. A function that was started and has not returned has an error as its result, so that it does not run twice.
   */
  get contents(): readonly Content[] {
    return contentsToStore(this.#conversation);
  }

  /**
   * Replaces the history at once; throws `invalid_options` and changes nothing if a content is invalid, or if a function call
   * before the end has no result. Thought signatures of contents from an earlier {@link history} remain valid:
   * `chat.setHistory(chat.history.slice(-20))`. A response in progress is delivered but not kept, and an open exchange is
   * dropped. With tools, a history that ends with calls opens an exchange. Google rejects one that starts with calls or results:
   * make it start with a prompt of the user.
   */
  setHistory(contents: readonly PromptContent[]): void {
    atEntry(setHistory, () => replaceHistory(this.#conversation, contents, this.#defaults, this.#client.platform));
  }

  /**
   * Removes the last exchanges at once: `turns` prompts of the user (1 or more), each with everything after it. Function
   * results belong to the prompt before them. A response in progress is delivered but not kept. An open exchange is not
   * part of the history; it is dropped, and not counted. Returns how many were removed. Throws `invalid_options`.
   */
  rewind(turns = 1): number {
    atEntry(rewind, () => checkValue("turns", turns, integerRule(1)));
    return this.#conversation.rewind(turns);
  }

  /** Clears the history at once, and drops an open exchange. A response in progress is delivered but not kept. */
  clearHistory(): void {
    this.#conversation.replace([]);
  }

  /**
   * Creates an independent chat with a copy of this history, or with the option `history`. `options` override this
   * chat's. An open exchange stays with this chat, since its calls must not run twice. If `options` has tools, calls at
   * the end of the history become an open exchange of the new chat.
   */
  fork(options: ChatOptions = NO_OPTIONS): Chat {
    return atEntry(fork, () => {
      this.#client.throwIfClosed();
      const given = copyChatOptions(options);
      const { history: _, ...own } = given;
      const defaults = this.#defaults.with(own);
      return new ChatClass(this.#client, defaults, forkOf(this.#conversation, given, defaults, this.#client.platform));
    });
  }

  /** @internal */
  toJSON(): object {
    return { turns: this.history.length, ...(this.canResume && { canResume: true }) };
  }

  /** @internal */
  [inspectSymbol](...inspection: Inspection): unknown {
    return printed("Chat", this.toJSON(), inspection);
  }

  /** @internal Sends for a method of the chat, or of the client whose default chat it is: the one that `caller` called. */
  static send<T>(chat: ChatClass, caller: Caller | undefined, prompt: Prompt, options?: SendOptions) {
    return generateIn<T>(chat.#conversation, () => chat.#send(prompt, options, caller), caller);
  }

  /** @internal Like {@link send}, but streamed. */
  static sendStream<S>(
    chat: ChatClass,
    caller: Caller | undefined,
    prompt: Prompt,
    options?: SendOptions,
  ): StreamOf<S> {
    return createStreamIn(chat.#conversation, () => chat.#send(prompt, options, caller), caller);
  }

  /** Checks and copies at once: the caller's objects may change while the send waits in the queue. */
  #send(prompt: Prompt, options: SendOptions = NO_OPTIONS, caller: Caller | undefined): ExchangeInit {
    const call = copyCallOptions(options);
    const open = () => this.#client.open(this.#defaults, call, this.#conversation);
    return { open, prompt: preparePrompt(prompt), options: call, caller, slot: slotIn(this.#conversation) };
  }

  #resume(given: ResumeOptions, caller: Caller | undefined): ExchangeInit {
    const { options, results } = readResumeOptions(given);
    const call = copyCallOptions(options);
    const { open, slot } = resumed(this.#conversation, call, this.#defaults, this.#client);
    return { open, prompt: [], options: call, caller, slot, results };
  }
}

/** The methods themselves: a program may wrap them, as instrumentation does. */
const { fork, resume, resumeStream, rewind, sendMessage, sendMessageStream, setHistory } = ChatClass.prototype;
