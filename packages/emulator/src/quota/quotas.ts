import type { QuotaOptions } from "./quota-options.ts";

const spans = { PerMinute: 60_000, PerDay: 86_400_000 } as const;

/** The time span of a quota. */
export type QuotaSpan = keyof typeof spans;

/** The current state of a quota. */
export interface QuotaState {
  readonly span: QuotaSpan;
  readonly limit: number;
  readonly remaining: number;
  /** `remaining` as a fraction of `limit`, 0 to 1. */
  readonly fraction: number;
  /** Milliseconds since 1970. */
  readonly resetsAt: number;
}

interface Counter {
  readonly model: string | undefined;
  readonly span: QuotaSpan;
  readonly limit: number;
  used: number;
  /** When the current span started; undefined before the first request. */
  since: number | undefined;
}

/** Counts requests for content over all services, by the emulator's clock. */
export class Quotas {
  readonly #now: () => number;
  readonly #counters: readonly Counter[];

  constructor(options: readonly QuotaOptions[], now: () => number) {
    this.#now = now;
    this.#counters = options.flatMap(({ model, perMinute, perDay }) => [
      ...counter(model, "PerMinute", perMinute),
      ...counter(model, "PerDay", perDay),
    ]);
  }

  /** Counts one request. If a quota is exhausted, counts nothing and returns it: of several, the one that resets last. */
  take(model: string): QuotaState | undefined {
    const counters = this.#of(model);
    const usedUp = counters.map((each) => this.#stateOf(each)).filter(({ remaining }) => remaining === 0);
    if (usedUp.length > 0) return usedUp.reduce((one, other) => (other.resetsAt > one.resetsAt ? other : one));
    for (const each of counters) {
      each.since ??= this.#now();
      each.used += 1;
    }
    return undefined;
  }

  /** The quota of a model with the smallest fraction left; undefined for a model without quotas. */
  tightest(model: string): QuotaState | undefined {
    const states = this.#of(model).map((each) => this.#stateOf(each));
    return states.toSorted((one, other) => one.fraction - other.fraction)[0];
  }

  /** Resets all counters. */
  reset(): void {
    for (const each of this.#counters) renew(each);
  }

  // Resets those whose span is over.
  #of(model: string): readonly Counter[] {
    const counters = this.#counters.filter((each) => each.model === undefined || each.model === model);
    for (const each of counters) {
      if (each.since !== undefined && this.#now() >= each.since + spans[each.span]) renew(each);
    }
    return counters;
  }

  #stateOf({ span, limit, used, since = this.#now() }: Counter): QuotaState {
    const remaining = Math.max(0, limit - used);
    return { span, limit, remaining, fraction: remaining / limit, resetsAt: since + spans[span] };
  }
}

function counter(model: string | undefined, span: QuotaSpan, limit: number | undefined): readonly Counter[] {
  return limit === undefined ? [] : [{ model, span, limit, used: 0, since: undefined }];
}

function renew(each: Counter): void {
  each.used = 0;
  each.since = undefined;
}
