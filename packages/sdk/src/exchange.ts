import type { CallContext } from "./call/call-context.ts";
import type { ExchangeFeature } from "./call/exchange-feature.ts";
import { ModelCall } from "./call/model-call.ts";
import { type ConversationTransaction, transactionWithoutHistory } from "./conversation/conversation.ts";
import { answerOpenCalls } from "./conversation/function-calls.ts";
import { keptTurn } from "./conversation/kept-parts.ts";
import type { ModelRef, Turn } from "./conversation/turn.ts";
import type { Caller } from "./errors/caller.ts";
import { aborted, abortedAndKept } from "./errors/connection-errors.ts";
import { GeminiError } from "./errors/gemini-error.ts";
import type { PreparedPrompt } from "./request/prepared-prompt.ts";
import type { Accumulator } from "./response/accumulator.ts";
import type { ChunkBuffer } from "./response/chunk-buffer.ts";
import { type GenerateContentResponse, GenerateContentResponseClass } from "./response/generate-content-response.ts";
import { type AskedFor, warningsOn } from "./response/response-warnings.ts";
import type { CallScope } from "./scope/call-scope.ts";

/** What a chat contributes to an exchange: its queue and its history. */
export interface ExchangeSlot {
  /** Waits until it is this exchange's turn. */
  enter(scope: CallScope): Promise<{ readonly transaction: ConversationTransaction; readonly leave: () => void }>;
}

/** The parts of an exchange. */
export interface ExchangeInit {
  /** Opens the call. Runs when the exchange starts; for a stream, that is later than its creation. */
  readonly open: () => CallContext;
  readonly prompt: PreparedPrompt;
  /** Absent for a stateless call. */
  readonly slot?: ExchangeSlot | undefined;
  /** Who made the call: its lines end the stack of the call's error. */
  readonly caller?: Caller | undefined;
  /** The first one that returns turns decides. */
  readonly features?: readonly ExchangeFeature[];
  /** Runs when the exchange has settled and, for a stream, as soon as it is cancelled. May run more than once. */
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
  #transaction: ConversationTransaction = transactionWithoutHistory();
  #leaveQueue: () => void = () => {};
  /** The new turns so far. */
  #turns: readonly Turn[] = [];
  #modelCall: ModelCall | undefined;

  /** Throws the errors of `init.open()`. */
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

  /** Pushes chunks as they are received, then the end or the failure. */
  async stream(chunks: ChunkBuffer): Promise<void> {
    const { scope } = this.#context;
    let cancelled = false;
    chunks.onCancel((keepPartial) => {
      cancelled = true;
      scope.stop(keepPartial && this.#keepSeen(chunks) ? abortedAndKept(scope.phase) : aborted(scope.phase));
    });
    // After an abort, release at once: nobody needs to wait until the call has cleaned up.
    scope.signal.addEventListener("abort", () => this.#release());
    try {
      await this.#enter();
      chunks.end(await this.#run(chunks));
    } catch (error) {
      // Ignored if something was kept: the stream has ended with it.
      chunks.fail(this.#described(cancelled ? scope.signal.reason : error));
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

  /** Repeats model calls until no feature asks for another, then commits the turns. */
  async #run(chunks: ChunkBuffer | undefined): Promise<MakeResponse> {
    const { scope } = this.#context;
    const { prompt } = this.#init;
    const prompts = typeof prompt === "function" ? await scope.waitFor(prompt(scope)) : prompt;
    this.#turns = answerOpenCalls(this.#transaction.turns, prompts, scope.onEvent);
    for (;;) {
      const call = new ModelCall(this.#context, {
        jsonFor: (model) => this.#transaction.contentsFor(this.#turns, model),
        endsWithModelTurn: this.#turns.at(-1)?.isContinued ?? false,
        refuseSignatures: (model) => this.#transaction.refuseSignatures(this.#turns, model),
      });
      this.#modelCall = call;
      const received = chunks ? await call.stream(chunks) : await call.generate();
      const response = onceMade(received);
      const more = this.#init.features?.length ? await this.#nextTurns(response()) : undefined;
      if (!more) {
        const isStorable = this.#commit(response, call.model);
        this.#warn(received, response, { model: call.model?.model ?? "", isStorable });
        return response;
      }
      this.#turns = [...this.#turns, ...keptTurn(response().content, call.model), ...more];
    }
  }

  async #nextTurns(response: GenerateContentResponse): Promise<readonly Turn[] | undefined> {
    for (const feature of this.#init.features ?? []) {
      const turns = await feature.nextTurns(response, this.#context);
      if (turns) return turns;
    }
    return undefined;
  }

  /** Adds all turns to the history. Returns false, and adds none, if the history can keep nothing of the response. */
  #commit(response: MakeResponse, model: ModelRef | undefined): boolean {
    if (!this.#init.slot) return true;
    const answer = keptTurn(response().content, model);
    if (answer.length > 0) this.#transaction.commit([...this.#turns, ...answer]);
    return answer.length > 0;
  }

  /**
   * Ends a cancelled stream with what its reader saw, and commits it at once, so that the history has it when the loop ends.
   * Returns false if the reader saw nothing, or if the history cannot take it: the stream then fails with `aborted`.
   */
  #keepSeen(chunks: ChunkBuffer): boolean {
    const seen = chunks.seen();
    if (!seen?.received.hasWholeContent) return false;
    const response = onceMade(seen.received);
    try {
      if (!this.#commit(response, seen.model)) return false;
    } catch {
      // The caller cancelled, so the stream fails with `aborted`; `partial` holds what was received.
      return false;
    }
    chunks.end(response);
    return true;
  }

  #warn(received: Accumulator, response: MakeResponse, asked: AskedFor): void {
    const { scope } = this.#context;
    if (!scope.observed) return;
    for (const warning of warningsOn(received, response, asked)) scope.onEvent(warning);
  }

  /** Adds the details that only the exchange has. */
  #described(error: unknown): unknown {
    if (!(error instanceof GeminiError)) return error;
    const { attempts, lastResponse: http } = this.#context.scope;
    const { received, model } = this.#modelCall ?? {};
    const partial = received?.hasContent ? () => received.partial() : undefined;
    const later = { model: model?.model, traceId: received?.traceId, partial, http };
    return error.complete(attempts, later, this.#init.caller);
  }
}

/** Assembled on first use, because few callers that iterate ever ask for the whole response. */
function onceMade(received: Accumulator): MakeResponse {
  let made: GenerateContentResponse | undefined;
  return () => {
    made ??= new GenerateContentResponseClass(received);
    return made;
  };
}
