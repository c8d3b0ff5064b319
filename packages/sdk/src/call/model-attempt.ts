import type { ModelRequest, PreparedBackend, RequestIds } from "../backends/backend.ts";
import type { ModelRef } from "../conversation/turn.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import type { ApiResponse } from "../http/send.ts";
import { unstreamedOutputLimit } from "../models/output-limits.ts";
import { answeringModel } from "../models/retirement.ts";
import type { Backend } from "../options/backend.ts";
import { isPromise } from "../platform/is-promise.ts";
import { maxOutputTokensOf } from "../request/build-request.ts";
import { Accumulator } from "../response/accumulator.ts";
import { checkOutcome, checkPrompt } from "../response/check-outcome.ts";
import type { ChunkBuffer } from "../response/chunk-buffer.ts";
import { noReader, type ReadResponseInit, readStreamedResponse, readWholeResponse } from "../response/read-response.ts";
import { afterRefusal, prepareBackend } from "./attempt.ts";
import type { CallContents, RequestRest } from "./call-contents.ts";
import type { CallContext } from "./call-context.ts";
import type { Continuation } from "./continuation.ts";
import { enterGates, type Gate } from "./gate.ts";
import type { RetryLoop } from "./retry-loop.ts";

/** The parameters of one attempt. */
export interface ModelAttemptInit {
  readonly context: CallContext;
  readonly contents: CallContents;
  readonly backend: Backend;
  readonly retries: RetryLoop;
  /** Takes the chunks; undefined if the caller reads only the whole response. */
  readonly chunks: ChunkBuffer | undefined;
  /** Set if the attempt continues a response. */
  readonly continuation: Continuation | undefined;
}

/** What was received, and whether another attempt has to continue it. */
export interface Reading {
  readonly received: Accumulator;
  readonly continues: boolean;
}

/**
 * One attempt of a model call: gates, credentials, request and response. Used once. It is its own request, so that a waiting
 * call keeps one object.
 */
export class ModelAttempt implements ModelRequest {
  /** What was received, even if reading failed later; undefined until the response begins. */
  received: Accumulator | undefined;
  /** Set once the response begins. */
  prepared: PreparedBackend | undefined;
  /** The request without its contents. */
  readonly rest: RequestRest;
  readonly #context: CallContext;
  readonly #contents: CallContents;
  readonly #backend: Backend;
  readonly #target: ModelRef;
  readonly #retries: RetryLoop;
  readonly #chunks: ChunkBuffer | undefined;
  readonly #continuation: Continuation | undefined;
  /** Whether the response comes as a stream. */
  readonly #streamed: boolean;

  constructor({ context, contents, backend, retries, chunks, continuation }: ModelAttemptInit) {
    const target = retries.model;
    this.#context = context;
    this.#contents = contents;
    this.#backend = backend;
    this.#target = target;
    this.#retries = retries;
    this.#chunks = chunks;
    this.#continuation = continuation;
    this.rest = this.#completeRest();
    this.#streamed = chunks !== undefined || maxOutputTokensOf(this.rest) > unstreamedOutputLimit(target.model);
  }

  get operation(): ModelRequest["operation"] {
    return this.#streamed ? "streamGenerateContent" : "generateContent";
  }

  get model(): string {
    return this.#target.model;
  }

