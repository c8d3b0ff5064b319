import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { GeminiEvent } from "../../src/index.ts";
import { levelOf } from "../../src/platform/log-line.ts";

const read = (path: string) => readFileSync(new URL(`../../../../${path}`, import.meta.url), "utf8");
const guide = read("docs/guides/observability.md");

const call = { operation: "generateContent", backend: "gemini-api", callId: 1, exchangeId: 1 };
const error = { code: "server_error", message: "" } as const;
/** One event of each type, also of an aborted exchange, and a `call-end` that failed. */
const events: { readonly [Type in GeminiEvent["type"]]: readonly Extract<GeminiEvent, { type: Type }>[] } = {
  "call-start": [{ type: "call-start", ...call }],
  "call-end": [
    { type: "call-end", ...call, durationMs: 1, attempts: 1 },
    { type: "call-end", ...call, durationMs: 1, attempts: 1, error },
  ],
  "exchange-failed": [{ type: "exchange-failed", callId: 1, exchangeId: 1, error }],
  request: [{ type: "request", ...call, method: "GET", url: "", attempt: 1 }],
  response: [{ type: "response", ...call, status: 200, durationMs: 1, attempt: 1 }],
  retry: [{ type: "retry", ...call, attempt: 2, delayMs: 1, reason: "server_error" }],
  "model-fallback": [{ type: "model-fallback", ...call, from: "a", to: "b", reason: "model_overloaded" }],
  continuation: [{ type: "continuation", ...call, model: "a", hop: 2, cause: "length" }],
  repair: [{ type: "repair", callId: 1, exchangeId: 1, repair: 1, reason: "output_invalid", paths: ["#"] }],
  "tool-call": [{ type: "tool-call", callId: 1, exchangeId: 1, tool: "f", toolCallId: "1" }],
  "tool-result": [
    { type: "tool-result", callId: 1, exchangeId: 1, tool: "f", toolCallId: "1", durationMs: 1, outcome: "success" },
  ],
  "token-refresh": [{ type: "token-refresh", cause: "expired", expiresAt: 0 }],
  warning: [{ type: "warning", code: "settings_ignored", message: "" }],
};

test("the guide lists every event with its level", () => {
  const rows = [...guide.matchAll(/^\| `([a-z-]+)` \| ([^|]+) \|[^|]+\|$/gm)].map(([, type, level]) => [type, level]);
  const levels = Object.entries(events).map(([type, of]) => [
    type,
    of.map((event, index) => `${levelOf(event)}${index === 0 ? "" : " if it failed"}`).join(", "),
  ]);
  expect(rows).toEqual(levels);
});

test("the guide's program is the one that is compiled", () => {
  const [, program] = /^```ts\n([\s\S]*?)^```$/m.exec(guide) ?? [];
  const compiled = read("packages/sdk/test/types/opentelemetry.types.ts").split("\n").slice(1).join("\n");
  expect(program).toBe(compiled);
});
