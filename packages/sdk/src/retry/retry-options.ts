/** When and how often a failed call is sent again. Delays are milliseconds. */
export interface RetryOptions {
  /**
   * How often a request is sent to one model, 1 to 100; default 3. 1 sends it once. Empty answers and failures of the
   * service are counted apart; an empty answer is followed by two more tries at most.
   */
  maxAttempts?: number | undefined;
  /**
   * Most that the first wait can be, 1 or more, at most 24 days; default 1,000. It doubles with every failure; the wait
   * itself is random.
   */
  initialDelayMs?: number | undefined;
  /**
   * Where the doubling ends, 1 or more, at most 24 days; default 30,000. What Google asks for is waited on top, however long
   * it is.
   */
  maxDelayMs?: number | undefined;
  /**
   * The longest wait that Google may ask for, 0 or more, at most 24 days; default 300,000. Where it asks for more, the call
   * fails at once.
   */
  maxWaitMs?: number | undefined;
  /**
   * Whether a stream that breaks after text was delivered starts again from the beginning; default false. The reader
   * gets a chunk of type `"restart"` first: everything before it is void.
   */
  restartStreams?: boolean | undefined;
}

/** Options with every choice made. */
export type ResolvedRetry = { readonly [Name in keyof RetryOptions]-?: NonNullable<RetryOptions[Name]> };

const DEFAULTS: ResolvedRetry = {
  maxAttempts: 3,
  initialDelayMs: 1_000,
  maxDelayMs: 30_000,
  maxWaitMs: 300_000,
  restartStreams: false,
};

/**
 * What options say of retries. An object gives members, the rest inherits: call, then client, then default. true stands for
 * an object without members. false and null turn retries off; an object or true of the call's turns them on again, with the
 * members of the client's, if that has any.
 */
export type RetryChoice = RetryOptions | boolean | null | undefined;

/** The call's choice over the client's, member by member. Undefined where nothing is to be retried. */
export function resolveRetry(call: RetryChoice, client: RetryChoice): ResolvedRetry | undefined {
  const choice = call === undefined ? client : call;
  if (choice === false || choice === null) return undefined;
  const resolved: ResolvedRetry = { ...DEFAULTS };
  for (const layer of [client, call]) {
    if (typeof layer !== "object" || layer === null) continue;
    Object.assign(resolved, Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined)));
  }
  return resolved;
}
