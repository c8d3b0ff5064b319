import { describe, expect, test } from "vitest";
import { errorFor, NOW, quotaFailure, retryInfo } from "./support/error-for.ts";

const HOUR_MS = 3_600_000;
const perMinute = quotaFailure("GenerateContentPaidTierInputTokensPerModelPerMinute");

describe("F369 a quota of a week, a month or an account is used up, and not retried after seconds", () => {
  test.each([
    ["a week's by name", { details: [quotaFailure("GenerateRequestsPerWeekPerUser"), retryInfo("20s")] }],
    ["a month's by name", { metadata: { quota_limit: "RequestsPerMonthPerProject" } }],
    ["a week's by words", { message: "You have reached your weekly limit for Gemini 3 Pro." }],
    ["a month's by words", { message: "Monthly quota exceeded for requests per month." }],
    // https://github.com/google-gemini/gemini-cli/issues/27761
    ["an account's", { message: "Individual quota reached. Contact your administrator to enable overages" }],
    ["an account's usage limit", { message: "Usage limit reached for gemini-3-flash-preview." }],
  ])("%s", (_name, reply) => {
    expect(errorFor(429, reply)).toMatchObject({ code: "quota_exhausted", retryable: false });
  });

  test("F369 an account's quota says when it is renewed", () => {
    // https://github.com/google-antigravity/antigravity-cli/issues/789
    const message =
      "Individual quota reached. Please upgrade your subscription to increase your limits. Resets in 143h57m55s.";
    const error = errorFor(429, { message });
    expect(error).toMatchObject({ code: "quota_exhausted", resetAt: new Date(NOW + 144 * HOUR_MS - 125_000) });
    expect(error.remedy).toMatch(/^Wait until 2026-01-06 23:58 UTC, or/);
  });

  test.each([
    ["an account's that is renewed soon", { message: "Individual quota reached. Resets in 12s." }],
    ["one that mentions a page about months", { message: "Too many requests. See https://example.com/monthly-quota" }],
  ])("F369 but not %s", (_name, reply) => {
    expect(errorFor(429, reply)).toMatchObject({ code: "rate_limited", retryable: true });
  });
});

test.each([
  ["by its name", { message: "Quota exceeded. Plans are billed monthly.", details: [perMinute, retryInfo("20s")] }],
  ["by words about a plan", { message: "Your monthly plan allows 60 requests per minute." }],
  ["by words about a limit", { message: "Usage limit exceeded: 60 requests per minute." }],
])("F387 a quota of a minute, %s, is a rate limit whatever else the message says", (_name, reply) => {
  const error = errorFor(429, reply);
  expect(error).toMatchObject({ code: "rate_limited", quota: "per-minute", retryable: true });
  expect(error.remedy).toMatch(/^Wait (?:20 seconds|a minute), then send fewer requests a minute\.$/);
});

// https://github.com/googleapis/python-genai/pull/2114
test.each([
  ["58s", "Please retry in 58.934310785s.", 58_935],
  ["0s", "Please retry in 964.210573ms.", 965],
  ["58.5s", "Please retry in 58.934310785s.", 58_935],
  ["58s", "Please retry in 59s.", 58_000],
  ["59s", "Please retry in 58.9s.", 59_000],
  ["5s", "Please retry in 99s.", 5_000],
])(
  "F369 a delay of %s in the details that Google rounded down is that of the message: %s",
  (delay, message, expected) => {
    expect(errorFor(429, { message, details: [perMinute, retryInfo(delay)] }).retryAfterMs).toBe(expected);
  },
);

// https://developers.google.com/webmaster-tools/v1/errors
test.each([
  ["Rate Limit Exceeded", "rate_limited"],
  ["User Rate Limit Exceeded. Rate of requests for user exceed configured project quota.", "rate_limited"],
  ["Daily Limit Exceeded", "quota_exhausted"],
  ["Quota exceeded for quota metric 'Requests' and limit 'Requests per day'.", "quota_exhausted"],
])("F369 a quota that an older service reports with 403 is one: %s", (message, code) => {
  expect(errorFor(403, { message }).code).toBe(code);
});

test("F369 a delay of nothing is not named as one of 0 seconds", () => {
  const error = errorFor(429, { headers: { "retry-after": "0" } });
  expect(error).toMatchObject({ retryAfterMs: 0, remedy: "Wait a moment, then send fewer requests at a time." });
});
