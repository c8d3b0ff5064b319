import { describe, expect, test } from "vitest";
import { errorInStream, quotaFailure, retryInfo } from "./support/error-for.ts";

/** The error of an event with this error object; the reply itself had status 200. */
const errorOf = (error: object) => errorInStream(200, { body: JSON.stringify({ error }) });

describe("F47 the status of an error within a stream", () => {
  test.each([
    ["as an HTTP status", { code: 503 }, 503, "server_error"],
    ["by name", { status: "RESOURCE_EXHAUSTED" }, 429, "rate_limited"],
    ["by the name's number", { code: 8 }, 429, "rate_limited"],
    ["by the number of the last name", { code: 16 }, 401, "login_expired"],
    ["by the number of the first name", { code: 1 }, 499, "api_error"],
    ["by number, beside an invalid name", { code: 5, status: "Not Found" }, 404, "model_unavailable"],
    ["by name, beside an invalid number", { code: 200, status: "UNAVAILABLE" }, 503, "server_error"],
    ["by a prototype's name", { status: "constructor" }, 200, "api_error"],
    ["by a number beyond", { code: 17 }, 200, "api_error"],
    ["by a fraction", { code: 7.5 }, 200, "api_error"],
    ["by nothing", {}, 200, "api_error"],
  ])("%s", (_how, error, status, code) => {
    expect(errorOf({ message: "x", ...error })).toMatchObject({ status, code });
  });
});

test.each([
  ["TOS_VIOLATION", "account_disabled"],
  ["SUBSCRIPTION_REQUIRED", "license_required"],
  ["UNSUPPORTED_LOCATION", "region_unsupported"],
  ["MODEL_CAPACITY_EXHAUSTED", "model_overloaded"],
  ["API_KEY_INVALID", "api_key_invalid"],
  ["QUOTA_EXHAUSTED", "quota_exhausted"],
])("F47 the reason %s is enough, without any status", (reason, code) => {
  expect(errorOf({ message: "x", details: [{ reason }] })).toMatchObject({ code, reason });
});

describe("F64 a document within a message", () => {
  const within = (inner: object, outer: object) => errorOf({ ...outer, message: JSON.stringify({ error: inner }) });

  test("missing members come from the outer document", () => {
    const outer = {
      code: 429,
      status: "RESOURCE_EXHAUSTED",
      details: [{ reason: "RATE_LIMIT_EXCEEDED", domain: "x" }, quotaFailure("PerMinute"), retryInfo("7s"), help],
    };
    expect(within({ message: "Slow down." }, outer)).toMatchObject({
      code: "rate_limited",
      status: 429,
      reason: "RATE_LIMIT_EXCEEDED",
      domain: "x",
      quota: "per-minute",
      retryAfterMs: 7_000,
      links: help.links,
      summary: expect.stringContaining("Slow down."),
    });
  });

  test("a missing status comes from the outer document too", () => {
    const error = within({ message: "Slow down." }, { status: "RESOURCE_EXHAUSTED" });
    expect(error).toMatchObject({ code: "rate_limited", status: 429, reason: "RESOURCE_EXHAUSTED" });
  });

  test("its members take precedence over the outer document", () => {
    const details = (reason: string, quota: string, delay: string) => [
      { reason, domain: reason },
      quotaFailure(quota),
      retryInfo(delay),
    ];
    const inner = { code: 429, message: "Inner.", details: [...details("QUOTA_EXHAUSTED", "PerDay", "3600s"), help] };
    const outerHelp = { links: [{ description: "", url: "https://ai.google.dev/outer" }] };
    const outer = { code: 500, status: "INTERNAL", details: [...details("OUTER", "PerMinute", "1s"), outerHelp] };
    expect(within(inner, outer)).toMatchObject({
      code: "quota_exhausted",
      status: 429,
      reason: "QUOTA_EXHAUSTED",
      domain: "QUOTA_EXHAUSTED",
      quota: "per-day",
      retryAfterMs: 3_600_000,
      links: help.links,
    });
  });
});

const help = { links: [{ description: "More", url: "https://ai.google.dev/x" }] };

test.each(["VALIDATION_REQUIRED", "UNSUPPORTED_LOCATION", "OTHER"])(
  "%s without a message is a complete sentence too",
  (reason) => {
    const { summary } = errorOf({ code: 403, details: [{ reason }] });
    expect(summary).toMatch(/[A-Za-z]\.$/);
  },
);

test("F31 the link of a validation is taken from ErrorInfo if no Help has it", () => {
  const details = [
    { reason: "VALIDATION_REQUIRED", metadata: { validation_link: "https://accounts.google.com/v?x=1" } },
  ];
  const error = errorOf({ code: 403, message: "Verify.", details });
  expect(error).toMatchObject({ code: "validation_required", reason: "VALIDATION_REQUIRED" });
  expect(error.remedy).toContain("https://accounts.google.com/v?x=1");
  const hostile = [{ reason: "VALIDATION_REQUIRED", metadata: { validation_link: "javascript:alert(1)" } }];
  expect(errorOf({ code: 403, message: "Verify.", details: hostile }).links).toEqual([]);
});
