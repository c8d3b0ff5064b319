import type { AccountOptions } from "./account/account-options.ts";
import type { Intercept } from "./intercept.ts";
import type { QuotaOptions } from "./quota/quota-options.ts";
import type { Wait } from "./wait.ts";

/** What an emulator is set up with. Every member may be left out. */
export interface EmulatorOptions {
  /** The Google account that all logins belong to. A Code Assist Standard account with a project unless told. */
  readonly account?: AccountOptions;
  /** The API keys that are accepted. Unless told: every key that contains `fake`, and `offline`. */
  readonly apiKeys?: readonly string[];
  /** Access tokens that are accepted besides those that `login()` and the token endpoint give out; they never expire. */
  readonly accessTokens?: readonly string[];
  /** The OAuth client ids that the token endpoint knows. Every id unless told. */
  readonly clientIds?: readonly string[];
  /**
   * The models that exist, on every service and for ever. Unless told: those of late 2026 are listed, every other `gemini-…` and
   * `gemma-…` name answers too, and models retire when Google retires them, by the clock `now`.
   */
  readonly models?: readonly string[];
  /**
   * Whether every refresh gives a new refresh token and ends the old one, as some logins of Google do. False unless told.
   */
  readonly rotateRefreshTokens?: boolean;
  /** How many requests a minute or a day the models answer. No limits unless told. */
  readonly quotas?: readonly QuotaOptions[];
  /** The largest request body in bytes; a larger one answers 400. 104,857,600 (100 MB) unless told, as the Gemini API has it. */
  readonly requestLimitBytes?: number;
  /** Milliseconds between the chunks of a streamed answer. 0 unless told. */
  readonly paceMs?: number;
  /** Whether answers over a socket are compressed for clients that accept gzip. False unless told. */
  readonly gzip?: boolean;
  /** How many calls `calls` keeps: beyond that the oldest are forgotten. All of them unless told. */
  readonly callLimit?: number;
  /** The clock, in milliseconds since 1970. `Date.now` unless told. */
  readonly now?: () => number;
  /** How faults and paced streams wait. Real timers unless told; a test can wait in its own time. */
  readonly wait?: Wait;
  /** The low-level seam, beneath the faults: sees every call, and may answer it. */
  readonly intercept?: Intercept;
}
