import { sharedState } from "../platform/shared-state.ts";

/** In tenths of a retry, so that sums stay whole. */
const CAPACITY = 1_000;
const COST_OF_RETRY = 10;
const EARNED_BY_CALL = 1;

/**
 * What all calls of a client may spend on retries together: 100 at first, and a tenth of one more for every call, up to 100
 * again. So a short disturbance is bridged for everybody, and an outage costs the service at most a tenth more load.
 * @see https://sre.google/sre-book/handling-overload/ (retry budgets)
 */
export class RetryBudget {
  #left = CAPACITY;

  /** A call begins. */
  earn(): void {
    this.#left = Math.min(CAPACITY, this.#left + EARNED_BY_CALL);
  }

  /** Pays for one retry. False where nothing is left, and nothing is paid. */
  spend(): boolean {
    if (this.#left < COST_OF_RETRY) return false;
    this.#left -= COST_OF_RETRY;
    return true;
  }
}

/** The retry budget of a backend, shared by every client that uses it, so that `query()` in a loop has one too. */
export const retryBudgetOf = sharedState(() => new RetryBudget());
