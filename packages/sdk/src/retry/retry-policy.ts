import { retryRuleOf } from "../errors/codes.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import type { ResolvedRetry } from "./retry-options.ts";

const MAX_CONTENT_RETRIES = 2;

/** The delay after a rate limit if Google names none: an immediate retry would only prolong the rate limit. */
const DEFAULT_RATE_LIMIT_DELAY_MS = 5_000;

/** After a quota per minute, the next attempt waits until the minute is over, wherever Google's minute begins. */
const MINUTE_MS = 60_000;

/** The retries that the library makes: `"sending"` and `"content"` are counted separately, see RetryRule. */
export type RetryKind = "never" | "sending" | "content";

/** How the library retries after an error, if at all. */
export function retryKindOf(error: GeminiError): RetryKind {
  const rule = retryRuleOf(error);
  return rule === "caller" ? "never" : rule;
}

/** The facts that the decision depends on besides the error. */
export interface RetryFacts {
  /** How often the call has failed in this way on this model, this failure included. */
  readonly failures: number;
  /** Milliseconds until the call's total deadline; Infinity if there is none. */
  readonly leftMs: number;
  /** A random number from 0 up to, but not including, 1. */
  readonly random: number;
}

/** The delay before the next attempt in milliseconds, or why no attempt follows. */
export type RetryDecision =
  | { readonly delayMs: number }
  | { readonly withheld: "never" | "attempts" | "wait" | "deadline" };

/** Decides whether and when to retry. Pure. */
export function decideRetry(error: GeminiError, facts: RetryFacts, options: ResolvedRetry): RetryDecision {
  const kind = retryKindOf(error);
  if (kind === "never") return { withheld: "never" };
  const maxRetries = Math.min(options.maxAttempts - 1, kind === "content" ? MAX_CONTENT_RETRIES : Infinity);
  if (facts.failures > maxRetries) return { withheld: "attempts" };
  const requestedMs = error.retryAfterMs ?? defaultDelayMs(error);
  if (requestedMs > options.maxWaitMs) return { withheld: "wait" };
  const delayMs = backoffMs(facts.failures, requestedMs, facts.random, options);
  return delayMs < facts.leftMs ? { delayMs } : { withheld: "deadline" };
}

function defaultDelayMs({ code, quota }: GeminiError): number {
  if (code !== "rate_limited") return 0;
  return quota === "per-minute" ? MINUTE_MS : DEFAULT_RATE_LIMIT_DELAY_MS;
}

/**
 * The delay that Google asked for, plus a random share of a window that doubles with every failure ("full jitter"), so
 * that callers that were refused together do not retry together. A long requested delay gets a wider window.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(
  failures: number,
  requestedMs: number,
  random: number,
  { initialDelayMs, maxDelayMs }: Pick<ResolvedRetry, "initialDelayMs" | "maxDelayMs">,
): number {
  const window = Math.min(maxDelayMs, initialDelayMs * 2 ** (failures - 1));
  return Math.ceil(requestedMs + random * Math.max(window, requestedMs / 4));
}
