import type { CallContext } from "./call/call-context.ts";
import { ExchangeContents } from "./call/exchange-contents.ts";
import { exchangeFailure } from "./call/exchange-failure.ts";
import { askFeatures, type ExchangeFeature } from "./call/exchange-feature.ts";
import { type ExchangeInit, type ExchangeSlot, unguarded } from "./call/exchange-init.ts";
import { beginWork, type ExchangeWork } from "./call/exchange-work.ts";
import { type MakeResponse, type ModelAnswer, once, responseOf, warnOf } from "./call/model-answer.ts";
import { ModelCall } from "./call/model-call.ts";
import { type ConversationTransaction, WithoutHistory } from "./conversation/conversation.ts";
import { type Caller, calledBy } from "./errors/caller.ts";
import { aborted, abortedAndKept } from "./errors/connection-errors.ts";
import { isGeminiError } from "./errors/gemini-error.ts";
import { mergedOutput, type OutputOptions } from "./options/output-options.ts";
import type { ChunkBuffer } from "./response/chunk-buffer.ts";
import type { GenerateContentResponse } from "./response/generate-content-response.ts";

const NO_FEATURES: readonly ExchangeFeature[] = [];

/**
 * One exchange with the model: the prompt, the response, and as many model calls between them as the features ask for.
 * Its turns join the history together when it ends, or not at all; if it pauses, or fails after its first round, its work is
 * kept aside. Used once, by `generate` or by `stream`.
 */
export class Exchange {
  readonly #init: ExchangeInit;
  readonly #context: CallContext;
  #transaction: ConversationTransaction = new WithoutHistory();
  #leaveQueue: (() => void) | undefined;
  /** Undefined until the exchange has left the queue and its prompt is made. */
  #work: ExchangeWork | undefined;
  /** The first one that asks for another model call decides. */
  #features: readonly ExchangeFeature[] = NO_FEATURES;
  #modelCall: ModelCall | undefined;

  /** Throws the errors of `init.open()`. */
  constructor(init: ExchangeInit) {
    this.#init = init;
    this.#context = init.open();
  }

