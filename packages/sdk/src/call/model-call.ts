import type { ModelRef } from "../conversation/turn.ts";
import { TEXT_CHANGED } from "../errors/connection-errors.ts";
import { isGeminiError } from "../errors/gemini-error.ts";
import type { Backend } from "../options/backend.ts";
import { isPromise } from "../platform/is-promise.ts";
import { checkSupport } from "../request/check-support.ts";
import type { Accumulator } from "../response/accumulator.ts";
import type { ChunkBuffer } from "../response/chunk-buffer.ts";
import { retryBudgetOf } from "../retry/retry-budget.ts";
import { retryKindOf } from "../retry/retry-policy.ts";
import type { CallContents } from "./call-contents.ts";
import type { CallContext } from "./call-context.ts";
import { CallEvents } from "./call-events.ts";
import type { Continuation } from "./continuation.ts";
import type { ModelAnswer } from "./model-answer.ts";
import { ModelAttempt, type Reading } from "./model-attempt.ts";
import { checkFirstModel } from "./model-checks.ts";
import { beginningWith } from "./models-to-call.ts";
import { dropRefusedSignatures } from "./refused-signatures.ts";
import { RetryLoop } from "./retry-loop.ts";

type Operation = "generateContent" | "streamGenerateContent";

/**
 * One call of a model: contents in, a response out. Handles attempts, waits, fallback models and the hops of a long response,
 * but neither queue nor history. Used once, by `generate` or by `stream`.
 */
export class ModelCall {
  readonly #context: CallContext;
  readonly #contents: CallContents;
  #backend: Backend | undefined;
  #retries: RetryLoop | undefined;
  #model: ModelRef | undefined;
  #attempt: ModelAttempt | undefined;
  /** What the last attempt received that had content and was given up. */
  #givenUp: Accumulator | undefined;
  /** Set once the response has to be continued. */
  #continuation: Continuation | undefined;
  /** A new one is progress. */
  #token: string | undefined;
  #events: CallEvents | undefined;
  #startedAt = 0;
  #hasFailed = false;

  constructor(context: CallContext, contents: CallContents) {
    this.#context = context;
    this.#contents = contents;
  }

  /** The last model that was called. */
  get model(): ModelRef | undefined {
    return this.#model;
  }

  /** Whether its `call-end` has reported a failure. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  /** What was received so far: by the current attempt, and by those that it continues. */
  get received(): Accumulator | undefined {
    return this.#continuation?.shown ?? this.#attempt?.received;
  }

  /** The same, but if the current attempt has received nothing, the last one that had. */
  get partial(): Accumulator | undefined {
    return this.received?.length ? this.received : (this.#givenUp ?? this.received);
  }

  /** Resolves with a complete response. */
  generate(): Promise<ModelAnswer> {
    return this.#run("generateContent", undefined);
  }

  /** The same, with chunks as they are received. */
  stream(chunks: ChunkBuffer): Promise<ModelAnswer> {
    return this.#run("streamGenerateContent", chunks);
  }

  #run(operation: Operation, chunks: ChunkBuffer | undefined): Promise<ModelAnswer> {
    const { scope } = this.#context;
    this.#startedAt = scope.clock.monotonic();
    scope.beginModelCall();
    if (!scope.observed) return this.#loop(operation, chunks);
    this.#events = new CallEvents(operation, this.#context);
    return this.#observed(this.#events, this.#loop(operation, chunks));
  }