  get namedBy(): string {
    if (this.#retries.isFallback) return "fallbackModels";
    return this.#context.settings.generation.model == null ? "GEMINI_MODEL" : "model";
  }

  get contents(): ModelRequest["contents"] {
    const { clock } = this.#context.platform;
    return this.#contents.jsonFor(this.#target, ({ model, backend }) => answeringModel(model, backend, clock.now()));
  }

  get ids(): RequestIds {
    return this.#context.ids;
  }

  get headers(): ModelRequest["headers"] {
    return this.#context.settings.headers;
  }

  /** Resolves with what was received, and whether another attempt has to continue it. */
  run(): Promise<Reading> {
    const { gates } = this.#context;
    return gates.length === 0 ? this.#send() : this.#sendThroughGates(gates);
  }

  async #sendThroughGates(gates: readonly Gate[]): Promise<Reading> {
    const { operation } = this;
    const request = { ...this.#target, operation, attempt: this.#retries.attempt };
    const lease = await enterGates(gates, request, this.#context.scope);
    try {
      const reading = await this.#send();
      lease.settle({ usage: reading.received.hopUsage });
      return reading;
    } catch (error) {
      lease.settle({ usage: this.received?.hopUsage, error });
      throw error;
    }
  }

  /** `isSecond`: the attempt was refused, and starts once more with another account. */
  async #send(isSecond = false): Promise<Reading> {
    const { scope, transport } = this.#context;
    const preparing = prepareBackend(this.#backend, this.#context);
    const prepared = isPromise(preparing) ? await preparing : preparing;
    let response: ApiResponse;
    try {
      response = await transport.send(prepared.encode(this), scope);
    } catch (error) {
      const { isLastModel } = this.#retries;
      await afterRefusal(error, { prepared, model: this.model, isLastModel, isSecond }, scope);
      return this.#send(true);
    }
    const continuation = this.#continuation;
    const received = continuation?.begin(response.info) ?? new Accumulator(response.info, { streamed: this.#streamed });
    this.received = received;
    this.prepared = prepared;
    const chunks = this.#chunks;
    try {
      await this.#read(this.#readInit(prepared, response, received));
      const continues = this.#continues(received);
      // A broken stream may still be continued, so missing text is not yet a change.
      if (!continues && received.complete) continuation?.end();
      // Wait until the reader asks for the end: it may still leave the loop, and then nothing joins the history.
      if (!continues && chunks && !chunks.wanted) await scope.waitFor(chunks.untilWanted());
      scope.throwIfStopped();
      if (!continues) {
        scope.enterPhase("content");
        checkOutcome(received, this.#streamed || continuation !== undefined, response.redact);
      }
      return { received, continues };
    } catch (error) {
      if (!scope.signal.aborted) checkPrompt(received, response.redact);
      // A response with status 200 can also contain a refusal.
      if (error instanceof GeminiError && error.status === 403) prepared.onRefused?.(error);
      throw error;
    }
  }

  #read(init: ReadResponseInit): Promise<void> {
    const [chunks, continuation] = [this.#chunks, this.#continuation];
    const shown = { received: continuation?.shown ?? init.accumulator, decode: init.decode, model: this.#target };
    chunks?.begin(shown, continuation !== undefined);
    return this.#streamed ? readStreamedResponse(init, chunks ?? noReader) : readWholeResponse(init);
  }

  /** Whether another attempt has to continue the response. */
  #continues(received: Accumulator): boolean {
    if (!received.hasMoreToCome || !this.#context.settings.canContinue || !received.complete) return false;
    if (this.#continuation) return this.#continuation.continues;
    return received.checkpoint !== undefined && received.checkpoint.token !== this.rest.continuationToken;
  }

  #readInit(prepared: PreparedBackend, response: ApiResponse, accumulator: Accumulator): ReadResponseInit {
    const context = this.#context;
    return {
      response,
      scope: context.scope,
      decode: prepared.decode,
      hasEnvelope: prepared.hasEnvelope ?? false,
      limit: context.maxResponseBytes,
      accumulator,
      credentialKind: prepared.authorizer.credentialKind,
      backend: this.#target.backend,
      origins: prepared.origins,
      canContinue: context.settings.canContinue,
      continued: this.#continuation?.events,
    };
  }

  #completeRest(): RequestRest {
    const { settings, platform } = this.#context;
    const { backend, model } = this.#target;
    const made = this.#retries.isFallback
      ? settings.fallbackRequestTo(model, backend, platform.clock.now()).rest
      : settings.requestTo(model);
    const rest = this.#contents.complete(made, this.#target);
    return this.#continuation?.requestFrom(rest) ?? rest;
  }
}
