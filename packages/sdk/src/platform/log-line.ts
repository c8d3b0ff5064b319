import { safeText } from "../errors/safe-text.ts";
import type { UsageMetadata } from "../wire/generate.ts";
import type { CallEndEvent, GeminiEvent } from "./events.ts";

/** How important an event is, least first: the values of `GEMINI_TS_LOG`. */
export type LogLevel = "debug" | "info" | "warn";

/** Messages end with what to do, so they are rarely truncated. */
const LONGEST_LINE = 2_000;

/** How important an event is. A call that its own caller aborted is not a failure. */
export function levelOf(event: GeminiEvent): LogLevel {
  switch (event.type) {
    case "warning":
    case "retry":
    case "repair":
    case "model-fallback":
      return "warn";
    case "exchange-failed":
    case "call-end":
      return event.error && event.error.code !== "aborted" ? "warn" : "info";
    case "call-start":
    case "continuation":
      return "info";
    default:
      return "debug";
  }
}

/** An event as one line of text. Secrets that a message quotes are redacted. */
export function lineOf(event: GeminiEvent): string {
  const call = "callId" in event ? `call ${event.callId}: ` : "";
  return safeText(`${call}${describe(event)}`, LONGEST_LINE);
}

function describe(event: GeminiEvent): string {
  switch (event.type) {
    case "call-start":
      return `${asked(event)} started`;
    case "call-end":
      return ending(event);
    case "exchange-failed":
      return `exchange ${event.exchangeId} failed: ${withStatus(event.error.code, event.error.status)}: ${event.error.message}`;
    case "request":
      return `${event.operation} attempt ${event.attempt}, ${event.method} ${event.url}`;
    case "response":
      return `${event.operation} attempt ${event.attempt}, response ${event.status} after ${event.durationMs} ms`;
    case "retry":
      return `${asked(event)} failed with ${withStatus(event.reason, event.status)}, attempt ${event.attempt} in ${event.delayMs} ms`;
    case "model-fallback":
      return `${asked(event)} falls back from ${event.from} to ${event.to} (${event.reason})`;
    case "continuation":
      return `${asked(event)} continues with request ${event.hop} (${event.cause})`;
    case "repair":
      return `repair ${event.repair} of the output (${event.reason} at ${event.paths.join(", ") || "#"})`;
    case "token-refresh":
      return `access token renewed (${event.cause}), expires at ${new Date(event.expiresAt).toISOString()}`;
    case "tool-call":
      return `function ${event.tool} called, ${event.toolCallId}`;
    case "tool-result":
      return `function ${event.tool} ended after ${event.durationMs} ms, ${event.outcome}, ${event.toolCallId}`;
    case "warning":
      return `${event.code}: ${event.message}`;
  }
}

function ending(event: CallEndEvent): string {
  const { error, durationMs, attempts, finishReason, usageMetadata } = event;
  const took = `${durationMs} ms, ${attempts} ${attempts === 1 ? "attempt" : "attempts"}`;
  if (error) return `${asked(event)} failed after ${took}: ${withStatus(error.code, error.status)}: ${error.message}`;
  const tokens = usageMetadata ? `, tokens: ${tokensIn(usageMetadata)}` : "";
  return `${asked(event)} ended after ${took}, ${finishReason ?? "no finish reason"}${tokens}`;
}

/** Thinking is not part of the answer's tokens, and costs the same. */
function tokensIn({ promptTokenCount = 0, candidatesTokenCount = 0, thoughtsTokenCount = 0 }: UsageMetadata): string {
  const thinking = thoughtsTokenCount > 0 ? `, ${thoughtsTokenCount} thinking` : "";
  return `${promptTokenCount} prompt, ${candidatesTokenCount} answer${thinking}`;
}

function asked(event: { readonly operation: string; readonly backend?: string; readonly model?: string }): string {
  const { operation, backend, model } = event;
  return `${operation}${backend === undefined ? "" : ` on ${backend}`}${model === undefined ? "" : ` (${model})`}`;
}

function withStatus(code: string, status: number | undefined): string {
  return status === undefined ? code : `${code} (${status})`;
}
