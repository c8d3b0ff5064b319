import type { Guard } from "../../call/exchange-init.ts";
import type { OpenCall } from "../../conversation/open-exchange.ts";
import { toolTimeout } from "../../errors/exchange-errors.ts";
import type { FunctionTool } from "../../options/tool.ts";
import type { ToolOutcome } from "../../platform/events.ts";
import { isError } from "../../platform/is-error.ts";
import type { RuntimeAbortSignal } from "../../platform/web-types.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { encodeResult, failedResult } from "./encode-result.ts";

const DEFAULT_TIMEOUT_MS = 300_000;

/** What runs a function. */
export interface FunctionRun {
  readonly open: OpenCall;
  readonly tool: FunctionTool;
  /** Validated. */
  readonly args: unknown;
  readonly scope: CallScope;
  /** Whether the model takes media within a result. */
  readonly takesMedia: boolean;
  readonly guard: Guard;
}

/**
 * Starts a function, once and for all, and waits for its result or its deadline. Rejects if the exchange is aborted; if the
 * function returns after that, its result is stored all the same.
 */
export function runFunction({ open, tool, args, scope, takesMedia, guard }: FunctionRun): Promise<ToolOutcome> {
  const { clock } = scope;
  const startedAt = clock.monotonic();
  const elapsed = () => Math.round(clock.monotonic() - startedAt);
  const { signal, abort } = signalOf(scope);
  open.state = "started";
  return new Promise((resolve, reject) => {
    const limitMs = tool.timeout === null ? Number.POSITIVE_INFINITY : (tool.timeout ?? DEFAULT_TIMEOUT_MS);
    const settle = (outcome: ToolOutcome, result: NonNullable<OpenCall["result"]>) => {
      open.result ??= result;
      cancelDeadline?.();
      scope.signal.removeEventListener("abort", onAbort);
      resolve(outcome);
    };
    const cancelDeadline = Number.isFinite(limitMs)
      ? clock.schedule(() => {
          const error = toolTimeout(tool.name, limitMs);
          settle(
            "timeout",
            failedResult(open, new Error(`The function did not return within ${limitMs} ms.`), elapsed()),
          );
          abort(error);
        }, limitMs)
      : undefined;
    const onAbort = () => {
      cancelDeadline?.();
      reject(scope.signal.reason);
      abort(reasonOf(scope));
    };
    scope.signal.addEventListener("abort", onAbort);
    const context = { signal, callId: open.callId };
    guard(async () => tool.execute?.(args as never, context)).then(
      (returned) => {
        const result = encodeResult(open, returned, elapsed(), takesMedia);
        settle(result.error === undefined ? "success" : "error", result);
      },
      (error: unknown) => {
        // Once its signal has fired, a function fails because of that.
        if (!scope.signal.aborted) settle("error", failedResult(open, error, elapsed()));
      },
    );
  });
}

/** A signal of the runtime, which functions pass on to `fetch` and the like, that fires when the exchange ends early. */
export function signalOf(scope: CallScope): {
  readonly signal: RuntimeAbortSignal;
  readonly abort: (reason: unknown) => void;
} {
  const controller = new AbortController();
  if (scope.signal.aborted) controller.abort(reasonOf(scope));
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) };
}

/** The reason of the caller's signal, as `AbortSignal.any()` would pass it on; else the error that the exchange fails with. */
export function reasonOf({ signal }: CallScope): unknown {
  const { reason } = signal;
  return isError(reason) && "cause" in reason ? reason.cause : reason;
}
