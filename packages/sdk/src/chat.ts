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
import type { CallScope } from "./scope/call-scope.ts";
import type { Content } from "./wire/content.ts";

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
 * fails.
 */
export class Chat {
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
   * Replaces the history at once; throws `invalid_options` and changes nothing if a content is invalid. The thought
   * signatures of contents taken from an earlier {@link history} remain valid:
   * `chat.setHistory(chat.history.slice(-20))`. A response still under way is delivered but not kept.
   */
  setHistory(contents: readonly Content[]): void {
    this.#conversation.replace(prepareHistory(contents));
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
    return new Chat(this.#client, this.#defaults.with(own), conversation);
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
