import type { ModelRequest } from "../backends/backend.ts";
import type { ModelRef } from "../conversation/turn.ts";
import type { GeminiErrorCode, GeminiErrorPhase } from "../errors/codes.ts";
import { type GeminiError, isGeminiError } from "../errors/gemini-error.ts";
import { safeName } from "../errors/safe-text.ts";
import { delay } from "../platform/system-clock.ts";
import type { RetryBudget } from "../retry/retry-budget.ts";
import type { ResolvedRetry } from "../retry/retry-options.ts";
import { decideRetry, type RetryDecision, retryKindOf } from "../retry/retry-policy.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { CallContext } from "./call-context.ts";
import { warnAboutModel } from "./model-checks.ts";
import type { ModelsToCall } from "./models-to-call.ts";

/** Failures that another model may not share. A rate limit gets here once it is not retried. */
const MODEL_FAILURES: readonly GeminiErrorCode[] = [
  "model_overloaded",
  "quota_exhausted",
  "rate_limited",
  "model_unavailable",
];

/** Failures before the model was asked concern every model. */
const BEFORE_MODEL: readonly GeminiErrorPhase[] = ["credentials", "token", "project"];

/** The target of a model call, known once its backend is chosen. */
export interface RetryTarget {
  readonly operation: ModelRequest["operation"];
  /** In the order in which they are asked. */
  readonly models: ModelsToCall;
  /** Whether the contents end with a turn of the model, which the model should continue. */
  readonly endsWithModelTurn: boolean;
  /** Limits the retries. */
  readonly budget: RetryBudget;
}

const NO_FAILURES = Object.freeze({ sending: 0, content: 0 });

/** Counts the attempts of one model call, and decides whether, when and on which model the next one starts. */
export class RetryLoop {
  readonly #context: CallContext;
  readonly #operation: RetryTarget["operation"];
  readonly #models: ModelsToCall;
  readonly #endsWithModelTurn: boolean;
  readonly #budget: RetryBudget;
  #modelIndex = 0;
  #attempt = 1;
  /** Attempts that were no retries. */
  #repeats = 0;
  /** Why the first model was left. */
  #first: GeminiError | undefined;
  /** Failures on the current model. Failures of the service and responses without content are limited separately. */
  #failures = NO_FAILURES;

  constructor(context: CallContext, { operation, models, endsWithModelTurn, budget }: RetryTarget) {
    this.#context = context;
    this.#operation = operation;
    this.#models = models;
    this.#endsWithModelTurn = endsWithModelTurn;
    this.#budget = budget;
  }

  /** The model of the current attempt. */
  get model(): ModelRef {
    return this.#models[this.#modelIndex] ?? this.#models[0];
  }

  /** Whether no other model is left to fall back on. */
  get isLastModel(): boolean {
    return this.#modelIndex === this.#models.length - 1;
  }

  /** Whether the current model is one of those to fall back on. */
  get isFallback(): boolean {
    return this.model.model !== this.#context.modelsOn(this.model.backend)[0].model;
  }

  /** The number of the current attempt, from 1, over all models. */
  get attempt(): number {
    return this.#attempt;
  }

  /** Adds an attempt that does not count as a retry: the request has changed. */
  repeat(): void {
    this.#attempt += 1;
    this.#repeats += 1;
  }

  /** The response has come further, so that its next failure is a first one. */
  progress(): void {
    this.#failures = NO_FAILURES;
  }

