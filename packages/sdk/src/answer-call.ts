import { type Backend, driverOf, type ModelRequest, type PreparedBackend } from "./backends/backend.ts";
import type { Draft } from "./conversation/conversation.ts";
import type { SendQueue } from "./conversation/send-queue.ts";
import { type Origin, Turn } from "./conversation/turn.ts";
import { aborted } from "./errors/connection-errors.ts";
import { GeminiError } from "./errors/gemini-error.ts";
import type { Platform } from "./platform/platform.ts";
import { buildRequest } from "./request/build-request.ts";
import type { GenerationOptions } from "./request/options.ts";
import { Accumulator } from "./response/accumulator.ts";
import { checkOutcome } from "./response/check-outcome.ts";
import { GenerateContentResponse } from "./response/generate-content-response.ts";
import type { StreamRun } from "./response/generate-content-stream.ts";
import { type ReadAnswerInit, readStreamedAnswer, readWholeAnswer } from "./response/read-answer.ts";
import type { StreamChunk } from "./response/stream-chunk.ts";
import type { CallScope } from "./transport/call-scope.ts";
import type { HttpResponse } from "./transport/http.ts";
import type { Transport } from "./transport/send.ts";

/** Everything that one call needs, checked and merged. */
export interface AnswerCallInit {
  readonly scope: CallScope;
  readonly platform: Platform;
  readonly transport: Transport;
  readonly chooseBackend: () => Promise<Backend>;
  readonly project: string | undefined;
  readonly model: string;
  readonly options: GenerationOptions;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxResponseBytes: number;
  readonly sessionId: string;
  /** The new words: a prompt, or all contents of a stateless call. */
  readonly turns: readonly Turn[];
  /** The conversation to add to, and its queue; absent for a stateless call. */
  readonly conversation?: { readonly queue: SendQueue; readonly begin: () => Draft };
  /** Runs when the call has settled, for a stream also at once when it is stopped. */
  readonly onSettled: () => void;
}

/** A reply, and what can read it. */
interface Sent {
  readonly prepared: PreparedBackend;
  readonly response: HttpResponse;
}

/** One call from its place in the queue to its commit. Used once, streamed or whole. */
export class AnswerCall {
  readonly #init: AnswerCallInit;
  readonly #answer = new Accumulator();
  #draft: Draft | undefined;
  #origin: Origin | undefined;
  #keepPartial = false;
  /** The answer, from the moment on when the conversation has it. */
  #kept: GenerateContentResponse | undefined;

  constructor(init: AnswerCallInit) {
    this.#init = init;
  }

