/// <reference lib="esnext.disposable" preserve="true" />
import { platform as ownPlatform } from "#platform";
import { chooseBackend } from "./backends/choose-backend.ts";
import { AnswerCall, type AnswerCallInit } from "./call/answer-call.ts";
import { CallIds } from "./call/call-ids.ts";
import { bringsNoSettings, CallSettings } from "./call/call-settings.ts";
import { Connections } from "./call/connections.ts";
import { Conversation } from "./conversation/conversation.ts";
import { Turn } from "./conversation/turn.ts";
import { clientClosed, conversationBusy } from "./errors/call-errors.ts";
import { invalidOption } from "./errors/option-errors.ts";
import type { Backend } from "./options/backend.ts";
import type { CallOptions, GenerationOptions } from "./options/call-options.ts";
import { callRules } from "./options/check-options.ts";
import { checkCallOptions, checkClientOptions, type GeminiOptions } from "./options/client-options.ts";
import { copyOptions } from "./options/copy-options.ts";
import type { Platform } from "./platform/platform.ts";
import { type Contents, checkedContent, contentsToTurns, type Prompt, promptToContent } from "./request/prompt.ts";
import type { ChunkBuffer } from "./response/chunk-buffer.ts";
import type { GenerateContentResponse } from "./response/generate-content-response.ts";
import { GenerateContentStream } from "./response/generate-content-stream.ts";
import { CallScope } from "./scope/call-scope.ts";
import type { Content } from "./wire/content.ts";

const DEFAULT_MODEL = "gemini-2.5-pro";
/** Of a call that leaves them out: nothing to check, to copy or to merge. */
const NO_OPTIONS: CallOptions = Object.freeze({});
const DEFAULT_MAX_RESPONSE_BYTES = 256 * 1024 * 1024;

/** What clients of one family have in common. */
interface ClientParts {
  readonly platform: Platform;
  readonly connections: Connections;
  readonly conversation: Conversation;
}

/**
 * Gemini on any of its three sign-ins, with one conversation.
 *
 * ```ts
 * const client = new GeminiClient({ model: "gemini-2.5-flash", systemPrompt: "Be concise." });
 * for await (const chunk of client.sendMessageStream("Hello!")) process.stdout.write(chunk.textDelta);
 * const { text } = await client.sendMessage("What is 2+2?");
 * await client.close();
 * ```
 *
 * Nothing is read or sent before the first call. Sends run one at a time, in order; a prompt and its answer join the
 * conversation together or not at all. Every failure is a {@link GeminiError}.
 */
export class GeminiClient {
  readonly #options: GeminiOptions;
  readonly #platform: Platform;
  readonly #connections: Connections;
  readonly #conversation: Conversation;
  readonly #calls = new Set<CallScope>();
  /** Of calls without options of their own. */
  #plainSettings: CallSettings | undefined;
  #closed = false;

  /** Throws `invalid_options`. */
  constructor(options?: GeminiOptions);
  /** @internal Forks and tests bring their own parts. */
  constructor(options: GeminiOptions | undefined, parts: Partial<ClientParts>);
  constructor(options: GeminiOptions = {}, parts: Partial<ClientParts> = {}) {
    checkClientOptions(options);
    this.#options = copyOptions(options);
    this.#platform = parts.platform ?? ownPlatform;
    this.#connections = parts.connections ?? new Connections(options);
    this.#conversation = parts.conversation ?? new Conversation(this.#platform, initialTurns(options.history));
  }

  /** Continues the conversation; gives the whole answer. Rejects with a {@link GeminiError}, as every send does. */
  async sendMessage(prompt: Prompt, options: CallOptions = NO_OPTIONS): Promise<GenerateContentResponse> {
    const init = this.#conversationCall(prompt, options);
    if (this.#conversation.busy.inLoop) throw conversationBusy();
    return this.#begin(init, "generateContent").whole();
  }

  /** Continues the conversation; gives the answer as it is made. Takes its place in the queue at the first iteration. */
  sendMessageStream(prompt: Prompt, options: CallOptions = NO_OPTIONS): GenerateContentStream {
    return this.#lazyStream(
      () => this.#conversationCall(prompt, options),
      (init, chunks) => {
        if (this.#conversation.busy.inLoop) throw conversationBusy();
        const loop = this.#conversation.busy.watch(() => chunks.wanted);
        chunks.onNext(loop.enter);
        void this.#begin(init, "streamGenerateContent", loop.leave).stream(chunks);
      },
    );
  }

  /** Answers outside the conversation and its queue; any number at once. Nothing is kept. */
  async generate(contents: Contents, options: CallOptions = NO_OPTIONS): Promise<GenerateContentResponse> {
    return this.#begin(this.#statelessCall(contents, options), "generateContent").whole();
  }

  /** The same as it is made. Starts at the first iteration. */
  generateStream(contents: Contents, options: CallOptions = NO_OPTIONS): GenerateContentStream {
    return this.#lazyStream(
      () => this.#statelessCall(contents, options),
      (init, chunks) => void this.#begin(init, "streamGenerateContent").stream(chunks),
    );
  }

