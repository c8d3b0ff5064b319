/** When and how often a failed call is retried. Delays are in milliseconds. */
export interface RetryOptions {
  /**
   * How often a request is sent to one model, 1 to 100; 1 disables retries. Empty answers and failures of the service are
   * counted apart, and an empty answer is retried at most twice.
   * @default 3
   */
  maxAttempts?: number | undefined;
  /**
   * Upper bound of the first delay, at least 1 and at most 24 days. It doubles with every failure; the delay itself is random.
   * @default 1000
   */
  initialDelayMs?: number | undefined;
  /**
   * Upper bound of every delay, at least 1 and at most 24 days. A wait that Google asks for is added, however long it is.
   * @default 30000
   */
  maxDelayMs?: number | undefined;
  /**
   * The longest wait that Google may ask for, at least 0 and at most 24 days. If Google asks for more, the call fails at once.
   * @default 300000
   */
  maxWaitMs?: number | undefined;
  /**
   * Whether a stream that breaks after text was delivered starts again from the beginning. The reader gets a chunk of type
   * `"restart"` first, which voids everything before it.
   * @default false
   */
  restartStreams?: boolean | undefined;
}

/** Options with defaults applied. */
export type ResolvedRetry = { readonly [Name in keyof RetryOptions]-?: NonNullable<RetryOptions[Name]> };

const DEFAULTS: ResolvedRetry = {
  maxAttempts: 3,
  initialDelayMs: 1_000,
  maxDelayMs: 30_000,
  maxWaitMs: 300_000,
  restartStreams: false,
};

/**
 * The option `retry`. The members of an object override those of the layer below: call over chat over client over defaults.
 * `true` uses the members below; `false` or `null` disables retries, until a layer above enables them again.
 */
export type RetryChoice = RetryOptions | boolean | null | undefined;

/** Merges the layers' options, highest precedence first, member by member. Undefined if retries are disabled. */
export function resolveRetry(...layers: readonly RetryChoice[]): ResolvedRetry | undefined {
  const choice = layers.find((layer) => layer !== undefined);
  if (choice === false || choice === null) return undefined;
  const resolved: ResolvedRetry = { ...DEFAULTS };
  for (const layer of layers.toReversed()) {
    if (typeof layer !== "object" || layer === null) continue;
    Object.assign(resolved, Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined)));
  }
  return resolved;
}
