import { sharedState } from "../platform/shared-state.ts";

/** In tenths of a retry, so that sums stay whole numbers. */
const CAPACITY = 1_000;
const COST_OF_RETRY = 10;
const EARNED_BY_CALL = 1;

/**
 * A budget of retries that all calls to a backend share: 100 at first; each call adds a tenth of a retry, up to 100.
 * Every call can retry during a short disturbance, while retries during a long outage add at most a tenth to the
 * service's load.
 * @see https://sre.google/sre-book/handling-overload/ (retry budgets)
 */
export class RetryBudget {
  #left = CAPACITY;

  /** Adds a tenth of a retry. Called when a call begins. */
  earn(): void {
    this.#left = Math.min(CAPACITY, this.#left + EARNED_BY_CALL);
  }

  /** Spends one retry. Returns false, and spends nothing, if less than one is left. */
  spend(): boolean {
    if (this.#left < COST_OF_RETRY) return false;
    this.#left -= COST_OF_RETRY;
    return true;
  }
}

/** The retry budget of a backend, shared by every client that uses it, so that `query()` in a loop is limited too. */
export const retryBudgetOf = sharedState(() => new RetryBudget());
