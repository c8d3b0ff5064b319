import type { ModelRequest, PreparedBackend } from "../backends/backend.ts";
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
import type { CallContents } from "./call-contents.ts";
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

type RequestMembers = ModelRequest["rest"];

/** One attempt of a model call: gates, credentials, request and response. Used once. */
export class ModelAttempt {
  /** What was received, even if reading failed later; undefined until the response begins. */
  received: Accumulator | undefined;
  /** Set once the response begins. */
  prepared: PreparedBackend | undefined;
  readonly #init: ModelAttemptInit;
  #operation: ModelRequest["operation"] = "generateContent";

  constructor(init: ModelAttemptInit) {
    this.#init = init;
  }

  /** Resolves with what was received, and whether another attempt has to continue it. */
  run(): Promise<Reading> {
    const { context } = this.#init;
    const rest = this.#requestMembers();
    this.#operation = this.#isStreamed(rest) ? "streamGenerateContent" : "generateContent";
    return context.gates.length === 0 ? this.#send(rest) : this.#sendThroughGates(rest, context.gates);
  }

  async #sendThroughGates(rest: RequestMembers, gates: readonly Gate[]): Promise<Reading> {
    const { context, backend, retries } = this.#init;
    const { model, attempt } = retries;
    const request = { backend: backend.name, model, operation: this.#operation, attempt };
    const lease = await enterGates(gates, request, context.scope);
    try {
      const reading = await this.#send(rest);
      lease.settle({ usage: reading.received.hopUsage });
      return reading;
    } catch (error) {
      lease.settle({ usage: this.received?.hopUsage, error });
      throw error;
    }
  }

  async #send(rest: RequestMembers): Promise<Reading> {
    const { context, contents, backend, retries, continuation } = this.#init;
    const { model, isLastModel } = retries;
    const { headers } = context.settings;
    const json = contents.jsonFor({ backend: backend.name, model });
    const request = { operation: this.#operation, model, contents: json, rest, ids: context.ids, headers };
    const { prepared, response } = await openReply(backend, request, isLastModel, context);
    const streamed = this.#operation === "streamGenerateContent";
    const received = continuation?.begin(response.info) ?? new Accumulator(response.info, { streamed });
    this.received = received;
    this.prepared = prepared;
    try {
      return { received, continues: await this.#read(this.#readInit(prepared, response, received), rest) };
    } catch (error) {
      if (!context.scope.signal.aborted) checkPrompt(received, response.redact);
      // A response with status 200 can also contain a refusal.
      if (error instanceof GeminiError && error.status === 403) prepared.onRefused?.(error);
      throw error;
    }
  }

  /** Returns whether another attempt has to continue the response. */
  async #read(init: ReadResponseInit, rest: RequestMembers): Promise<boolean> {
    const { chunks, continuation, context, retries, backend } = this.#init;
    const { accumulator: received, scope, decode } = init;
    const isStreamed = this.#operation === "streamGenerateContent";
    if (chunks) {
      const model = { backend: backend.name, model: retries.model };
      chunks.begin({ received: continuation?.shown ?? received, decode, model }, continuation !== undefined);
    }
    if (isStreamed) await readStreamedResponse(init, chunks ?? noReader);
    else await readWholeResponse(init);
    if (this.#continues(received, rest)) {
      scope.throwIfStopped();
      return true;
    }
    // What came of a stream that broke off is no change: the rest may still come.
    if (received.complete) continuation?.end();
    // Wait until the reader asks for the end: it may still leave the loop, and then nothing joins the history.
    if (chunks && !chunks.wanted) await scope.waitFor(chunks.untilWanted());
    scope.throwIfStopped();
    context.scope.enterPhase("content");
    checkOutcome(received, isStreamed, init.response.redact);
    return false;
  }

  #continues(received: Accumulator, rest: RequestMembers): boolean {
    if (!received.hasMoreToCome || !this.#init.context.settings.canContinue || !received.complete) return false;
    const { continuation } = this.#init;
    if (continuation) return continuation.continues;
    return received.checkpoint !== undefined && received.checkpoint.token !== rest.continuationToken;
  }

  #requestMembers(): RequestMembers {
    const { context, contents, backend, retries, continuation } = this.#init;
    const { settings, platform } = context;
    const { model, isFallback } = retries;
    const made = isFallback
      ? settings.fallbackRequestTo(model, backend.name, platform.clock.now()).rest
      : settings.requestTo(model);
    const rest = contents.complete(made, { backend: backend.name, model });
    return continuation?.requestFrom(rest) ?? rest;
  }

  #isStreamed(rest: RequestMembers): boolean {
    return this.#init.chunks !== undefined || maxOutputTokensOf(rest) > unstreamedOutputLimit(this.#init.retries.model);
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

/** For a stream that is read inside a call that returns the whole response. */
const noReader: ChunkTaker = { push: () => {}, flush: () => {}, wanted: true, onWanted: () => {} };
