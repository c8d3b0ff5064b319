/// <reference lib="esnext.disposable" preserve="true" />
import { platform as ownPlatform } from "#platform";
import { CallDefaults, copyChatOptions, NO_OPTIONS } from "./call/call-defaults.ts";
import { ClientContext } from "./call/client-context.ts";
import { Connections } from "./call/connections.ts";
import type { Gate } from "./call/gate.ts";
import { StatelessInit } from "./call/stateless-init.ts";
import { conversationOf } from "./call/stored-work.ts";
import { type Chat, ChatClass } from "./chat.ts";
import type { Conversation } from "./conversation/conversation.ts";
import { forkTakesNothing } from "./errors/call-errors.ts";
import { atEntry, captureCaller } from "./errors/caller.ts";
import { Exchange } from "./exchange.ts";
import type { ChatOptions } from "./options/chat-options.ts";
import type { GeminiOptions } from "./options/client-options.ts";
import type { SendOptions } from "./options/output-options.ts";
import { validateClientOptions } from "./options/validate-options.ts";
import type { Platform } from "./platform/platform.ts";
import type { Contents, Prompt } from "./request/prompt.ts";
import type { GenerateContentResponse } from "./response/generate-content-response.ts";
import type { StreamOf } from "./response/generate-content-stream.ts";
import { type Inspection, inspectSymbol, nameClass, printed } from "./response/printing.ts";
import type { OutputOf, SchemaOption } from "./schema/output-schema.ts";
import { createStreamOf } from "./start-exchange.ts";
import type { Content } from "./wire/content.ts";

/** Parts that a fork or a test passes to a new client. */
interface ClientParts {
  readonly platform: Platform;
  readonly connections: Connections;
  readonly conversation: Conversation;
  readonly gates: readonly Gate[];
}

/**
 * A client for Gemini on any of its three backends.
 *
 * ```ts
 * import { GeminiClient } from "gemini-ts";
 *
 * const client = new GeminiClient({ model: "gemini-3.8-flash" });
 * console.log((await client.generate("What is 2+2?")).text);
 * const chat = client.chat({ systemPrompt: "Be concise." });
 * for await (const chunk of chat.sendMessageStream("Hello!")) process.stdout.write(chunk.textDelta);
 * await client.close();
 * ```
 *
 * `generate` and `generateStream` are stateless, so one client may serve any number of users. A conversation is a
 * {@link Chat}. `sendMessage`, `sendMessageStream`, `history` and `clearHistory` are those of {@link defaultChat},
 * which all users of this client share.
 *
 * Nothing is read or sent before the first call. Every failure is a {@link GeminiError}.
 */
export interface GeminiClient {
  /** The chat behind the client's own `sendMessage`, `sendMessageStream`, `history` and `clearHistory`. */
  readonly defaultChat: Chat;
  /** The history of the {@link defaultChat}: a frozen snapshot, see {@link Chat.history}. */
  readonly history: readonly Content[];
  /** Continues the {@link defaultChat}; resolves with the whole response. Rejects with a {@link GeminiError}. */
  sendMessage<const S extends SchemaOption = undefined>(
    prompt: Prompt,
    options?: SendOptions<S>,
  ): Promise<GenerateContentResponse<OutputOf<S>>>;
  /** Continues the {@link defaultChat} with a streamed response. Joins the queue at the first iteration. */
  sendMessageStream<const S extends SchemaOption = undefined>(prompt: Prompt, options?: SendOptions<S>): StreamOf<S>;
  /** Clears the history of the {@link defaultChat} at once. */
  clearHistory(): void;
  /**
   * Creates a client with the same credentials and connections, a copy of the default chat's history, and its own
   * queue.
   */
  fork(): GeminiClient;
  /**
   * Creates an independent conversation that uses this client's credentials and connections. The chat's options apply
   * to all its sends. A send's own options override the chat's, which override the client's. Throws `invalid_options`,
   * `client_closed`.
   */
  chat(options?: ChatOptions): Chat;
  /**
   * Generates one response outside of any chat. Calls can run concurrently; no history is kept. Rejects with a
   * {@link GeminiError}.
   */
  generate<const S extends SchemaOption = undefined>(
    contents: Contents,
    options?: SendOptions<S>,
  ): Promise<GenerateContentResponse<OutputOf<S>>>;
  /** Like {@link generate}, but streamed. Starts at the first iteration. */
  generateStream<const S extends SchemaOption = undefined>(contents: Contents, options?: SendOptions<S>): StreamOf<S>;
  /** Ends running calls of all chats with `client_closed` and closes the connections. This is final; further calls do nothing. */
  close(): Promise<void>;
  /** `await using client = new GeminiClient()` closes the client at the end of the block. */
  [Symbol.asyncDispose](): Promise<void>;
}

