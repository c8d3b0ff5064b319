import { numberAsRetry } from "../errors/argument-errors.ts";
import { booleanRule, integerRule, membersRule, numberRule, type OptionRule } from "../validation/option-rule.ts";

/** When and how often a failed call is retried. */
export interface RetryOptions {
  /**
   * Maximum number of attempts with one model, 1 to 100; 1 disables retries. Empty responses and failures of the service are
   * counted separately; at most two retries follow an empty response.
   * @default 3
   */
  maxAttempts?: number | undefined;
  /**
   * Upper bound of the first delay in milliseconds, 1 or more, at most 24 days. The bound doubles with every retry; the delay
   * itself is random.
   * @default 1000
   */
  initialDelayMs?: number | undefined;
  /**
   * Upper bound of every delay in milliseconds, 1 or more, at most 24 days. A wait that Google asks for is added to it.
   * @default 30000
   */
  maxDelayMs?: number | undefined;
  /**
   * Longest wait in milliseconds that Google may ask for, 0 or more, at most 24 days. If it asks for more, the call fails at
   * once.
   * @default 300000
   */
  maxWaitMs?: number | undefined;
  /**
   * Whether a stream that breaks after text was delivered starts again from the beginning. The reader then receives a
   * chunk of type `"restart"` and must discard all earlier chunks. Has no effect on `textStream()`, which cannot tell
   * its reader.
   * @default false
   */
  restartStreams?: boolean | undefined;
}

/** Retry options with all defaults applied. */
export type ResolvedRetry = { readonly [Name in keyof RetryOptions]-?: NonNullable<RetryOptions[Name]> };

const DEFAULTS: ResolvedRetry = {
  maxAttempts: 3,
  initialDelayMs: 1_000,
  maxDelayMs: 30_000,
  maxWaitMs: 300_000,
  restartStreams: false,
};

/**
 * `true` means the defaults; `false` and `null` disable retries. Members that an object leaves out are inherited from
 * the client, then from the defaults. If a call passes `true` or an object, retries that its client disabled are
 * enabled, with the members that the client sets.
 */
export type RetryChoice = RetryOptions | boolean | null | undefined;

/** The retry options of one layer: `maxRetries` is short for `retry: { maxAttempts: maxRetries + 1 }`. */
export interface RetryLayer {
  readonly retry?: RetryChoice;
  readonly maxRetries?: number | null | undefined;
}

/** The longest delay that a timer supports. */
const LONGEST_MS = 24 * 24 * 3_600_000;

const delayRule = (low: number): OptionRule => ({
  ...numberRule(low, LONGEST_MS),
  expected: `milliseconds, ${low} or more and at most 24 days`,
});

const MOST_ATTEMPTS = 100;

/** The rule of the option `maxRetries`. */
export const maxRetriesRule: OptionRule = integerRule(0, MOST_ATTEMPTS - 1);

const retryMembers: Readonly<Record<keyof RetryOptions, OptionRule>> = {
  maxAttempts: integerRule(1, MOST_ATTEMPTS),
  initialDelayMs: delayRule(1),
  maxDelayMs: delayRule(1),
  maxWaitMs: delayRule(0),
  restartStreams: booleanRule,
};

const objectRule = membersRule(
  "true, false, or an object with `maxAttempts` (1 to 100), `initialDelayMs` and `maxDelayMs` (1 or more), " +
    "`maxWaitMs` (0 or more) and `restartStreams` (true or false)",
  retryMembers,
);

/** The rule of the option `retry`. */
export const retryRule: OptionRule = {
  ...objectRule,
  accepts: (value) => typeof value === "boolean" || objectRule.accepts(value),
  errorFor: (name, value) =>
    typeof value === "number" ? numberAsRetry(name, value) : objectRule.errorFor?.(name, value),
};

/** Merges the choices of all layers, lowest precedence first. Returns undefined if retries are disabled. */
export function resolveRetry(...choices: readonly RetryLayer[]): ResolvedRetry | undefined {
  const layers = choices.flatMap(({ retry, maxRetries }): readonly RetryChoice[] => [
    retry,
    maxRetries == null ? maxRetries : { maxAttempts: maxRetries + 1 },
  ]);
  const choice = layers.findLast((layer) => layer !== undefined);
  if (choice === false || choice === null) return undefined;
  const resolved: ResolvedRetry = { ...DEFAULTS };
  for (const layer of layers) {
    if (typeof layer !== "object" || layer === null) continue;
    Object.assign(resolved, Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined)));
  }
  return resolved;
}
