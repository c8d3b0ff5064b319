import type { CallContext } from "./call/call-context.ts";
import { ModelCall } from "./call/model-call.ts";
import { type ConversationTransaction, transactionWithoutHistory } from "./conversation/conversation.ts";
import { type ModelRef, Turn } from "./conversation/turn.ts";
import type { Caller } from "./errors/caller.ts";
import { aborted } from "./errors/connection-errors.ts";
import { GeminiError } from "./errors/gemini-error.ts";
import type { PreparedPrompt } from "./request/prepared-prompt.ts";
import type { Accumulator } from "./response/accumulator.ts";
import type { ChunkBuffer } from "./response/chunk-buffer.ts";
import { GenerateContentResponse } from "./response/generate-content-response.ts";
import { warningsOn } from "./response/response-warnings.ts";
import type { CallScope } from "./scope/call-scope.ts";

/** A chat's place for one exchange: the queue before it, the history around it. */
export interface ExchangeSlot {
  /** Waits until it is this exchange's turn. */
  enter(scope: CallScope): Promise<{ readonly transaction: ConversationTransaction; readonly leave: () => void }>;
}

/** Decides after each response whether the exchange goes on: tool results, a repair. */
export interface ExchangeFeature {
  /** The turns to send next; `undefined` if this feature needs none. */
  nextTurns(response: GenerateContentResponse, context: CallContext): Promise<readonly Turn[] | undefined>;
}

/** What an exchange is made of. */
export interface ExchangeInit {
  /** Opens the call. Runs when the exchange starts, which for a stream is later than when it is made. */
  readonly open: () => CallContext;
  readonly prompt: PreparedPrompt;
  /** Absent for a stateless call. */
  readonly slot?: ExchangeSlot | undefined;
  /** Who made the call: its lines end the stack of the call's error. */
  readonly caller?: Caller | undefined;
  /** The first one that wants another model call decides. */
  readonly features?: readonly ExchangeFeature[];
  /** Runs when the exchange has settled, for a stream also at once when it is cancelled. May run more than once. */
  readonly onSettled?: () => void;
}

type MakeResponse = () => GenerateContentResponse;

/**
 * One exchange with the model: the prompt, the response, and as many model calls between them as the features ask for.
 * Its turns join the history together when it ends, or not at all. Used once, by `generate` or by `stream`.
 */
export class Exchange {
  readonly #init: ExchangeInit;
  readonly #context: CallContext;
  #transaction: ConversationTransaction = transactionWithoutHistory;
  #leaveQueue: () => void = () => {};
  /** The new turns so far. */
  #turns: readonly Turn[] = [];
  #modelCall: ModelCall | undefined;

  /** Throws what opening the call throws. */
  constructor(init: ExchangeInit) {
    this.#init = init;
    this.#context = init.open();
  }

  /** Resolves with the complete response. */
  async generate(): Promise<GenerateContentResponse> {
    try {
      await this.#enter();
      return (await this.#run(undefined))();
    } catch (error) {
      throw this.#described(error);
    } finally {
      this.#leave();
    }
  }

  /** Hands over chunks as they are received, and then the end or the failure. */
  async stream(chunks: ChunkBuffer): Promise<void> {
    const { scope } = this.#context;
    let cancelled: { readonly keepPartial: boolean } | undefined;
    chunks.onCancel((keepPartial) => {
      cancelled = { keepPartial };
      scope.stop(aborted(scope.phase));
    });
    // After an abort nobody needs to wait until the call has cleaned up.
    scope.signal.addEventListener("abort", () => this.#release());
    try {
      await this.#enter();
      chunks.end(await this.#run(chunks));
    } catch (error) {
      const kept = cancelled?.keepPartial ? this.#keepReceived() : undefined;
      if (kept) chunks.end(kept);
      else chunks.fail(this.#described(cancelled ? scope.signal.reason : error));
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    const { scope, logReady } = this.#context;
    const { slot } = this.#init;
    scope.throwIfStopped();
    if (slot) {
      const { transaction, leave } = await slot.enter(scope);
      this.#transaction = transaction;
      this.#leaveQueue = leave;
    }
    if (logReady) await scope.waitFor(logReady);
    scope.start();
  }

  #leave(): void {
    this.#context.scope.close();
    this.#leaveQueue();
    this.#release();
  }

  #release(): void {
    this.#context.release();
    this.#init.onSettled?.();
  }

  /** Model calls until no feature asks for another; then the commit. */
  async #run(chunks: ChunkBuffer | undefined): Promise<MakeResponse> {
    const { scope } = this.#context;
    const { prompt } = this.#init;
    this.#turns = typeof prompt === "function" ? await scope.waitFor(prompt(scope)) : prompt;
    for (;;) {
      const call = new ModelCall(this.#context, (model) => this.#transaction.contentsFor(this.#turns, model));
      this.#modelCall = call;
      const received = chunks ? await call.stream(chunks) : await call.generate();
      const response = onceMade(received);
      const more = this.#init.features?.length ? await this.#nextTurns(response()) : undefined;
      if (!more) {
        this.#commit(response, call.model);
        this.#warn(received, response, call.model);
        return response;
      }
      this.#turns = [...this.#turns, ...modelTurn(response(), call.model), ...more];
    }
  }

  async #nextTurns(response: GenerateContentResponse): Promise<readonly Turn[] | undefined> {
    for (const feature of this.#init.features ?? []) {
      const turns = await feature.nextTurns(response, this.#context);
      if (turns) return turns;
    }
    return undefined;
  }

  /** Adds all turns to the history. A response without content leaves it as it was. */
  #commit(response: MakeResponse, model: ModelRef | undefined): void {
    if (!this.#init.slot) return;
    const answer = modelTurn(response(), model);
    if (answer.length > 0) this.#transaction.commit([...this.#turns, ...answer]);
  }

  /** What a cancelled stream keeps. Undefined if nothing was received, or if the history cannot take it. */
  #keepReceived(): MakeResponse | undefined {
    const received = this.#modelCall?.received;
    if (!received?.hasContent) return undefined;
    const response = onceMade(received);
    try {
      this.#commit(response, this.#modelCall?.model);
      return response;
    } catch {
      // The caller asked for the end, and gets the error that says so, with what was received in `partial`.
      return undefined;
    }
  }

  #warn(received: Accumulator, response: MakeResponse, model: ModelRef | undefined): void {
    const { scope } = this.#context;
    if (!scope.observed) return;
    const asked = { model: model?.model ?? "", inConversation: this.#init.slot !== undefined };
    for (const warning of warningsOn(received, response, asked)) scope.onEvent(warning);
  }

  /** The error, with what only the whole exchange knows. */
  #described(error: unknown): unknown {
    if (!(error instanceof GeminiError)) return error;
    const received = this.#modelCall?.received;
    const { attempts, lastResponse } = this.#context.scope;
    const later = {
      model: this.#modelCall?.model?.model,
      traceId: received?.traceId,
      partial: received?.hasContent ? () => received.partial() : undefined,
      http: lastResponse,
    };
    return error.complete(attempts, later, this.#init.caller);
  }
}

/** Few who iterate ever ask for the whole response, so it is put together when somebody does. */
function onceMade(received: Accumulator): MakeResponse {
  let made: GenerateContentResponse | undefined;
  return () => {
    made ??= new GenerateContentResponse(received);
    return made;
  };
}

/** The model's turn; none if its first candidate is empty. */
function modelTurn(response: GenerateContentResponse, model: ModelRef | undefined): readonly Turn[] {
  const content = response.candidates[0]?.content;
  return content?.parts?.length ? [new Turn(content, model)] : [];
}
