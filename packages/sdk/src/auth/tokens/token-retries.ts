import { type GeminiError, isGeminiError } from "../../errors/gemini-error.ts";
import type { Platform } from "../../platform/platform.ts";
import { delay } from "../../platform/system-clock.ts";
import { backoffMs } from "../../retry/retry-policy.ts";
import type { CallScope } from "../../scope/call-scope.ts";

/** How often a renewal is sent at most. */
const MOST_ATTEMPTS = 3;

/** Callers wait for a renewal, and it has seconds: its waits are shorter than those of other requests. */
const BACKOFF = { initialDelayMs: 500, maxDelayMs: 2_000 };

/** What keeps a reply from coming, or from being read. */
const BROKEN = ["connection_failed", "stream_interrupted", "response_invalid"] as const;

/**
 * Repeats a request to the token endpoint that failed for now: after 429, 5xx and a reply that did not come whole, at most
 * twice, after the wait that Google asks for and a random one. A wait that does not end before the deadline of the whole
 * renewal is not begun. Its error names the phase `token`.
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
        callId: scope.id,
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
  if (failures >= MOST_ATTEMPTS || !error.retryable) return undefined;
  if (!isGeminiError(error, "rate_limited", "server_error", ...BROKEN)) return undefined;
  return backoffMs(failures, error.retryAfterMs ?? 0, platform.random(), BACKOFF);
}

/** What breaks names its own phase otherwise, and would be taken for a failure of the call itself. */
function inTokenPhase(error: GeminiError): GeminiError {
  return isGeminiError(error, ...BROKEN) ? error.with({ phase: "token" }) : error;
}
