import { type CallDefaults, copyCallOptions, copyChatOptions, NO_OPTIONS } from "./call/call-defaults.ts";
import { CallIds } from "./call/call-ids.ts";
import type { ClientContext } from "./call/client-context.ts";
import { Conversation } from "./conversation/conversation.ts";
import { conversationBusy } from "./errors/call-errors.ts";
import { type Caller, captureCaller } from "./errors/caller.ts";
import { Exchange, type ExchangeInit } from "./exchange.ts";
import type { CallOptions } from "./options/call-options.ts";
import type { ChatOptions } from "./options/chat-options.ts";
import { prepareHistory, preparePrompt } from "./request/prepared-prompt.ts";
import type { Prompt } from "./request/prompt.ts";
import type { GenerateContentResponse } from "./response/generate-content-response.ts";
import { createStream, type GenerateContentStream } from "./response/generate-content-stream.ts";
import { type Inspection, inspectSymbol, nameClass, type PublicMembers, printed } from "./response/printing.ts";
import type { CallScope } from "./scope/call-scope.ts";
import { checkValue, integerRule } from "./validation/option-rule.ts";
import type { Content, PromptContent } from "./wire/content.ts";

/**
 * A conversation with its own history, default options and queue. It uses the credentials and connections of its
 * client.
 *
 * ```ts
 * const chat = client.chat({ systemPrompt: "Be concise.", history: stored });
 * const { text } = await chat.sendMessage("What is my name?");
 * ```
 *
 * Sends run one at a time, in order. A prompt and its response join the history together, or not at all if anything
 * fails. The history keeps only what Google accepts again; a response shows everything that was received. If a prompt lacks
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

  /** Continues the conversation; resolves with the whole response. Rejects with a {@link GeminiError}. */
  async sendMessage(prompt: Prompt, options: CallOptions = NO_OPTIONS): Promise<GenerateContentResponse> {
    const init = this.#prepare(prompt, options, captureCaller());
    if (this.#conversation.busy.inLoop) throw conversationBusy();
    return new Exchange(init).generate();
  }

  /** Continues the conversation with a streamed response. Joins the queue at the first iteration. */
  sendMessageStream(prompt: Prompt, options: CallOptions = NO_OPTIONS): GenerateContentStream {
    const caller = captureCaller();
    return createStream(() => {
      const init = this.#prepare(prompt, options, caller);
      return (chunks) => {
        const { busy } = this.#conversation;
        if (busy.inLoop) throw conversationBusy();
        const loop = busy.watch(() => chunks.wanted);
        chunks.onNext(loop.enter);
        void new Exchange({ ...init, onSettled: loop.leave }).stream(chunks);
      };
    });
  }

  /**
   * The conversation, thoughts included: a deeply frozen snapshot, and the same object until the history changes. It
   * can be stored as JSON and passed as `history` later.
   */
  get history(): readonly Content[] {
    return this.#conversation.history;
  }

  /**
   * Replaces the history at once; throws `invalid_options` and changes nothing if a content is invalid, or if a function call
   * has no result and is not at the end. The thought signatures of contents taken from an earlier {@link history} remain
   * valid:
   * `chat.setHistory(chat.history.slice(-20))`. A response still under way is delivered but not kept.
   */
  setHistory(contents: readonly PromptContent[]): void {
    this.#conversation.replace(prepareHistory(contents));
  }

  /**
   * Removes the last exchanges at once: `turns` prompts of the user, each with everything after it. Function results belong
   * to the prompt before them. A response still under way is delivered but not kept. Throws `invalid_options`.
   *
   * @param turns a whole number, 1 or more
   * @returns the number of exchanges removed: fewer than `turns` if the history has fewer
   */
  rewind(turns = 1): number {
    checkValue("turns", turns, integerRule(1));
    return this.#conversation.rewind(turns);
  }

  /** Clears the history at once. A response still under way is delivered but not kept. */
  clearHistory(): void {
    this.#conversation.replace([]);
  }

  /**
   * Creates an independent chat with a copy of this history, or with the option `history`. `options` override this
   * chat's.
   */
  fork(options: ChatOptions = NO_OPTIONS): Chat {
    this.#client.throwIfClosed();
    const { history, ...own } = copyChatOptions(options);
    const conversation =
      history == null ? this.#conversation.fork() : new Conversation(this.#client.platform, prepareHistory(history));
    return new ChatClass(this.#client, this.#defaults.with(own), conversation);
  }

  /** @internal */
  toJSON(): object {
    return { turns: this.history.length };
  }

  /** @internal */
  [inspectSymbol](...inspection: Inspection): unknown {
    return printed("Chat", this.toJSON(), inspection);
  }

  /** Checks and copies at once: the caller's objects may change while the send waits in the queue. */
  #prepare(prompt: Prompt, options: CallOptions, caller: Caller | undefined): ExchangeInit {
    const call = copyCallOptions(options);
    const conversation = this.#conversation;
    const ids = new CallIds(this.#client.platform, conversation);
    return {
      open: () => this.#client.open(this.#defaults, call, ids),
      prompt: preparePrompt(prompt),
      caller,
      slot: {
        enter: async (scope: CallScope) => {
          const leave = await conversation.queue.enter(scope);
          return { transaction: conversation.begin(), leave };
        },
      },
    };
  }
}
