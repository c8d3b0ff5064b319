import { type GeminiError, isGeminiError } from "../../errors/gemini-error.ts";
import type { Platform } from "../../platform/platform.ts";
import { delay } from "../../platform/system-clock.ts";
import { backoffMs } from "../../retry/retry-policy.ts";
import type { CallScope } from "../../scope/call-scope.ts";

/** Maximum number of attempts of one renewal. */
const MAX_ATTEMPTS = 3;

/**
 * Calls wait for a renewal, which may take at most 10 seconds, so its delays are shorter than those of other requests.
 */
const BACKOFF = { initialDelayMs: 500, maxDelayMs: 2_000 };

/** Errors of a response that did not arrive or could not be read. */
const BROKEN = ["connection_failed", "stream_interrupted", "response_invalid"] as const;

/**
 * Retries a request to the token endpoint after a transient failure (429, 5xx, a response that is missing or
 * truncated), at most twice. The delay is the one that Google asks for plus a random part. There is no retry if the
 * delay would not end before the deadline of the renewal. The final error has the phase `token`.
 */
export async function withTokenRetries<Result>(
  send: () => Promise<Result>,
  platform: Platform,
  scope: CallScope,
): Promise<Result> {
  for (let failures = 1; ; failures += 1) {
    try {
      return await send();
    } catch (error) {
      if (!isGeminiError(error)) throw error;
      const wait = waitAfter(error, failures, platform);
      if (wait === undefined || wait >= scope.leftMs) throw inTokenPhase(error);
      const { code: reason, status } = error;
      const known = status === undefined ? {} : { status };
      scope.onEvent({
        type: "retry",
        operation: "token",
        backend: "oauth",
        ...scope.ids,
        attempt: failures + 1,
        delayMs: wait,
        reason,
        ...known,
      });
      await delay(scope.clock, wait, scope.signal);
    }
  }
}

function waitAfter(error: GeminiError, failures: number, platform: Platform): number | undefined {
  if (failures >= MAX_ATTEMPTS || !error.retryable) return undefined;
  if (!isGeminiError(error, "rate_limited", "server_error", ...BROKEN)) return undefined;
  return backoffMs(failures, error.retryAfterMs ?? 0, platform.random(), BACKOFF);
}

/** Otherwise, a broken response would look like a failure of the call itself. */
function inTokenPhase(error: GeminiError): GeminiError {
  return isGeminiError(error, ...BROKEN) ? error.with({ phase: "token" }) : error;
}
