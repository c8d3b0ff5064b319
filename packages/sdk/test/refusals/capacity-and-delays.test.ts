import { describe, expect, test } from "vitest";
import { hello, patientAt, refusal, startScript } from "../retry/support/patient.ts";
import { failureOf } from "../support/clients.ts";
import { chunk, lastChunk, reply, streamHead } from "../support/replies.ts";
import { errorFor, quotaFailure } from "./support/error-for.ts";

const capacityWords = [
  "Unable to submit request because the service is temporarily out of capacity. Try again later.",
  "The service is currently out of capacity.",
  "Resource exhausted. Please try again later. Please refer to https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more details.",
  "Resource exhausted, please try again later.",
  "No capacity available for model gemini-3-pro-preview on the server",
  "The model is currently overloaded.",
  "The service is currently unavailable due to high demand.",
  "The system is experiencing heavy load.",
  "The model's capacity is temporarily exhausted.",
];

test.each(capacityWords)("F166 a lack of capacity, by its message: %s", (message) => {
  for (const status of [429, 503]) expect(errorFor(status, { message }).code).toBe("model_overloaded");
  expect(errorFor(400, { message }).code).not.toBe("model_overloaded");
  const named = errorFor(429, { message, details: [quotaFailure("RequestsPerDayPerProject")] });
  expect(named.code).toBe("quota_exhausted");
});

test.each([
  ["Resource has been exhausted (e.g. check quota).", "rate_limited"],
  ["You have exhausted your capacity on this model. Your quota will reset after 3h.", "quota_exhausted"],
])("F166 other messages concern a quota: %s", (message, code) => {
  expect(errorFor(429, { message }).code).toBe(code);
});

describe("F167 how long Google asks to wait", () => {
  test.each([
    ["Please try again in 30 seconds.", 30_000],
    ["Please try again in 1 minute and 5 seconds", 65_000],
    ["Retry after 2 minutes.", 120_000],
    ["Please wait 45 secs before you retry.", 45_000],
    ["Available in about 2 hours.", 7_200_000],
    ["Please retry in 900 milliseconds", 900],
    ["Please retry in 25.4s.", 25_400],
    ["Try again in a moment.", undefined],
    ["Retry after 3 months.", undefined],
    ["Wait 5 people.", undefined],
  ])("in the message: %s", (message, retryAfterMs) => {
    expect(errorFor(429, { message }).retryAfterMs).toBe(retryAfterMs);
  });

  test.each([
    [{ seconds: 30, nanos: 500_000_000 }, 30_500],
    [{ seconds: "7" }, 7_000],
    [{ nanos: 1 }, 1],
    [{ seconds: -1 }, undefined],
    [{ seconds: "x" }, undefined],
    [{ seconds: 1, nanos: "x" }, undefined],
    [{}, undefined],
    [[30], undefined],
  ])("as an object: %o", (retryDelay, retryAfterMs) => {
    expect(errorFor(429, { details: [{ retryDelay }] }).retryAfterMs).toBe(retryAfterMs);
  });
});

const perMinute = { violations: [{ quotaId: "GenerateRequestsPerMinutePerProjectPerModel" }] };

test.each(["0s", "0.0s", { seconds: 0 }])(
  "F167 a delay of %o is invalid: the retry waits for the end of the minute",
  (retryDelay) => {
    const error = errorFor(429, { details: [perMinute, { retryDelay }] });
    expect(error).toMatchObject({ code: "rate_limited", quota: "per-minute" });
    expect(error.retryAfterMs).toBeUndefined();
  },
);

test("F167 a quota per minute without a delay waits until the minute is over; another rate limit waits five seconds", async () => {
  for (const [details, least] of [
    [[perMinute], 60_000],
    [[], 5_000],
  ] as const) {
    const server = await startScript(refusal(429, "RESOURCE_EXHAUSTED", details), hello);
    const { client, retries } = patientAt(server.url, {}, () => 0);
    expect((await client.generate("Hi")).text).toBe("Hello");
    expect(retries().map(({ delayMs }) => delayMs)).toEqual([least]);
  }
});

