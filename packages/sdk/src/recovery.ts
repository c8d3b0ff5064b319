import type { GeminiErrorCode } from "./errors/codes.ts";
import { type GeminiError, isGeminiError } from "./errors/gemini-error.ts";
import type { Platform } from "./platform/platform.ts";
import { delay } from "./platform/system-clock.ts";
import type { CallScope } from "./transport/call-scope.ts";
import type { RetryBudget } from "./transport/retry-budget.ts";
import type { ResolvedRetry } from "./transport/retry-options.ts";
import { retryDelayMs, retryKindOf } from "./transport/retry-policy.ts";

/** Failures that another model may not have. */
const OF_THE_MODEL: readonly GeminiErrorCode[] = ["model_overloaded", "quota_exhausted", "model_unavailable"];

/** What decides whether a call goes on after a failure. */
export interface RecoveryInit {
  readonly scope: CallScope;
  readonly platform: Platform;
  /** Undefined: nothing is retried. */
  readonly retry: ResolvedRetry | undefined;
  /** The model to ask, and those to fall back on, in order. */
  readonly models: readonly [string, ...string[]];
  /** For events. */
  readonly operation: string;
}

/** The tries of one call: which model is asked, and whether it is asked again. */
export class Recovery {
  readonly #init: RecoveryInit;
  #model = 0;
  #tries = 1;
  /** On the present model; a content retry and a resending have limits of their own. */
  #failures = { sending: 0, content: 0 };

  constructor(init: RecoveryInit) {
    this.#init = init;
  }

  /** The model to ask now. */
  get model(): string {
    return this.#init.models[this.#model] ?? this.#init.models[0];
  }

  /**
   * Waits, or goes on to the next model, so that the call can be sent again. Throws the error where it is final.
   * `delivered`: the caller has seen a part of the answer already. `budget` pays for retries.
   */
  async after(error: unknown, delivered: boolean, backend: string, budget: RetryBudget | undefined): Promise<void> {
    const { scope, retry } = this.#init;
    if (!isGeminiError(error) || scope.signal.aborted || (delivered && !retry?.restartStreams)) throw error;
    const delayMs = retry && budget && this.#delayFor(error, retry, budget);
    if (delayMs === undefined) return this.#fallBack(error);
    const { code, status } = error;
    this.#tries += 1;
    scope.onEvent({
      type: "retry",
      operation: this.#init.operation,
      backend,
      attempt: this.#tries,
      delayMs,
      reason: code,
      ...(status === undefined ? {} : { status }),
    });
    scope.enter("retry");
    await delay(scope.clock, delayMs, scope.signal);
  }

  #delayFor(error: GeminiError, retry: ResolvedRetry, budget: RetryBudget): number | undefined {
    const kind = retryKindOf(error);
    if (kind === "never") return undefined;
    this.#failures[kind] += 1;
    const facts = {
      failures: this.#failures[kind],
      leftMs: this.#init.scope.leftMs,
      random: this.#init.platform.random(),
    };
    const delayMs = retryDelayMs(error, facts, retry);
    // Where Google itself says when to come back after a rate limit, coming back then is no load that an outage multiplies.
    const invited = error.code === "rate_limited" && error.retryAfterMs !== undefined;
    return delayMs !== undefined && (invited || budget.spend()) ? delayMs : undefined;
  }

  /** Not paid from the budget: a model's first request is no repetition, and an overload is when it is needed. */
  #fallBack(error: GeminiError): void {
    const from = this.model;
    const to = this.#init.models[this.#model + 1];
    if (to === undefined || !OF_THE_MODEL.includes(error.code)) throw error;
    this.#model += 1;
    this.#tries += 1;
    this.#failures = { sending: 0, content: 0 };
    this.#init.scope.onEvent({ type: "model-fallback", from, to, reason: error.code });
  }
}