  /** Runs an exchange. Resolves with the complete response; rejects with the errors of `init` too. */
  static async generate<T>(init: () => ExchangeInit, caller: Caller | undefined): Promise<GenerateContentResponse<T>> {
    let exchange: Exchange | undefined;
    try {
      exchange = new Exchange(init());
      return (await exchange.#run(undefined))() as GenerateContentResponse<T>;
    } catch (error) {
      throw exchange ? exchange.#failed(error) : calledBy(error, caller);
    } finally {
      if (exchange) exchange.#leave();
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
      chunks.end(await this.#run(chunks));
    } catch (error) {
      // Ignored if something was kept: the stream has ended with it.
      chunks.fail(this.#failed(cancelled ? scope.signal.reason : error));
    } finally {
      this.#leave();
    }
  }

  /** Waits for the turn of this exchange in its chat. */
  async #enter(slot: ExchangeSlot): Promise<void> {
    const entered = await slot.enter(this.#context.scope);
    ({ transaction: this.#transaction, work: this.#work, leave: this.#leaveQueue } = entered);
    this.#work?.resume();
  }

  #leave(): void {
    this.#context.scope.close();
    this.#transaction.end();
    this.#leaveQueue?.();
    this.#release();
  }

  #release(): void {
    this.#context.release();
    this.#init.onSettled?.();
  }

  /** Waits until it may start, then repeats model calls until no feature asks for another. */
  async #run(chunks: ChunkBuffer | undefined): Promise<MakeResponse> {
    const { scope, logReady } = this.#context;
    const { slot, prompt, options, results } = this.#init;
    scope.throwIfStopped();
    if (slot) await this.#enter(slot);
    if (logReady) await scope.waitFor(logReady);
    scope.start();
    const isResumed = this.#work !== undefined;
    const turns = typeof prompt === "function" ? await scope.waitFor(prompt(scope)) : prompt;
    this.#work ??= beginWork(turns, options, this.#transaction.turns, scope.onEvent);
    const work = this.#work;
    const hasTools = !!this.#context.settings.generation.tools?.length || !!results;
    const output = isResumed ? mergedOutput(work.options, options) : options;
    if (hasTools || output.schema != null) {
      this.#features = await this.#loadFeatures(work, hasTools, output, chunks);
      this.#transaction.show(work);
      if ((await askFeatures(this.#features, (feature) => feature.begin(work))) === "pause") return this.#pause(work);
    }
    for (let isFirst = !isResumed; ; isFirst = false) {
      const answer = await this.#callModel(work, isFirst, chunks);
      if (this.#features.length === 0) return this.#finish(work, answer, () => responseOf(answer));
      work.addAnswer(answer);
      const next = await askFeatures(this.#features, (feature) => feature.next(work));
      if (next === "pause") return this.#pause(work, answer);
      if (next === "done") return this.#finish(work, answer, () => work.response());
      chunks?.endRound();
    }
  }

  async #loadFeatures(work: ExchangeWork, hasTools: boolean, output: OutputOptions, chunks: ChunkBuffer | undefined) {
    const [context, { slot, results }, { schema, repairAttempts }] = [this.#context, this.#init, output];
    const features: ExchangeFeature[] = [];
    if (hasTools) {
      const { createToolLoop } = await context.scope.waitFor(import("./features/tools/tool-loop.ts"));
      const [guard, history] = [slot?.guard ?? unguarded, this.#transaction.turns];
      features.push(await createToolLoop({ context, history, chunks, guard, results }));
    }
    if (schema != null) {
      const { createTypedOutput } = await context.scope.waitFor(import("./features/typed-output/typed-output.ts"));
      features.push(await createTypedOutput({ context, work, chunks, schema, repairAttempts }));
    }
    return features;
  }

  #callModel(work: ExchangeWork, isFirst: boolean, chunks: ChunkBuffer | undefined): Promise<ModelAnswer> {
    const { scope } = this.#context;
    work.answer = undefined;
    const contents = new ExchangeContents(this.#transaction, work, this.#features, isFirst);
    const call = new ModelCall(this.#context, contents);
    this.#modelCall = call;
    // After tools, during which there were no deadlines, a model call has the whole time. A repair has what is left of it.
    if (scope.leftMs === Number.POSITIVE_INFINITY) scope.start();
    return chunks ? call.stream(chunks) : call.generate();
  }

  /** The exchange stays open, and its last response says for what it waits. */
  #pause(work: ExchangeWork, answer?: ModelAnswer): MakeResponse {
    const response = work.response();
    work.inheritOptions(this.#init.options);
    this.#transaction.keepOpen(work, "paused");
    if (answer) warnOf(this.#context.scope, answer, () => response, true);
    return () => response;
  }

  #finish(work: ExchangeWork, answer: ModelAnswer, make: MakeResponse): MakeResponse {
    const response = once(make);
    warnOf(this.#context.scope, answer, response, this.#commit(work, answer));
    return response;
  }

  /** Adds all turns to the history. Returns false, and adds none, if it can keep nothing of the response. */
  #commit(work: ExchangeWork, answer: ModelAnswer): boolean {
    const turns = this.#init.slot ? work.turnsWith(answer) : work.turns;
    if (turns) this.#transaction.commit(turns);
    return turns !== undefined;
  }

  /**
   * Ends a cancelled stream with what its reader saw, and commits it at once, so that the history has it when the loop ends.
   * Returns false if no response is under way, or the history cannot take it: the stream then fails with `aborted`.
   */
  #keepSeen(chunks: ChunkBuffer): boolean {
    const [work, seen] = [this.#work, chunks.seen()];
    // While functions run, no response is under way.
    if (!work || work.calls.length > 0 || !seen?.received.hasWholeContent) return false;
    const answer = work.answer ?? { ...seen, durationMs: 0 };
    try {
      if (!this.#commit(work, answer)) return false;
      if (work.hasRounds && !work.answer) work.addAnswer(answer);
    } catch {
      return false;
    }
    const whole = work.hasRounds ? work.response() : undefined;
    chunks.end(once(() => whole ?? responseOf(answer, work.output)));
    return true;
  }

  /** Keeps the rounds so far, and adds to the error the details that only the exchange has. */
  #failed(error: unknown): unknown {
    const work = this.#work?.hasRounds ? this.#work : undefined;
    const isOpen = work !== undefined && this.#transaction.keepOpen(work, work.stateAfterFailure);
    // Options that have to change must not fail the next resumption too.
    if (work && !(isGeminiError(error) && error.group === "request")) work.inheritOptions(this.#init.options);
    return exchangeFailure(error, this.#context.scope, this.#modelCall, { work, isOpen }, this.#init);
  }
}