/** The interface. Within the class, its name is that of the class. */
type PublicClient = GeminiClient;

/** The type of the value `GeminiClient`: creates clients, and works with `instanceof`. */
interface GeminiClientConstructor {
  /**
   * Creates a client. Without options, it uses the credentials that it finds. Throws `invalid_options`, which names the
   * option, the value it got, and the values it accepts.
   *
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/sign-in.md
   */
  new (options?: GeminiOptions): GeminiClient;
  /** @internal Forks and tests pass their own parts. */
  new (options: GeminiOptions | undefined, parts: Partial<ClientParts>): GeminiClient;
  /** For `instanceof`. */
  readonly prototype: GeminiClient;
}

// The type of a class with `#private` fields accepts nothing else, so the public type is the interface.
export const GeminiClient: GeminiClientConstructor = class GeminiClient implements PublicClient {
  static {
    nameClass(GeminiClient, "GeminiClient");
  }
  readonly defaultChat: ChatClass;
  readonly #context: ClientContext;
  readonly #defaults: CallDefaults;
  readonly #conversation: Conversation;

  constructor(
    options: GeminiOptions = {},
    { platform = ownPlatform, connections, conversation, gates }: Partial<ClientParts> = {},
  ) {
    const own = atEntry(GeminiClient, () => validateClientOptions(options));
    this.#context = new ClientContext(own, platform, connections ?? new Connections(own), gates);
    const defaults = new CallDefaults([own]);
    this.#defaults = defaults;
    this.#conversation = conversation ?? atEntry(GeminiClient, () => conversationOf(own.history, defaults, platform));
    this.defaultChat = new ChatClass(this.#context, this.#defaults, this.#conversation);
  }

  sendMessage<const S extends SchemaOption = undefined>(prompt: Prompt, options?: SendOptions<S>) {
    return ChatClass.send<OutputOf<S>>(this.defaultChat, captureCaller(sendMessage), prompt, options);
  }

  sendMessageStream<const S extends SchemaOption = undefined>(prompt: Prompt, options?: SendOptions<S>) {
    return ChatClass.sendStream<S>(this.defaultChat, captureCaller(sendMessageStream), prompt, options);
  }

  get history(): readonly Content[] {
    return this.defaultChat.history;
  }

  clearHistory(): void {
    this.defaultChat.clearHistory();
  }

  /** `options`: rejected. JavaScript programs may pass it, although the type does not allow it. */
  fork(options?: unknown): GeminiClient {
    atEntry(fork, () => {
      if (options !== undefined) throw forkTakesNothing();
      this.#context.throwIfClosed();
    });
    const { options: own, platform, connections, gates } = this.#context;
    const conversation = this.#conversation.fork();
    return new GeminiClient(own, { platform, connections: connections.share(), conversation, gates });
  }

  chat(options: ChatOptions = NO_OPTIONS): Chat {
    return atEntry(chat, () => {
      this.#context.throwIfClosed();
      const { history, ...own } = copyChatOptions(options);
      const defaults = this.#defaults.with(own);
      return new ChatClass(this.#context, defaults, conversationOf(history, defaults, this.#context.platform));
    });
  }

  generate<const S extends SchemaOption = undefined>(contents: Contents, options?: SendOptions<S>) {
    const caller = captureCaller(generate);
    return Exchange.generate<OutputOf<S>>(
      () => new StatelessInit(this.#context, this.#defaults, contents, options, caller),
      caller,
    );
  }

  generateStream<const S extends SchemaOption = undefined>(contents: Contents, options?: SendOptions<S>) {
    const caller = captureCaller(generateStream);
    return createStreamOf<S>(() => new StatelessInit(this.#context, this.#defaults, contents, options, caller), caller);
  }

  async close(): Promise<void> {
    this.#context.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** @internal Excludes the options, which may hold an API key. */
  toJSON(): object {
    return { defaultChat: this.defaultChat };
  }

  /** @internal */
  [inspectSymbol](...inspection: Inspection): unknown {
    return printed("GeminiClient", this.toJSON(), inspection);
  }
};

/** The methods themselves: a program may wrap them, as instrumentation does. */
const { chat, fork, generate, generateStream, sendMessage, sendMessageStream } = GeminiClient.prototype;