test("F167 the error says if the call has no time to wait for the end of the minute", async () => {
  const server = await startScript(refusal(429, "RESOURCE_EXHAUSTED", [perMinute]), hello);
  const { client } = patientAt(server.url, { timeouts: { total: 30_000 } });
  const error = await failureOf(client.generate("Hi"));
  expect(error).toMatchObject({ code: "rate_limited", quota: "per-minute", attempts: 1 });
  expect(error.message).toContain("`timeouts.total`");
});

const NOW = Date.UTC(2026, 0, 1);

test.each([
  ["Your billing account has exceeded its monthly spending cap.", undefined, "Raise the spending cap"],
  ["This project reached its spend cap.", undefined, "Raise the spending cap"],
  ["Your spend has exceeded the cap of this month.", undefined, "Raise the spending cap"],
  ["The budget of the project is exhausted.", undefined, "Raise the spending cap"],
  ["Monthly spend limit exceeded for the project.", undefined, "Raise the spending cap"],
  ["You exceeded the spend-based rate limit over a rolling 10-minute window.", NOW + 600_000, "Wait until"],
  ["The spending limit of 10 minutes is reached.", NOW + 600_000, "Wait until"],
])("F168 a limit on costs: %s", (message, end, remedy) => {
  const error = errorFor(429, { message, now: NOW });
  expect(error).toMatchObject({ code: "quota_exhausted", quota: "credits", retryable: false });
  expect(error.resetAt?.getTime()).toBe(end);
  expect(error.remedy).toContain(remedy);
});

test("F168 the limit on the cost of ten minutes is a rate limit if Google names a short delay", () => {
  const message = "You exceeded the spend-based rate limit over a rolling 10-minute window. Please retry in 20s.";
  expect(errorFor(429, { message })).toMatchObject({ code: "rate_limited", retryAfterMs: 20_000, retryable: true });
});

test("F169 stray commas in an error with status 200, in a reply and in a stream", async () => {
  const body = '{"error":{"code":429,,"message":"Slow down.","status":"RESOURCE_EXHAUSTED",}}';
  const event = `${streamHead()}${chunk(`data: ${body}\r\n\r\n`)}${lastChunk}`;
  for (const script of [reply(200, body, { "content-type": "application/json" }), event]) {
    const server = await startScript(script);
    const { client } = patientAt(server.url, { retry: false });
    const error = await failureOf(client.generateStream("Hi").response());
    expect(error).toMatchObject({ code: "rate_limited", googleMessage: "Slow down." });
  }
});

test("F168 a spending cap that comes with 403", () => {
  const message = "Your billing account has exceeded its monthly spending cap.";
  expect(errorFor(403, { message })).toMatchObject({ code: "quota_exhausted", quota: "credits" });
});

test.each([
  ["leading", '[,{,"error":{,"code":429,"message":"Slow, down, ]","status":"RESOURCE_EXHAUSTED"}}]'],
  ["double", '{"error":{"code":429,,"message":"Slow, down, ]",,,"status":"RESOURCE_EXHAUSTED"}}'],
  ["trailing", '{"error":{"code":429,"message":"Slow, down, ]","status":"RESOURCE_EXHAUSTED",},},'],
  ["spaced", '{"error":{"code":429, ,\n , "message":"Slow, down, ]"\n,\n"status":"RESOURCE_EXHAUSTED"\n,\n}}'],
  ["with escapes", '{"error":{,"code":429,"message":"Slow, down, ]","status":"RESOURCE_EXHAUSTED","x":"\\",]\\\\",}}'],
])("F169 stray commas, %s, do not hide the error", (_where, body) => {
  const error = errorFor(429, { body });
  expect(error).toMatchObject({ code: "rate_limited", reason: "RESOURCE_EXHAUSTED", googleMessage: "Slow, down, ]" });
});
