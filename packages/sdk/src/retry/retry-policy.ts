import type { GeminiErrorCode } from "../errors/codes.ts";
import type { GeminiError } from "../errors/gemini-error.ts";
import type { ResolvedRetry } from "./retry-options.ts";

/** `sending`: as often as `maxAttempts` says. `content`: the service works, the model's answer is none; at most twice. */
export type RetryKind = "never" | "sending" | "content";

/** What is sent again after which failure. docs/errors.md says the same, and a test holds the two together. */
export const retryKinds: Readonly<Record<GeminiErrorCode, RetryKind>> = {
  invalid_options: "never",
  client_closed: "never",
  conversation_busy: "never",
  stream_consumed: "never",
  unsupported: "never",
  dependency_missing: "never",
  no_credentials: "never",
  credentials_unreadable: "never",
  login_expired: "never",
  oauth_client_rejected: "never",
  token_response_invalid: "never",
  account_disabled: "never",
  api_key_invalid: "never",
  endpoint_insecure: "never",
  project_required: "never",
  project_invalid: "never",
  ineligible_tier: "never",
  validation_required: "never",
  license_required: "never",
  client_unsupported: "never",
  region_unsupported: "never",
  onboarding_failed: "never",
  permission_denied: "never",
  invalid_request: "never",
  model_unavailable: "never",
  rate_limited: "sending",
  quota_exhausted: "never",
  model_overloaded: "sending",
  server_error: "sending",
  api_error: "sending",
  connection_failed: "sending",
  timeout: "sending",
  aborted: "never",
  redirect_refused: "never",
  response_invalid: "sending",
  response_too_large: "never",
  stream_interrupted: "sending",
  stream_malformed: "sending",
  blocked: "never",
  empty_response: "content",
  malformed_function_call: "content",
};

const MOST_CONTENT_RETRIES = 2;

/** A rate limit that comes without a delay: asking again at once would only prolong it. */
const UNNAMED_RATE_LIMIT_MS = 5_000;

/** How a failure is to be sent again, if at all. */
export function retryKindOf(error: GeminiError): RetryKind {
  // The token endpoint has had attempts of its own.
  if (!error.retryable || error.phase === "token") return "never";
  // `headers` and `total`: the answer may be in the making, and is paid for.
  if (error.code === "timeout" && error.phase !== "connect" && error.phase !== "idle") return "never";
  // The answer came whole and cannot be kept: a matter of the caller's conversation.
  if (error.code === "response_invalid" && error.phase === "content") return "never";
  return retryKinds[error.code];
}

/** What the decision depends on besides the error. */
export interface RetryFacts {
  /** How often the request has failed in this way on this model, this time included. */
  readonly failures: number;
  /** Milliseconds until the call's total deadline; Infinity where there is none. */
  readonly leftMs: number;
  /** 0 up to 1, 1 excluded. */
  readonly random: number;
}

/** How many milliseconds to wait before the request is sent again, or why it is not. */
export type RetryDecision =
  | { readonly delayMs: number }
  | { readonly withheld: "never" | "tries" | "wait" | "deadline" };

/** Decides from the facts alone. Pure. */
export function decideRetry(error: GeminiError, facts: RetryFacts, options: ResolvedRetry): RetryDecision {
  const kind = retryKindOf(error);
  if (kind === "never") return { withheld: "never" };
  const most = Math.min(options.maxAttempts - 1, kind === "content" ? MOST_CONTENT_RETRIES : Number.POSITIVE_INFINITY);
  if (facts.failures > most) return { withheld: "tries" };
  const asked = error.retryAfterMs ?? (error.code === "rate_limited" ? UNNAMED_RATE_LIMIT_MS : 0);
  if (asked > options.maxWaitMs) return { withheld: "wait" };
  const delayMs = backoffMs(facts.failures, asked, facts.random, options);
  return delayMs < facts.leftMs ? { delayMs } : { withheld: "deadline" };
}

/**
 * Never less than Google asked for, and on top a random share of a window that doubles with every failure ("full jitter"),
 * so that callers who were refused together do not come back together. A long wait gets a wider window.
 * @see https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */
export function backoffMs(
  failures: number,
  askedMs: number,
  random: number,
  { initialDelayMs, maxDelayMs }: Pick<ResolvedRetry, "initialDelayMs" | "maxDelayMs">,
): number {
  const window = Math.min(maxDelayMs, initialDelayMs * 2 ** (failures - 1));
  return Math.ceil(askedMs + random * Math.max(window, askedMs / 4));
}
