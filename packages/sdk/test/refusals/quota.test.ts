import { describe, expect, test } from "vitest";
import { errorFor, errorInStream, NOW, quotaFailure, type Reply, retryInfo } from "./support/error-for.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
// 1 January 2026, 00:00 UTC is 16:00 in California.
const MIDNIGHT = NOW + 8 * HOUR;

const perDay = "GenerateRequestsPerDayPerProjectPerModel-FreeTier";
const perMinute = "GenerateContentInputTokensPerModelPerMinute-FreeTier";
const geminiApi = { backend: "gemini-api", credentialKind: "api-key" } as const;
const zero =
  "Quota exceeded for metric: generativelanguage.googleapis.com/generate_content_free_tier_requests, limit: 0, model: gemini-3-pro";

// Every row: what came, and the code, the quota and its end, from now in milliseconds.
const table: readonly (readonly [
  what: string,
  reply: Reply,
  code: string,
  quota: string | undefined,
  resetIn: number | undefined,
])[] = [
  ["nothing named", {}, "rate_limited", undefined, undefined],
  ["a delay", { details: [retryInfo("34.07s")] }, "rate_limited", undefined, 34_070],
  ["a quota per minute", { details: [quotaFailure(perMinute)] }, "rate_limited", "per-minute", undefined],
  [
    "the same with its delay",
    { details: [quotaFailure(perMinute), retryInfo("22s")] },
    "rate_limited",
    "per-minute",
    22_000,
  ],
  [
    "one named by ErrorInfo",
    { metadata: { quota_limit: "RequestsPerMinutePerRegion" } },
    "rate_limited",
    "per-minute",
    undefined,
  ],
  [
    "one named by words",
    { message: "Quota exceeded for requests_per_minute_per_base_model." },
    "rate_limited",
    "per-minute",
    undefined,
  ],
  ["one named by other words", { message: "Too many requests per minute." }, "rate_limited", "per-minute", undefined],
  [
    "F62 a long one per minute",
    { details: [quotaFailure(perMinute), retryInfo("301s")] },
    "quota_exhausted",
    "per-minute",
    301_000,
  ],
  ["F62 a quota per day", { details: [quotaFailure(perDay)] }, "quota_exhausted", "per-day", undefined],
  [
    "F62 with its delay",
    { details: [quotaFailure(perDay), retryInfo("51820.6s")] },
    "quota_exhausted",
    "per-day",
    51_820_600,
  ],
  [
    "F62 by words",
    { message: "You have exhausted your daily quota on this model." },
    "quota_exhausted",
    "per-day",
    undefined,
  ],
  [
    "F62 of a minute and a day",
    { details: [quotaFailure(perMinute, perDay)] },
    "quota_exhausted",
    "per-day",
    undefined,
  ],
  [
    "F62 the names before the words",
    { message: "Daily and hourly quotas apply.", details: [quotaFailure(perMinute)] },
    "rate_limited",
    "per-minute",
    undefined,
  ],
  [
    "F62 on the Gemini API",
    { ...geminiApi, details: [quotaFailure(perDay)] },
    "quota_exhausted",
    "per-day",
    MIDNIGHT - NOW,
  ],
  [
    "F62 there, with a delay of seconds",
    { ...geminiApi, details: [quotaFailure(perDay), retryInfo("22s")] },
    "quota_exhausted",
    "per-day",
    MIDNIGHT - NOW,
  ],
  [
    "F62 there, with a delay of hours",
    { ...geminiApi, details: [quotaFailure(perDay), retryInfo("7200s")] },
    "quota_exhausted",
    "per-day",
    2 * HOUR,
  ],
  [
    "F62 there, per minute",
    { ...geminiApi, details: [quotaFailure(perMinute)] },
    "rate_limited",
    "per-minute",
    undefined,
  ],
  [
    "F62 used up until a date",
    {
      reason: "QUOTA_EXHAUSTED",
      metadata: { quotaResetTimeStamp: "2026-01-01T05:59:59Z", quotaResetDelay: "5h59m59.5s" },
    },
    "quota_exhausted",
    undefined,
    6 * HOUR - 1_000,
  ],
  [
    "F62 used up for a delay of ErrorInfo's",
    { reason: "QUOTA_EXHAUSTED", metadata: { quotaResetDelay: "5h59m59.5s" } },
    "quota_exhausted",
    undefined,
    6 * HOUR - 500,
  ],
  [
    "F62 used up until a date gone by",
    { reason: "QUOTA_EXHAUSTED", metadata: { quotaResetTimeStamp: "1970-01-01T00:00:00Z" } },
    "quota_exhausted",
    undefined,
    undefined,
  ],
  [
    "F62 used up until far away",
    { reason: "QUOTA_EXHAUSTED", metadata: { quotaResetTimeStamp: "2126-01-01T00:00:00Z" } },
    "quota_exhausted",
    undefined,
    undefined,
  ],
  [
    "F62 used up until nonsense",
    { reason: "QUOTA_EXHAUSTED", metadata: { quotaResetTimeStamp: {}, quotaResetDelay: 5 } },
    "quota_exhausted",
    undefined,
    undefined,
  ],
  [
    "F62 used up, the delay in words",
    { reason: "QUOTA_EXHAUSTED", message: "Your quota will reset after 18h31m10s." },
    "quota_exhausted",
    undefined,
    66_670_000,
  ],
  ["F62 a delay over five minutes", { details: [retryInfo("300.001s")] }, "quota_exhausted", undefined, 300_001],
  ["F62 AI credits", { reason: "INSUFFICIENT_G1_CREDITS_BALANCE" }, "quota_exhausted", "credits", undefined],
  [
    "F62 prepaid credits",
    { message: "Your prepayment credits are depleted. Please go to AI Studio." },
    "quota_exhausted",
    "credits",
    undefined,
  ],
  [
    "F62 a spending cap",
    { message: "Your project has exceeded its monthly spending cap." },
    "quota_exhausted",
    "credits",
    undefined,
  ],
  ["F62 limit: 0", { message: zero }, "quota_exhausted", "not-in-plan", undefined],
  [
    "F62 limit: 0, whatever delay is named",
    { message: `${zero} Please retry in 25.4s.`, details: [quotaFailure(perDay), retryInfo("25s")] },
    "quota_exhausted",
    "not-in-plan",
    undefined,
  ],
  [
    "F62 a quota of 0",
    { ...geminiApi, details: [quotaFailure({ quotaId: perDay, quotaValue: "0" })] },
    "quota_exhausted",
    "not-in-plan",
    undefined,
  ],
  [
    "F62 a quota of 0 by ErrorInfo",
    { metadata: { quota_limit: "x", quota_limit_value: "0" } },
    "quota_exhausted",
    "not-in-plan",
    undefined,
  ],
  [
    "F62 a name without a period, words with one",
    { message: "Daily quota exceeded.", details: [quotaFailure("RequestsPerProject")] },
    "quota_exhausted",
    "per-day",
    undefined,
  ],
  ["limit: 0.5", { message: "Quota exceeded, limit: 0.5" }, "rate_limited", undefined, undefined],
  ["limit: 05", { message: "Quota exceeded, limit: 05" }, "rate_limited", undefined, undefined],
  [
    "a quota of 10",
    { details: [quotaFailure({ quotaId: perMinute, quotaValue: "10" })] },
    "rate_limited",
    "per-minute",
    undefined,
  ],
];

