import type { ModelRequest, PreparedBackend } from "../backends/backend.ts";
import type { ModelRef } from "../conversation/turn.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import type { ApiResponse } from "../http/send.ts";
import { unstreamedOutputLimit } from "../models/output-limits.ts";
import type { Backend } from "../options/backend.ts";
import { maxOutputTokensOf } from "../request/build-request.ts";
import { Accumulator } from "../response/accumulator.ts";
import { checkOutcome, checkPrompt } from "../response/check-outcome.ts";
import type { ChunkBuffer } from "../response/chunk-buffer.ts";
import {
  type ChunkTaker,
  type ReadResponseInit,
  readStreamedResponse,
  readWholeResponse,
} from "../response/read-response.ts";
import { openReply } from "./attempt.ts";
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
  readonly model: ModelRef;
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

/** One attempt of a model call: gates, credentials, request and response. Used once. */
export class ModelAttempt {
  /** What was received, even if reading failed later; undefined until the response begins. */
  received: Accumulator | undefined;
  /** Set once the response begins. */
  prepared: PreparedBackend | undefined;
  readonly #init: ModelAttemptInit;
  /** The request without its contents. */
  readonly #rest: RequestRest;
  /** Whether the response comes as a stream. */
  readonly #streamed: boolean;

  constructor(init: ModelAttemptInit) {
    this.#init = init;
    this.#rest = restOf(init);
    this.#streamed =
      init.chunks !== undefined || maxOutputTokensOf(this.#rest) > unstreamedOutputLimit(init.model.model);
  }

  /** Resolves with what was received, and whether another attempt has to continue it. */
  run(): Promise<Reading> {
    const { gates } = this.#init.context;
    return gates.length === 0 ? this.#send() : this.#sendThroughGates(gates);
  }

  get #operation(): ModelRequest["operation"] {
    return this.#streamed ? "streamGenerateContent" : "generateContent";
  }

  async #sendThroughGates(gates: readonly Gate[]): Promise<Reading> {
    const { context, model, retries } = this.#init;
    const request = { ...model, operation: this.#operation, attempt: retries.attempt };
    const lease = await enterGates(gates, request, context.scope);
    try {
      const reading = await this.#send();
      lease.settle({ usage: reading.received.hopUsage });
      return reading;
    } catch (error) {
      lease.settle({ usage: this.received?.hopUsage, error });
      throw error;
    }
  }

  async #send(): Promise<Reading> {
    const { context, contents, backend, model, retries, continuation } = this.#init;
    const request: ModelRequest = {
      operation: this.#operation,
      model: model.model,
      contents: contents.jsonFor(model),
      rest: this.#rest,
      ids: context.ids,
      headers: context.settings.headers,
    };
    const { prepared, response } = await openReply(backend, request, retries.isLastModel, context);
    const received = continuation?.begin(response.info) ?? new Accumulator(response.info, { streamed: this.#streamed });
    this.received = received;
    this.prepared = prepared;
    try {
      return { received, continues: await this.#read(this.#readInit(prepared, response, received)) };
    } catch (error) {
      if (!context.scope.signal.aborted) checkPrompt(received, response.redact);
      // A response with status 200 can also contain a refusal.
      if (error instanceof GeminiError && error.status === 403) prepared.onRefused?.(error);
      throw error;
    }
  }

  /** Returns whether another attempt has to continue the response. */
  async #read(init: ReadResponseInit): Promise<boolean> {
    const { chunks, continuation, context, model } = this.#init;
    const { accumulator: received, scope, decode } = init;
    chunks?.begin({ received: continuation?.shown ?? received, decode, model }, continuation !== undefined);
    if (this.#streamed) await readStreamedResponse(init, chunks ?? noReader);
    else await readWholeResponse(init);
    if (this.#continues(received)) {
      scope.throwIfStopped();
      return true;
    }
    // A broken stream may still be continued, so missing text is not yet a change.
    if (received.complete) continuation?.end();
    // Wait until the reader asks for the end: it may still leave the loop, and then nothing joins the history.
    if (chunks && !chunks.wanted) await scope.waitFor(chunks.untilWanted());
    scope.throwIfStopped();
    context.scope.enterPhase("content");
    checkOutcome(received, this.#streamed, init.response.redact);
    return false;
  }

  #continues(received: Accumulator): boolean {
    if (!received.hasMoreToCome || !this.#init.context.settings.canContinue || !received.complete) return false;
    const { continuation } = this.#init;
    if (continuation) return continuation.continues;
    return received.checkpoint !== undefined && received.checkpoint.token !== this.#rest.continuationToken;
  }

  #readInit(prepared: PreparedBackend, response: ApiResponse, accumulator: Accumulator): ReadResponseInit {
    const { context, backend, continuation } = this.#init;
    return {
      response,
      scope: context.scope,
      decode: prepared.decode,
      hasEnvelope: prepared.hasEnvelope ?? false,
      limit: context.maxResponseBytes,
      accumulator,
      credentialKind: prepared.authorizer.credentialKind,
      backend: backend.name,
      origins: prepared.origins,
      canContinue: context.settings.canContinue,
      continued: continuation?.events,
    };
  }
}

/** The request without its contents. */
function restOf({ context, contents, model, retries, continuation }: ModelAttemptInit): RequestRest {
  const { settings, platform } = context;
  const made = retries.isFallback
    ? settings.fallbackRequestTo(model.model, model.backend, platform.clock.now()).rest
    : settings.requestTo(model.model);
  const rest = contents.complete(made, model);
  return continuation?.requestFrom(rest) ?? rest;
}

/** For a stream that is read inside a call that returns the whole response. */
const noReader: ChunkTaker = { push: () => {}, flush: () => {}, wanted: true, onWanted: () => {} };
