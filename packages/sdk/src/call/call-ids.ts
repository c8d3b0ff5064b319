import type { RequestIds } from "../backends/backend.ts";
import type { Conversation } from "../conversation/conversation.ts";
import type { Platform } from "../platform/platform.ts";

/** Ids are created on first use: not every service needs them, and the first one makes Node load its crypto module. */
export class CallIds implements RequestIds {
  readonly #platform: Platform;
  readonly #conversation: Conversation | undefined;
  #session: string | undefined;
  #prompt: string | undefined;

  /** Without a conversation, the call is a session of its own. */
  constructor(platform: Platform, conversation?: Conversation) {
    this.#platform = platform;
    this.#conversation = conversation;
  }

  get session(): string {
    this.#session ??= this.#conversation?.sessionId ?? this.#platform.randomUuid();
    return this.#session;
  }

  get prompt(): string {
    this.#prompt ??= this.#platform.randomUuid();
    return this.#prompt;
  }
}