  async #observed(events: CallEvents, running: Promise<ModelAnswer>): Promise<ModelAnswer> {
    try {
      const answer = await running;
      events.end(this.#model, answer.received);
      return answer;
    } catch (error) {
      this.#hasFailed = true;
      events.end(this.#model, this.received, { error });
      throw error;
    }
  }

  async #loop(operation: Operation, chunks: ChunkBuffer | undefined): Promise<ModelAnswer> {
    for (;;) {
      try {
        this.#attempt = undefined;
        const { scope } = this.#context;
        scope.enterPhase("credentials");
        const chosen = this.#backend ?? this.#context.chooseBackend();
        const backend = isPromise(chosen) ? await scope.waitFor(chosen) : chosen;
        const { received, continues } = await this.#attemptOnce(backend, operation, chunks);
        const durationMs = Math.round(scope.clock.monotonic() - this.#startedAt);
        if (!continues) return { received, model: this.#model, durationMs };
        this.#retries?.repeat();
        this.#noteProgress();
        await this.#continue("length", chunks);
      } catch (error) {
        await this.#recover(error, chunks);
      }
    }
  }

  #attemptOnce(backend: Backend, operation: Operation, chunks: ChunkBuffer | undefined): Promise<Reading> {
    const retries = this.#retries ?? this.#begin(backend, operation);
    this.#context.scope.throwIfStopped();
    this.#model = retries.model;
    const [context, contents, continuation] = [this.#context, this.#contents, this.#continuation];
    this.#attempt = new ModelAttempt({ context, contents, backend, retries, chunks, continuation });
    return this.#attempt.run();
  }

  #begin(backend: Backend, operation: Operation): RetryLoop {
    this.#backend = backend;
    const listed = this.#context.modelsOn(backend.name);
    const models = beginningWith(listed, this.#contents.answeredBy);
    this.#events?.start(models[0]);
    checkSupport(this.#context.settings.generation, backend.name);
    const { endsWithModelTurn } = this.#contents;
    if (models === listed) checkFirstModel(this.#context, { endsWithModelTurn, ...models[0] });
    const budget = retryBudgetOf(this.#context.platform, backend);
    budget.earn();
    this.#retries = new RetryLoop(this.#context, { operation, models, endsWithModelTurn, budget });
    return this.#retries;
  }

  /** Prepares the attempt that continues the response at its newest checkpoint. */
  async #continue(cause: "length" | "interrupted", chunks: ChunkBuffer | undefined): Promise<void> {
    const { scope, settings } = this.#context;
    const { received, prepared } = this.#attempt ?? {};
    if (!this.#continuation && received && prepared) {
      const { Continuation } = await scope.waitFor(import("./continuation.ts"));
      const { decode, hasEnvelope = false } = prepared;
      const mayRestart = settings.retry?.restartStreams ?? false;
      const stream = chunks && { chunks, mayRestart, model: this.#model };
      this.#continuation = new Continuation({ received, format: { decode, hasEnvelope }, stream });
    }
    if (!this.#continuation || !this.#model) return;
    const hop = this.#continuation.next(cause);
    const operation = chunks ? "streamGenerateContent" : "generateContent";
    scope.onEvent({ type: "continuation", operation, ...this.#model, ...scope.ids, hop, cause });
  }

  /** Rejects with the error if no other attempt follows. Before a backend is chosen, there is nothing to retry. */
  async #recover(error: unknown, chunks: ChunkBuffer | undefined): Promise<void> {
    const retries = this.#retries;
    if (!retries) throw error;
    // Google has generated all of it, so that another attempt costs as much again.
    if (this.#continuation && isGeminiError(error) && retryKindOf(error) === "content") throw error;
    this.#noteProgress();
    const resumes = this.#canResume(error);
    if (!resumes && chunks && !chunks.canRestart) throw error;
    const delivered = chunks?.delivered ?? false;
    const { model } = retries;
    const unsigned = !delivered && dropRefusedSignatures(error, this.#contents, this.#model, this.#context.scope);
    if (unsigned) retries.repeat();
    else await retries.afterFailure(error, delivered, resumes);
    if (resumes && retries.model === model) return this.#continue("interrupted", chunks);
    if (this.received?.hasContent) this.#givenUp = this.received;
    this.#continuation = undefined;
    // During the wait, the consumer may have taken text and begun to refuse restarts.
    if (chunks && !chunks.canRestart) throw error;
    chunks?.restart();
  }

  #canResume(error: unknown): boolean {
    if (!this.#context.settings.canContinue || !isGeminiError(error) || retryKindOf(error) !== "sending") return false;
    return this.#newestToken !== undefined && error.reason !== TEXT_CHANGED;
  }

  #noteProgress(): void {
    const token = this.#newestToken;
    if (token !== this.#token) this.#retries?.progress();
    this.#token = token;
  }

  get #newestToken(): string | undefined {
    return (this.#continuation?.received ?? this.#attempt?.received)?.checkpoint?.token;
  }
}