describe.each([
  ["a reply", errorFor],
  ["an event of a stream", errorInStream],
])("which quota refused, in %s", (_where, make) => {
  test.each(table)("%s", (_what, reply, code, quota, resetIn) => {
    const error = make(429, reply);
    expect({ code: error.code, quota: error.quota, retryable: error.retryable, status: error.status }).toEqual({
      code,
      quota,
      retryable: code === "rate_limited",
      status: 429,
    });
    expect(error.resetAt).toEqual(resetIn === undefined ? undefined : new Date(NOW + resetIn));
  });
});

test("F62 prepaid credits have their own status", () => {
  const message = "Your prepayment credits are depleted.";
  expect(errorFor(402, { message })).toMatchObject({ code: "quota_exhausted", quota: "credits", status: 402 });
  expect(errorFor(402, { body: "" })).toMatchObject({ code: "quota_exhausted", quota: "credits" });
});

test.each(["RATE_LIMIT_EXCEEDED", "QUOTA_EXHAUSTED", "INSUFFICIENT_G1_CREDITS_BALANCE"])(
  "F62 the reason %s decides if the status does not",
  (reason) => {
    const expected = reason === "RATE_LIMIT_EXCEEDED" ? "rate_limited" : "quota_exhausted";
    const body = JSON.stringify({ error: { message: "x", details: [{ reason }] } });
    expect(errorInStream(200, { body }).code).toBe(expected);
    expect(errorFor(403, { reason }).code).toBe(expected);
  },
);
