import type { ModelRequest, PreparedBackend, RequestIds } from "../backends/backend.ts";
import type { Draft } from "../conversation/conversation.ts";
import type { SendQueue } from "../conversation/send-queue.ts";
import { type Origin, Turn } from "../conversation/turn.ts";
import { aborted } from "../errors/connection-errors.ts";
import { GeminiError } from "../errors/gemini-error.ts";
import { safeText } from "../errors/safe-text.ts";
import type { Backend } from "../options/backend.ts";
import { Accumulator } from "../response/accumulator.ts";
import type { AnswerOutlet, StreamRun } from "../response/answer-feed.ts";
import { checkOutcome } from "../response/check-outcome.ts";
import { Delivery } from "../response/delivery.ts";
import { GenerateContentResponse } from "../response/generate-content-response.ts";
import { type ReadAnswerInit, readStreamedAnswer, readWholeAnswer } from "../response/read-answer.ts";
import { type RetryBudget, retryBudgetOf } from "../retry/retry-budget.ts";
import { Demand } from "../sse/demand.ts";
import { type OpenAnswerInit, openAnswer } from "./attempt.ts";
import { Recovery } from "./retry-loop.ts";

/** Everything that one call needs, checked and merged. */
export interface AnswerCallInit extends OpenAnswerInit {
  readonly chooseBackend: () => Backend | Promise<Backend>;
  /** The model to ask, and those to fall back on, in order. */
  readonly models: readonly [string, ...string[]];
  readonly maxResponseBytes: number;
  readonly ids: RequestIds;
  /** The new words: a prompt, or all contents of a stateless call. */
  readonly turns: readonly Turn[];
  /** The conversation to add to, and its queue; absent for a stateless call. */
  readonly conversation: { readonly queue: SendQueue; readonly begin: () => Draft } | undefined;
  /** Runs when the call has settled, for a stream also at once when it is stopped. */
  readonly onSettled: () => void;
}

/** One call from its place in the queue to its commit. Used once, streamed or whole. */
export class AnswerCall {
  readonly #init: AnswerCallInit;
  readonly #operation: ModelRequest["operation"];
  readonly #recovery: Recovery;
  /** What came of the present try. */
  #answer: Accumulator | undefined;
  #draft: Draft | undefined;
  #backend: Backend | undefined;
  /** Of the reply that is being read. */
  #prepared: PreparedBackend | undefined;
  #budget: RetryBudget | undefined;
  #origin: Origin | undefined;
  #keepPartial = false;
  /** The answer, from the moment on when the conversation has it. Put together when somebody asks for it. */
  #kept: (() => GenerateContentResponse) | undefined;

  constructor(init: AnswerCallInit, operation: ModelRequest["operation"]) {
    this.#init = init;
    this.#operation = operation;
    this.#recovery = new Recovery(init, operation);
  }

  /** The answer at once. */
  async whole(): Promise<GenerateContentResponse> {
    let leaveQueue: (() => void) | undefined;
    try {
      leaveQueue = await this.#enter();
      for (;;) {
        const response = await this.#tryWhole();
        if (response) return response;
      }
    } catch (error) {
      throw this.#described(error);
    } finally {
      this.#leave(leaveQueue);
    }
  }

