import { expect, test } from "vitest";
import { errorFor, NOW, quotaFailure, type Reply, retryInfo } from "./support/error-for.ts";

const perDay = quotaFailure("GenerateRequestsPerDayPerProjectPerModel-FreeTier");
const perMinute = quotaFailure("GenerateContentInputTokensPerModelPerMinute-FreeTier");
const geminiApi = { backend: "gemini-api", credentialKind: "api-key" } as const;
const notInPlan = "Quota exceeded, limit: 0, model: gemini-3-pro. Please retry in 25.4s.";
const until = (quotaResetTimeStamp: string) => ({ reason: "QUOTA_EXHAUSTED", metadata: { quotaResetTimeStamp } });

test.each<readonly [what: string, reply: Reply, summary: string, remedy: RegExp]>([
  ["a minute's", { details: [perMinute] }, "The quota per minute is used up", /fewer requests a minute\.$/],
  ["a day's", { details: [perDay] }, "The quota per day is used up", /^Wait until the quota is renewed, or/],
  [
    "a day's on the Gemini API",
    { ...geminiApi, details: [perDay] },
    "The quota per day is used up",
    /^Wait until 2026-01-01 08:00 UTC, or use another `model` or other credentials\.$/,
  ],
  [
    "one until within a minute",
    until("2026-01-01T05:59:01Z"),
    "The quota is used up",
    /^Wait until 2026-01-01 06:00 UTC, or/,
  ],
  ["credits", { reason: "INSUFFICIENT_G1_CREDITS_BALANCE" }, "The account's credits are used up", /^Add credits/],
  ["one outside the plan", { message: notInPlan }, "The account's plan does not include this model", /another `model`/],
  [
    "one of which nothing is named",
    {},
    "Too many requests for now",
    /^Wait a moment, then send fewer requests at a time\.$/,
  ],
  ["a minute's without a delay", { details: [perMinute] }, "The quota per minute is used up", /^Wait a minute, then/],
  [
    "a minute's with a delay, rounded up to seconds",
    { details: [perMinute, retryInfo("34.07s")] },
    "The quota per minute is used up",
    /^Wait 35 seconds, then send fewer requests a minute\.$/,
  ],
  ["one with a delay", { details: [retryInfo("0.4s")] }, "Too many requests for now", /^Wait 1 second, then send/],
])("F62 an exhausted quota: first which one, then the remedy: %s", (_what, reply, summary, remedy) => {
  const error = errorFor(429, reply);
  expect(error.summary.startsWith(`${summary}: Google responded 429`)).toBe(true);
  expect(error.remedy).toMatch(remedy);
});

test("F62 160 characters of Google's message about a quota are quoted; `raw` has everything", () => {
  const message = `You exceeded your current quota. ${"word ".repeat(100)}`;
  const { summary, raw } = errorFor(429, { message });
  expect(summary).toBe(`Too many requests for now: Google responded 429: ${message.slice(0, 160)}…`);
  expect(raw).toContain(message);
});

test("an address that would be truncated is left out, one that fits stays", () => {
  const words = "You exceeded your current quota. ".repeat(4);
  const cut = `${words}More at https://ai.google.dev/gemini-api/docs/rate-limits, and more words follow.`;
  expect(errorFor(429, { message: cut }).summary).toMatch(/ More at …$/);
  const whole = `More at https://ai.google.dev/gemini-api/docs/rate-limits. ${words}`;
  expect(errorFor(429, { message: whole }).summary).toContain(
    ": More at https://ai.google.dev/gemini-api/docs/rate-limits. ",
  );
});

test.each<readonly [what: string, reply: Reply, expected: number | undefined]>([
  ["one outside the plan", { message: notInPlan, details: [retryInfo("25s")] }, undefined],
  ["a day's that ends at midnight", { ...geminiApi, details: [perDay, retryInfo("22s")] }, undefined],
  ["a day's that ends with the delay", { ...geminiApi, details: [perDay, retryInfo("7200s")] }, 7_200_000],
  ["a day's of another service", { details: [perDay, retryInfo("22s")] }, 22_000],
  [
    "one that ends at a date after the delay",
    { ...until("2026-01-01T05:59:59Z"), details: [retryInfo("1s")] },
    undefined,
  ],
  ["a minute's", { details: [perMinute, retryInfo("22s")] }, 22_000],
])("F62 a delay that ends before the quota resets is not used as `retryAfterMs`: %s", (_what, reply, expected) => {
  const { retryAfterMs, resetAt } = errorFor(429, reply);
  expect(retryAfterMs).toBe(expected);
  if (expected !== undefined) expect(resetAt).toEqual(new Date(NOW + expected));
});