  /**
   * The conversation as Gemini stores it, thoughts included: a snapshot, frozen with everything in it, the same object
   * until the next answer. JSON of it can be given back as the option `history`.
   */
  get history(): readonly Content[] {
    return this.#conversation.history;
  }

  /** Forgets the conversation at once. An answer that is under way is delivered and not kept. */
  clearHistory(): void {
    this.#conversation.clear();
  }

  /** A client on the same sign-in and connections, with a copy of the conversation and a queue of its own. */
  fork(): GeminiClient {
    if (this.#closed) throw clientClosed();
    return new GeminiClient(this.#options, {
      platform: this.#platform,
      connections: this.#connections.share(),
      conversation: this.#conversation.fork(),
    });
  }

  /** Ends running calls with `client_closed` and frees the connections. Final; may be called again. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const scope of this.#calls) scope.stop(clientClosed(scope.phase));
    this.#connections.release();
  }

  /** `await using client = new GeminiClient()` closes it at the end of the block. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #conversationCall(prompt: Prompt, options: CallOptions): PendingCall {
    const { queue } = this.#conversation;
    return {
      options: checkedCopy(options),
      turns: [new Turn(promptToContent(prompt))],
      ids: new CallIds(this.#platform, this.#conversation),
      conversation: { queue, begin: () => this.#conversation.begin() },
    };
  }

  #statelessCall(contents: Contents, options: CallOptions): PendingCall {
    const checked = checkedCopy(options);
    const turns = contentsToTurns(contents).map((content) => new Turn(content));
    return { options: checked, turns, ids: new CallIds(this.#platform), conversation: undefined };
  }

  /** Checks at once, so that the caller's objects may change afterwards; fails, like every send, when it is awaited. */
  #lazyStream(
    prepare: () => PendingCall,
    start: (call: PendingCall, chunks: ChunkBuffer) => void,
  ): GenerateContentStream {
    let pending: PendingCall | undefined;
    let failure: unknown;
    try {
      pending = prepare();
    } catch (error) {
      failure = error;
    }
    return new GenerateContentStream((chunks) => {
      if (!pending) throw failure;
      start(pending, chunks);
    });
  }

  #begin(
    { options: call, turns, ids, conversation }: PendingCall,
    operation: "generateContent" | "streamGenerateContent",
    onSettled: () => void = () => {},
  ): AnswerCall {
    if (this.#closed) throw clientClosed();
    const client = this.#options;
    const platform = this.#platform;
    const settings = this.#settingsFor(call);
    const models = modelsOf(settings.generation, platform);
    const scope = new CallScope({
      clock: platform.clock,
      timeouts: settings.timeouts,
      signals: call.signal === null ? [] : [client.signal, call.signal],
      onEvent: client.onEvent,
    });
    this.#calls.add(scope);
    const init: AnswerCallInit = {
      turns,
      ids,
      conversation,
      scope,
      platform,
      transport: this.#connections.transport,
      chooseBackend: () => givenBackend(client) ?? chooseBackend(client, platform, scope.onEvent),
      project: client.project ?? undefined,
      models,
      settings,
      maxResponseBytes: client.maxResponseBytes ?? DEFAULT_MAX_RESPONSE_BYTES,
      onSettled: () => {
        this.#calls.delete(scope);
        onSettled();
      },
    };
    return new AnswerCall(init, operation);
  }

  #settingsFor(call: CallOptions): CallSettings {
    if (call !== NO_OPTIONS && !bringsNoSettings(call)) return new CallSettings(this.#options, call);
    this.#plainSettings ??= new CallSettings(this.#options, {});
    return this.#plainSettings;
  }
}

type PendingCall = Pick<AnswerCallInit, "turns" | "ids" | "conversation"> & { readonly options: CallOptions };

/** Checked, and as they are now: a call may wait, and the caller's objects may change meanwhile. */
function checkedCopy(options: CallOptions): CallOptions {
  if (options === NO_OPTIONS) return options;
  checkCallOptions(options);
  return copyOptions(options);
}

function initialTurns(history: readonly Content[] | null | undefined): readonly Turn[] {
  return (history ?? []).map((content, index) => {
    const name = `history[${index}]`;
    return new Turn(checkedContent(content, name), undefined, name);
  });
}

/** Known without looking around. */
function givenBackend({ backend }: GeminiOptions): Backend | undefined {
  return typeof backend === "object" && backend !== null ? backend : undefined;
}

/** The model to ask, and those to fall back on. */
function modelsOf({ model, fallbackModels }: GenerationOptions, platform: Platform): [string, ...string[]] {
  const first = model ?? modelFromEnvironment(platform) ?? DEFAULT_MODEL;
  if (!fallbackModels) return [first];
  return [first, ...fallbackModels.filter((other) => other !== first)];
}

function modelFromEnvironment(platform: Platform): string | undefined {
  const model = platform.environment("GEMINI_MODEL");
  if (model !== undefined && !callRules.model.fits(model)) {
    throw invalidOption("GEMINI_MODEL", model, callRules.model.takes);
  }
  return model;
}