  /** The answer at once. */
  whole(): Promise<GenerateContentResponse> {
    return this.#settle(async () => {
      await readWholeAnswer(await this.#open("generateContent"));
      return this.#finish(false);
    });
  }

  /** The answer piece by piece. */
  run(): StreamRun {
    const { scope } = this.#init;
    const steps = this.#stream();
    // Whoever reads may have stopped asking: the end of the call ends the steps, so that the queue goes on without them.
    let ending: Promise<unknown> | undefined;
    scope.signal.addEventListener("abort", () => {
      // A step that is under way fails with the signal's reason; the one who waits for it is told there.
      ending = steps.return().catch(() => {});
      this.#init.onSettled();
    });
    return {
      next: async () => {
        const step = await steps.next();
        if (!step.done) return { chunks: step.value };
        if (this.#kept) return { response: this.#kept };
        throw this.#described(scope.signal.reason);
      },
      stop: async (keepPartial) => {
        this.#keepPartial = keepPartial;
        scope.stop(aborted(scope.phase));
        await ending;
        if (this.#kept) return this.#kept;
        throw this.#described(scope.signal.reason);
      },
    };
  }

  async *#stream(): AsyncGenerator<readonly StreamChunk[], void, undefined> {
    let leaveQueue: (() => void) | undefined;
    try {
      leaveQueue = await this.#enter();
      yield* readStreamedAnswer(await this.#open("streamGenerateContent"));
      this.#finish(true);
    } catch (error) {
      throw this.#described(error);
    } finally {
      try {
        if (this.#keepPartial && !this.#kept && this.#answer.hasContent) this.#commit();
      } finally {
        this.#leave(leaveQueue);
      }
    }
  }

  async #settle(work: () => Promise<GenerateContentResponse>): Promise<GenerateContentResponse> {
    let leaveQueue: (() => void) | undefined;
    try {
      leaveQueue = await this.#enter();
      return await work();
    } catch (error) {
      throw this.#described(error);
    } finally {
      this.#leave(leaveQueue);
    }
  }

  async #enter(): Promise<(() => void) | undefined> {
    const { scope, conversation } = this.#init;
    scope.check();
    const leave = await conversation?.queue.enter(scope);
    this.#draft = conversation?.begin();
    scope.start();
    return leave;
  }

  #leave(leaveQueue: (() => void) | undefined): void {
    this.#init.scope.close();
    leaveQueue?.();
    this.#init.onSettled();
  }

  async #open(operation: "generateContent" | "streamGenerateContent"): Promise<ReadAnswerInit> {
    const { scope, platform, model, options, turns, sessionId } = this.#init;
    scope.enter("credentials");
    const backend = await this.#init.chooseBackend();
    scope.check();
    const origin = { backend: backend.name, model };
    this.#origin = origin;
    const contents =
      this.#draft && turns[0]
        ? this.#draft.contentsFor(turns[0], origin)
        : turns.map((turn) => turn.bytesFor(origin)).filter((bytes) => bytes !== undefined);
    const rest = buildRequest(options, model);
    const promptId = platform.randomUuid();
    const request = { operation, model, contents, rest, sessionId, promptId };
    const { prepared, response } = await this.#send(backend, request);
    return {
      response,
      scope,
      decode: prepared.decode,
      limit: this.#init.maxResponseBytes,
      answer: this.#answer,
      signedBy: prepared.authorizer.signedBy,
    };
  }

  /** Signs in and sends; once again from the start where a 401 has shown that another account signed in meanwhile. */
  async #send(backend: Backend, request: ModelRequest, again = false): Promise<Sent> {
    const { scope, platform, transport, headers, project } = this.#init;
    const prepared = await driverOf(backend)?.prepare({ platform, transport, project }, scope);
    if (!prepared) throw new TypeError("not a backend");
    const exchange = prepared.encode(request);
    try {
      const response = await transport.send(
        { ...exchange, headers: { ...exchange.headers, ...headers }, authorizer: prepared.authorizer },
        scope,
      );
      return { prepared, response };
    } catch (error) {
      if (!(error instanceof GeminiError)) throw error;
      if (error.status === 403) prepared.forget?.();
      if (again || error.status !== 401 || !prepared.isOutdated?.()) throw error;
      return this.#send(backend, request, true);
    }
  }

  #finish(streamed: boolean): GenerateContentResponse {
    const { scope } = this.#init;
    scope.check();
    scope.enter("content");
    checkOutcome(this.#answer, streamed);
    const response = this.#commit();
    const message = warningOn(response, this.#draft !== undefined);
    if (message !== undefined) scope.onEvent({ type: "warning", code: "empty_response", message });
    return response;
  }

  #commit(): GenerateContentResponse {
    const response = new GenerateContentResponse(this.#answer);
    const content = response.candidates[0]?.content;
    if (this.#draft && content?.parts?.length) {
      this.#draft.commit(...this.#init.turns, new Turn(content, this.#origin));
    }
    this.#kept = response;
    return response;
  }

  /** The error with what only the whole call knows. */
  #described(error: unknown): unknown {
    if (!(error instanceof GeminiError)) return error;
    return error.with({
      attempts: this.#init.scope.attempts,
      traceId: error.traceId ?? this.#answer.traceId,
      ...(error.partial === undefined && this.#answer.hasContent ? { partial: this.#answer.partial() } : {}),
    });
  }
}

/** What someone should know of an answer that is none to the one who reads `text`. */
function warningOn(response: GenerateContentResponse, inConversation: boolean): string | undefined {
  const [first] = response.candidates;
  if (inConversation && !first?.content?.parts?.length) {
    return "The first candidate is empty, so the conversation keeps neither prompt nor answer. `candidates` has the others.";
  }
  if (response.truncated && response.text === "" && response.thinking !== "") {
    return "Thinking used up `maxOutputTokens` before the answer began. Raise it, or lower `thinkingBudget`.";
  }
  return undefined;
}
