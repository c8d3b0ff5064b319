import type { CallContext } from "./call/call-context.ts";
import { ExchangeContents } from "./call/exchange-contents.ts";
import { ExchangeEnd } from "./call/exchange-end.ts";
import { exchangeFailure } from "./call/exchange-failure.ts";
import { askFeatures, type ExchangeFeature, type NextStep } from "./call/exchange-feature.ts";
import { type ExchangeInit, type ExchangeSlot, unguarded } from "./call/exchange-init.ts";
import { beginWork, type ExchangeWork } from "./call/exchange-work.ts";
import { type MakeResponse, type ModelAnswer, once, responseOf, warnOf } from "./call/model-answer.ts";
import { ModelCall } from "./call/model-call.ts";
import { type ConversationTransaction, WithoutHistory } from "./conversation/conversation.ts";
import { type Caller, calledBy } from "./errors/caller.ts";
import { aborted, abortedAndKept } from "./errors/connection-errors.ts";
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
  /** Set with the work. */
  #end: ExchangeEnd | undefined;
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
      scope.stop(keepPartial && this.#endWithSeen(chunks) ? abortedAndKept(scope.phase) : aborted(scope.phase));
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
    const end = new ExchangeEnd(this.#init, this.#transaction, work);
    this.#end = end;
    const hasTools = !!this.#context.settings.generation.tools?.length || !!results;
    const output = isResumed ? mergedOutput(work.options, options) : options;
    if (hasTools || output.schema != null) {
      // At once, so that the chat can be resumed when an iteration or `cancel()` returns, before the call has cleaned up.
      scope.signal.addEventListener("abort", () => end.fail(scope.signal.reason));
      this.#features = await this.#loadFeatures(work, hasTools, output, chunks);
      this.#transaction.show(work);
      if ((await this.#ask((feature) => feature.begin(work))) === "pause") return this.#pause(work, end);
      // The reader may have got results of functions, which no retry takes back.
      if (chunks?.delivered) chunks.endRound();
    }
    for (let isFirst = !isResumed; ; isFirst = false) {
      const answer = await this.#callModel(work, isFirst, chunks);
      scope.throwIfStopped();
      if (this.#features.length === 0) return this.#finish(end, answer, () => responseOf(answer));
      work.addAnswer(answer);
      const next = await this.#ask((feature) => feature.next(work));
      if (next === "pause") return this.#pause(work, end, answer);
      if (next === "done") return this.#finish(end, answer, () => work.response());
      chunks?.endRound();
    }
  }

  /** Asks the features what follows. Nothing does once the call has been stopped. */
  async #ask(question: (feature: ExchangeFeature) => Promise<NextStep>): Promise<NextStep> {
    const next = await askFeatures(this.#features, question);
    this.#context.scope.throwIfStopped();
    return next;
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
    const answeredBy = this.#modelCall?.model;
    const contents = new ExchangeContents(this.#transaction, work, this.#features, isFirst, answeredBy);
    const call = new ModelCall(this.#context, contents);
    this.#modelCall = call;
    // After tools, during which there were no deadlines, a model call has the whole time. A repair has what is left of it.
    if (scope.leftMs === Number.POSITIVE_INFINITY) scope.start();
    return chunks ? call.stream(chunks) : call.generate();
  }

  /** The exchange stays open, and its last response says for what it waits. */
  #pause(work: ExchangeWork, end: ExchangeEnd, answer?: ModelAnswer): MakeResponse {
    const response = work.response();
    end.pause();
    if (answer) warnOf(this.#context.scope, answer, () => response, true);
    return () => response;
  }

  #finish(end: ExchangeEnd, answer: ModelAnswer, make: MakeResponse): MakeResponse {
    const response = once(make);
    warnOf(this.#context.scope, answer, response, end.finish(answer));
    return response;
  }

  /** Ends a cancelled stream with what its reader saw. Returns false if nothing is kept: the stream then fails with `aborted`. */
  #endWithSeen(chunks: ChunkBuffer): boolean {
    const response = this.#end?.keepSeen(chunks.seen(), this.#features);
    if (response) chunks.end(response);
    return response !== undefined;
  }

  /** Keeps the rounds so far, and adds to the error the details that only the exchange has. */
  #failed(error: unknown): unknown {
    const work = this.#work?.hasRounds ? this.#work : undefined;
    const isOpen = this.#end?.fail(error) ?? false;
    return exchangeFailure(error, this.#context.scope, this.#modelCall, { work, isOpen }, this.#init);
  }
}
