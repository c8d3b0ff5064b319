import type { ModelRequest, PreparedBackend } from "../backends/backend.ts";
import type { ModelRef } from "../conversation/turn.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import type { HttpResponse } from "../http/http.ts";
import type { Backend } from "../options/backend.ts";
import { checkSupport } from "../request/check-support.ts";
import { Accumulator } from "../response/accumulator.ts";
import { checkOutcome, checkPrompt } from "../response/check-outcome.ts";
import type { ChunkBuffer } from "../response/chunk-buffer.ts";
import { type ReadResponseInit, readStreamedResponse, readWholeResponse } from "../response/read-response.ts";
import { retryBudgetOf } from "../retry/retry-budget.ts";
import { openReply } from "./attempt.ts";
import type { CallContents } from "./call-contents.ts";
import type { CallContext } from "./call-context.ts";
import { CallEvents } from "./call-events.ts";
import { enterGates, type GateLease } from "./gate.ts";
import { checkFirstModel } from "./model-checks.ts";
import { dropRefusedSignatures } from "./refused-signatures.ts";
import { RetryLoop } from "./retry-loop.ts";

type Operation = ModelRequest["operation"];
type ReadBody = (init: ReadResponseInit) => Promise<void>;

/**
 * One call of a model: contents in, a response out. Handles attempts, waits and fallback models, but neither queue nor
 * history. Used once, by `generate` or by `stream`.
 */
export class ModelCall {
  readonly #context: CallContext;
  readonly #contents: CallContents;
  #backend: Backend | undefined;
  #retries: RetryLoop | undefined;
  #model: ModelRef | undefined;
  #received: Accumulator | undefined;
  #events: CallEvents | undefined;

  constructor(context: CallContext, contents: CallContents) {
    this.#context = context;
    this.#contents = contents;
  }

  /** The last model that was called. */
  get model(): ModelRef | undefined {
    return this.#model;
  }

  /** What the current attempt has received so far. */
  get received(): Accumulator | undefined {
    return this.#received;
  }

  /** Resolves with a complete response. */
  generate(): Promise<Accumulator> {
    return this.#run("generateContent", () => this.#generate());
  }

  /** The same, with chunks as they are received. */
  stream(chunks: ChunkBuffer): Promise<Accumulator> {
    return this.#run("streamGenerateContent", () => this.#stream(chunks));
  }

  #run(operation: Operation, run: () => Promise<Accumulator>): Promise<Accumulator> {
    const { scope } = this.#context;
    scope.beginModelCall();
    if (!scope.observed) return run();
    this.#events = new CallEvents(operation, scope);
    return this.#observed(this.#events, run);
  }

  async #observed(events: CallEvents, run: () => Promise<Accumulator>): Promise<Accumulator> {
    try {
      const received = await run();
      events.end(this.#model, received);
      return received;
    } catch (error) {
      events.end(this.#model, this.#received, { error });
      throw error;
    }
  }

  async #generate(): Promise<Accumulator> {
    for (;;) {
      try {
        return await this.#attempt("generateContent", readWholeResponse);
      } catch (error) {
        await this.#recover(error, false);
      }
    }
  }

  async #stream(chunks: ChunkBuffer): Promise<Accumulator> {
    for (;;) {
      try {
        return await this.#attempt("streamGenerateContent", async (init) => {
          chunks.begin({ received: init.accumulator, decode: init.decode, model: this.#model });
          await readStreamedResponse(init, chunks);
          // The call ends, and joins the history, only when the reader asks for the end: until then, it may still
          // leave.
          if (!chunks.wanted) await init.scope.waitFor(chunks.untilWanted());
        });
      } catch (error) {
        if (!chunks.canRestart) throw error;
        await this.#recover(error, chunks.delivered);
        // During the wait, the consumer may have taken text and begun to refuse restarts.
        if (!chunks.canRestart) throw error;
        chunks.restart();
      }
    }
  }

  async #attempt(operation: Operation, read: ReadBody): Promise<Accumulator> {
    const { scope, gates } = this.#context;
    this.#received = undefined;
    scope.enterPhase("credentials");
    const chosen = this.#backend ?? this.#context.chooseBackend();
    const backend = chosen instanceof Promise ? await scope.waitFor(chosen) : chosen;
    const retries = this.#retries ?? this.#begin(backend, operation);
    scope.throwIfStopped();
    const { model, attempt } = retries;
    this.#model = { backend: backend.name, model };
    let lease: GateLease | undefined;
    if (gates.length > 0) lease = await enterGates(gates, { backend: backend.name, model, operation, attempt }, scope);
    try {
      const received = await this.#send(backend, retries, operation, read);
      lease?.settle({ usage: received.usageMetadata });
      return received;
    } catch (error) {
      lease?.settle({ usage: this.received?.usageMetadata, error });
      throw error;
    }
  }

  #begin(backend: Backend, operation: Operation): RetryLoop {
    this.#backend = backend;
    const models = this.#context.modelsOn(backend.name);
    this.#events?.start({ backend: backend.name, model: models[0] });
    checkSupport(this.#context.settings.generation, backend.name);
    const { endsWithModelTurn } = this.#contents;
    checkFirstModel(this.#context, { model: models[0], backend: backend.name, endsWithModelTurn });
    const budget = retryBudgetOf(this.#context.platform, backend);
    budget.earn();
    this.#retries = new RetryLoop(this.#context, { operation, backend: backend.name, models, budget });
    return this.#retries;
  }

  async #send(backend: Backend, retries: RetryLoop, operation: Operation, read: ReadBody): Promise<Accumulator> {
    const { scope, settings, ids } = this.#context;
    const { model, isLastModel } = retries;
    const contents = this.#contents.jsonFor({ backend: backend.name, model });
    const rest = retries.isFallback ? settings.fallbackRequestTo(model, backend.name).rest : settings.requestTo(model);
    const request = { operation, model, contents, rest, ids };
    const { prepared, response } = await openReply(backend, request, isLastModel, this.#context);
    const streamed = operation === "streamGenerateContent";
    const received = new Accumulator(response.info, { streamed });
    this.#received = received;
    try {
      await read(this.#readInit(prepared, response, received, backend));
      scope.throwIfStopped();
      scope.enterPhase("content");
      checkOutcome(received, streamed);
    } catch (error) {
      if (!scope.signal.aborted) checkPrompt(received);
      // A response with status 200 can also contain a refusal.
      if (error instanceof GeminiError && error.status === 403) prepared.onRefused?.(error);
      throw error;
    }
    return received;
  }

  #readInit(
    prepared: PreparedBackend,
    response: HttpResponse,
    received: Accumulator,
    backend: Backend,
  ): ReadResponseInit {
    return {
      response,
      scope: this.#context.scope,
      decode: prepared.decode,
      hasEnvelope: prepared.hasEnvelope ?? false,
      limit: this.#context.maxResponseBytes,
      accumulator: received,
      credentialKind: prepared.authorizer.credentialKind,
      backend: backend.name,
    };
  }

  /** Rejects with the error if no other attempt follows. Before a backend is chosen, there is nothing to retry. */
  async #recover(error: unknown, delivered: boolean): Promise<void> {
    if (!this.#retries) throw error;
    const dropped = !delivered && dropRefusedSignatures(error, this.#contents, this.#model, this.#context.scope);
    if (dropped) return this.#retries.repeat();
    await this.#retries.afterFailure(error, delivered);
  }
}