  /**
   * Resolves when the next attempt may start: after a wait, or on the next model. Throws the error if it is final.
   * `delivered`: the caller has already seen a part of the response. `resumes`: the next attempt on the same model continues
   * it.
   */
  async afterFailure(error: unknown, delivered: boolean, resumes = false): Promise<void> {
    const { scope, settings } = this.#context;
    const { retry } = settings;
    if (!isGeminiError(error) || scope.signal.aborted) throw error;
    // A response that came to its end and has no answer is not asked for again once the caller has seen its thoughts.
    const mayRestart = retry?.restartStreams && retryKindOf(error) !== "content";
    if (delivered && !mayRestart && !resumes) throw error;
    const decision = retry ? this.#decide(error, retry) : { withheld: "never" as const };
    if ("withheld" in decision) {
      const final = withReason(error, decision.withheld, this.#attempt - this.#repeats, scope);
      // Another model cannot continue the response.
      if (delivered && !mayRestart) throw final;
      return this.#fallBack(final);
    }
    this.#attempt += 1;
    this.#announceRetry(error, decision.delayMs);
    scope.enterPhase("retry");
    await delay(scope.clock, decision.delayMs, scope.signal);
  }

  #decide(error: GeminiError, retry: ResolvedRetry): RetryDecision | { withheld: "budget" } {
    const kind = retryKindOf(error);
    if (kind === "never") return { withheld: "never" };
    this.#failures = { ...this.#failures, [kind]: this.#failures[kind] + 1 };
    const facts = {
      failures: this.#failures[kind],
      leftMs: this.#context.scope.leftMs,
      random: this.#context.platform.random(),
    };
    const decision = decideRetry(error, facts, retry);
    // A retry at the time that Google named after a rate limit is free: it does not add to the load of an outage.
    const invited = error.code === "rate_limited" && error.retryAfterMs !== undefined;
    return "withheld" in decision || invited || this.#budget.spend() ? decision : { withheld: "budget" };
  }

  /** Fallbacks don't draw on the retry budget: a first request to another model is not a retry. */
  #fallBack(error: GeminiError): void {
    const from = this.model.model;
    const next = this.#models[this.#modelIndex + 1];
    const mayHelp = MODEL_FAILURES.includes(error.code) && !BEFORE_MODEL.includes(error.phase);
    if (next === undefined || !mayHelp) throw this.#firstFailure(error);
    this.#first ??= error.with({ model: from });
    this.#modelIndex += 1;
    this.#attempt += 1;
    this.#failures = NO_FAILURES;
    const { scope, settings, platform } = this.#context;
    const { backend, model: to } = next;
    const { changed } = settings.fallbackRequestTo(to, backend, platform.clock.now());
    const event = {
      type: "model-fallback",
      operation: this.#operation,
      backend,
      ...scope.ids,
      from,
      to,
      reason: error.code,
    } as const;
    scope.onEvent(changed.length > 0 ? { ...event, changed } : event);
    warnAboutModel(this.#context, { model: to, backend, endsWithModelTurn: this.#endsWithModelTurn });
  }

  /** That a fallback model refuses the request, for whatever reason, must not hide why the first model was left. */
  #firstFailure(error: GeminiError): GeminiError {
    const isRefusal = error.status === 400 || isGeminiError(error, "invalid_request", "unsupported");
    if (!this.#first || !isRefusal || !this.isFallback) return error;
    const refused = `The fallback model "${safeName(this.model.model)}" refused the request: ${error.summary}`;
    return this.#first.with({ summary: `${this.#first.summary} ${refused}` });
  }

  #announceRetry({ code, status }: GeminiError, delayMs: number): void {
    const { scope } = this.#context;
    scope.onEvent({
      type: "retry",
      operation: this.#operation,
      ...this.model,
      ...scope.ids,
      attempt: this.#attempt,
      delayMs,
      reason: code,
      ...(status === undefined ? {} : { status }),
    });
  }
}

const WITHHELD = {
  budget: "Not retried: the retry budget shared by calls to this backend is exhausted.",
  wait: "Not retried: Google asked to wait longer than `retry.maxWaitMs`.",
  deadline: "Not retried: the wait would not end before",
} as const;

/** Adds to the error why no attempt follows. */
function withReason(
  error: GeminiError,
  why: "never" | "attempts" | keyof typeof WITHHELD,
  attempts: number,
  { timeouts }: CallScope,
): GeminiError {
  const withheld = why === "never" || why === "attempts" ? undefined : WITHHELD[why];
  const reason = why === "deadline" ? `${withheld} \`${timeouts.totalOption ?? "timeouts.total"}\`.` : withheld;
  const words = reason ?? (attempts > 1 ? `Tried ${attempts} times.` : undefined);
  return words === undefined ? error : error.with({ summary: `${error.summary} ${words}` });
}
