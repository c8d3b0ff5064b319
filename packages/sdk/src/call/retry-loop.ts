import type { GeminiErrorCode } from "../errors/codes.ts";
import { type GeminiError, isGeminiError } from "../errors/gemini-error.ts";
import type { Platform } from "../platform/platform.ts";
import { delay } from "../platform/system-clock.ts";
import type { RetryBudget } from "../retry/retry-budget.ts";
import type { ResolvedRetry } from "../retry/retry-options.ts";
import { decideRetry, type RetryDecision, retryKindOf } from "../retry/retry-policy.ts";
import type { CallScope } from "../scope/call-scope.ts";
import type { CallSettings } from "./call-settings.ts";

/** Failures that another model may not have. */
const OF_THE_MODEL: readonly GeminiErrorCode[] = ["model_overloaded", "quota_exhausted", "model_unavailable"];

/** What decides whether a call goes on after a failure. */
export interface RecoveryInit {
  readonly scope: CallScope;
  readonly platform: Platform;
  readonly settings: CallSettings;
  /** The model to ask, and those to fall back on, in order. */
  readonly models: readonly [string, ...string[]];
}

/** The tries of one call: which model is asked, and whether it is asked again. */
export class Recovery {
  readonly #init: RecoveryInit;
  readonly #operation: string;
  #model = 0;
  #tries = 1;
  /** On the present model; a content retry and a resending have limits of their own. */
  #failures = { sending: 0, content: 0 };

  /** `operation` for events. */
  constructor(init: RecoveryInit, operation: string) {
    this.#init = init;
    this.#operation = operation;
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
    const { scope, settings } = this.#init;
    const { retry } = settings;
    if (!isGeminiError(error) || scope.signal.aborted || (delivered && !retry?.restartStreams)) throw error;
    const decision = retry && budget ? this.#decide(error, retry, budget) : { withheld: "never" as const };
    if ("withheld" in decision) return this.#fallBack(explained(error, decision.withheld, this.#tries), backend);
    const { delayMs } = decision;
    const { code, status } = error;
    this.#tries += 1;
    scope.onEvent({
      type: "retry",
      operation: this.#operation,
      backend,
      model: this.model,
      callId: scope.id,
      attempt: this.#tries,
      delayMs,
      reason: code,
      ...(status === undefined ? {} : { status }),
    });
    scope.enterPhase("retry");
    await delay(scope.clock, delayMs, scope.signal);
  }

  #decide(error: GeminiError, retry: ResolvedRetry, budget: RetryBudget): RetryDecision | { withheld: "budget" } {
    const kind = retryKindOf(error);
    if (kind === "never") return { withheld: "never" };
    this.#failures[kind] += 1;
    const facts = {
      failures: this.#failures[kind],
      leftMs: this.#init.scope.leftMs,
      random: this.#init.platform.random(),
    };
    const decision = decideRetry(error, facts, retry);
    // Where Google itself says when to come back after a rate limit, coming back then is no load that an outage multiplies.
    const invited = error.code === "rate_limited" && error.retryAfterMs !== undefined;
    return "withheld" in decision || invited || budget.spend() ? decision : { withheld: "budget" };
  }

  /** Not paid from the budget: a model's first request is no repetition, and an overload is when it is needed. */
  #fallBack(error: GeminiError, backend: string): void {
    const from = this.model;
    const to = this.#init.models[this.#model + 1];
    if (to === undefined || !OF_THE_MODEL.includes(error.code)) throw error;
    this.#model += 1;
    this.#tries += 1;
    this.#failures = { sending: 0, content: 0 };
    const { scope } = this.#init;
    scope.onEvent({
      type: "model-fallback",
      operation: this.#operation,
      backend,
      callId: scope.id,
      from,
      to,
      reason: error.code,
    });
  }
}

const WITHHELD = {
  budget: "It was not repeated: the retries that the calls to this backend share are used up for now.",
  wait: "It was not repeated: Google asks for a longer wait than `retry.maxWaitMs`.",
  deadline: "It was not repeated: the wait would not end before `timeouts.total`.",
} as const;

/** The error with what became of its repetition. */
function explained(error: GeminiError, why: "never" | "tries" | keyof typeof WITHHELD, tries: number): GeminiError {
  const told = why === "never" || why === "tries" ? undefined : WITHHELD[why];
  const words = told ?? (tries > 1 ? `It was tried ${tries} times.` : undefined);
  return words === undefined ? error : error.with({ summary: `${error.summary} ${words}` });
}
