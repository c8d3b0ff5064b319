import type { AccountOptions } from "./account/account-options.ts";
import type { FunctionResultChecks } from "./checks/function-results.ts";
import type { Intercept } from "./intercept.ts";
import type { QuotaOptions } from "./quota/quota-options.ts";
import type { Wait } from "./wait.ts";

/** The options of an emulator. All are optional. */
export interface EmulatorOptions {
  /**
   * The Google account of all logins.
   *
   * @default a Code Assist Standard account with the project `fake-project-001`
   */
  readonly account?: AccountOptions;
  /**
   * The API keys that are accepted.
   *
   * @default every key that contains `fake`, and `offline`
   */
  readonly apiKeys?: readonly string[];
  /**
   * Access tokens that are accepted besides those of `login()` and the token endpoint. They never expire.
   *
   * @default []
   */
  readonly accessTokens?: readonly string[];
  /**
   * The OAuth client ids that the token endpoint accepts.
   *
   * @default every id
   */
  readonly clientIds?: readonly string[];
  /**
   * The names of the models that exist, without `models/`, on every service. They never retire.
   *
   * @default every `gemini-…` and `gemma-…` name; `listModels` returns the models of late 2026, which retire on
   * Google's dates if the clock `now` is set
   */
  readonly models?: readonly string[];
  /**
   * Whether every refresh returns a new refresh token and revokes the old one, as some logins of Google do.
   *
   * @default false
   */
  readonly rotateRefreshTokens?: boolean;
  /**
   * How many requests the models answer per minute or day.
   *
   * @default no limits
   */
  readonly quotas?: readonly QuotaOptions[];
  /**
   * The maximum size of a request body in bytes; a larger one gets a 400.
   *
   * @default 104_857_600 (100 MB), as on the Gemini API
   */
  readonly requestLimitBytes?: number;
  /**
   * Milliseconds between the events of a stream.
   *
   * @default 0
   */
  readonly paceMs?: number;
  /**
   * Whether responses over a socket are compressed for clients that accept gzip.
   *
   * @default false
   */
  readonly gzip?: boolean;
  /**
   * Whether browser pages of any origin can call the emulator, as they can call Google's APIs. Preflights are answered before
   * anything else: `calls`, faults and `intercept` do not see them.
   *
   * @default true
   */
  readonly cors?: boolean;
  /**
   * What happens to a `generateContent` or `streamGenerateContent` request to which neither `next()` nor `on()`
   * applies. `"answer"`: the built-in script answers. `"refuse"`: it gets a 400 whose message says so, and
   * `assertAllUsed()` reports it; but a request that Google would refuse gets Google's error, and `assertAllUsed()`
   * does not report it.
   *
   * @default "answer"
   */
  readonly unscripted?: "answer" | "refuse";
  /**
   * Whether function calls get an id unless the script gives one: `true` on every service, `false` on none.
   *
   * @default as Google: from Gemini 3 on the Gemini API
   */
  readonly functionCallIds?: boolean;
  /**
   * Which function results are accepted. `"matching"`: each is for a call of the turn before, by its id, or without an id by its
   * name. `"with-ids"`: in addition, the result of a call that has an id must have this id, as Google's documentation
   * requires. `"any"`: they are only counted, as Google is known to do. What is not accepted gets a 400 whose message
   * says so.
   *
   * @default "matching"
   */
  readonly functionResults?: FunctionResultChecks;
  /**
   * Whether listening keeps the process running. By default, a test run ends even if `close()` was forgotten; set this
   * option in a program that only serves other processes.
   *
   * @default false
   */
  readonly keepProcessAlive?: boolean;
  /**
   * How many calls `calls` keeps; older ones are dropped.
   *
   * @default Infinity
   */
  readonly callLimit?: number;
  /**
   * The clock, in milliseconds since 1970.
   *
   * @default Date.now
   */
  readonly now?: () => number;
  /**
   * How faults and paced streams wait. A function that returns nothing does not wait.
   *
   * @default real timers
   */
  readonly wait?: Wait;
  /** Functions that see every call, and may answer it. */
  readonly intercept?: Intercept;
}