  /** The answer piece by piece. */
  run(outlet: AnswerOutlet): StreamRun {
    const { scope } = this.#init;
    const demand = new Demand();
    demand.ask();
    // Whoever reads may have stopped asking; others need not wait until the call has cleared up.
    scope.signal.addEventListener("abort", this.#init.onSettled);
    const ended = this.#stream(outlet, demand);
    return {
      pull: () => demand.ask(),
      stop: async (keepPartial) => {
        this.#keepPartial = keepPartial;
        scope.stop(aborted(scope.phase));
        // What cannot be kept is told as the end that was asked for.
        await ended.catch(() => {});
        if (this.#kept) return this.#kept();
        throw this.#described(scope.signal.reason);
      },
    };
  }

  /** The outlet hears what happens. Rejects only where a partial answer cannot be kept. */
  async #stream(outlet: AnswerOutlet, demand: Demand): Promise<void> {
    let leaveQueue: (() => void) | undefined;
    try {
      leaveQueue = await this.#enter();
      while (!(await this.#tryStream(outlet, demand)));
      if (this.#kept) outlet.response(this.#kept);
    } catch (error) {
      outlet.failure(this.#described(error));
    } finally {
      try {
        if (this.#keepPartial && !this.#kept && this.#answer?.hasContent) this.#commit(this.#answer);
      } finally {
        this.#leave(leaveQueue);
      }
    }
  }

  /** Nothing where the next try may follow. */
  async #tryWhole(): Promise<GenerateContentResponse | undefined> {
    try {
      const opened = await this.#open();
      await readWholeAnswer(opened);
      return this.#finish(opened.answer, false)();
    } catch (error) {
      await this.#recover(error, false);
      return undefined;
    }
  }

  /** Whether the answer is complete; if not, the next try may follow. */
  async #tryStream(outlet: AnswerOutlet, demand: Demand): Promise<boolean> {
    let delivery: Delivery | undefined;
    try {
      const opened = await this.#open();
      delivery = new Delivery(opened.answer, outlet, demand);
      await readStreamedAnswer(opened, delivery, demand);
      // The reader who leaves before the end has not taken the answer: it joins the conversation when the end is asked for.
      if (!demand.waits) await this.#init.scope.waitFor(demand.untilAsked());
      this.#finish(opened.answer, true);
    } catch (error) {
      await this.#recover(error, delivery?.begun ?? false);
      delivery?.restart();
      return false;
    }
    return true;
  }

  async #enter(): Promise<(() => void) | undefined> {
    const { scope, conversation } = this.#init;
    scope.throwIfStopped();
    const leave = conversation && (await conversation.queue.enter(scope));
    this.#draft = conversation?.begin();
    scope.start();
    return leave;
  }

  #leave(leaveQueue: (() => void) | undefined): void {
    this.#init.scope.close();
    leaveQueue?.();
    this.#init.onSettled();
  }

  async #open(): Promise<ReadAnswerInit> {
    const { scope, settings, turns, ids } = this.#init;
    this.#answer = undefined;
    this.#prepared = undefined;
    scope.enterPhase("credentials");
    const chosen = this.#backend ?? this.#init.chooseBackend();
    const backend = chosen instanceof Promise ? await scope.waitFor(chosen) : chosen;
    if (!this.#backend) this.#begin(backend);
    scope.throwIfStopped();
    const { model } = this.#recovery;
    const origin = { backend: backend.name, model };
    this.#origin = origin;
    const contents =
      this.#draft && turns[0]
        ? this.#draft.contentsFor(turns[0], origin)
        : turns.map((turn) => turn.jsonFor(origin)).filter((json) => json !== undefined);
    const rest = settings.requestTo(model);
    const request = { operation: this.#operation, model, contents, rest, ids };
    const { prepared, response } = await openAnswer(backend, request, this.#init);
    this.#prepared = prepared;
    this.#answer = new Accumulator(prepared.decode);
    return {
      response,
      scope,
      decode: prepared.decode,
      hasEnvelope: prepared.hasEnvelope ?? false,
      limit: this.#init.maxResponseBytes,
      answer: this.#answer,
      credentialKind: prepared.authorizer.credentialKind,
      backend: backend.name,
    };
  }

  #begin(backend: Backend): void {
    this.#backend = backend;
    this.#budget = retryBudgetOf(this.#init.platform, backend);
    this.#budget.earn();
  }

  #recover(error: unknown, delivered: boolean): Promise<void> {
    // A refusal can come within a reply that began well.
    if (error instanceof GeminiError && error.status === 403) this.#prepared?.onRefused?.(error);
    return this.#recovery.after(error, delivered, this.#backend?.name ?? "", this.#budget);
  }

  #finish(answer: Accumulator, streamed: boolean): () => GenerateContentResponse {
    const { scope } = this.#init;
    scope.throwIfStopped();
    scope.enterPhase("content");
    checkOutcome(answer, streamed);
    const response = this.#commit(answer);
    // Nothing can be said against words outside a conversation, and nobody may ever ask for the whole.
    const inConversation = this.#draft !== undefined;
    const message = inConversation || !answer.hasWords ? warningOn(response(), inConversation) : undefined;
    if (message !== undefined) scope.onEvent({ type: "warning", code: "empty_response", message });
    return response;
  }

  #commit(answer: Accumulator): () => GenerateContentResponse {
    let made: GenerateContentResponse | undefined;
    const response = () => {
      made ??= new GenerateContentResponse(answer);
      return made;
    };
    const content = this.#draft && response().candidates[0]?.content;
    if (this.#draft && content?.parts?.length) {
      this.#draft.commit(...this.#init.turns, new Turn(content, this.#origin));
    }
    this.#kept = response;
    return response;
  }

  /** The error with what only the whole call knows. */
  #described(error: unknown): unknown {
    if (!(error instanceof GeminiError)) return error;
    const answer = this.#answer;
    return error.complete(this.#init.scope.attempts, {
      model: this.#origin?.model,
      traceId: answer?.traceId,
      partial: answer?.hasContent ? () => answer.partial() : undefined,
    });
  }
}

/** What someone should know of an answer that is none to the one who reads `text`. */
function warningOn(response: GenerateContentResponse, inConversation: boolean): string | undefined {
  const [first] = response.candidates;
  if (inConversation && !first?.content?.parts?.length) {
    return "The first candidate is empty, so the conversation keeps neither prompt nor answer. `candidates` has the others.";
  }
  const onlyThought = first?.content?.parts?.every(({ thought }) => thought === true);
  if (onlyThought && response.truncated) {
    return "Thinking used up `maxOutputTokens` before the answer began. Raise it, or lower `thinkingBudget`.";
  }
  if (onlyThought && response.thinking !== "") {
    return `The model thought and answered nothing (${safeText(String(response.finishReason))}). Ask again.`;
  }
  return undefined;
}
