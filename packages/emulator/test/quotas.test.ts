import { expect, test } from "vitest";
import type { QuotaOptions } from "../src/index.ts";
import { services } from "./support/services.ts";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";

const model = "gemini-3.8-flash";
const start = Date.UTC(2026, 10, 23, 8);

async function withQuotas(...quotas: QuotaOptions[]) {
  let now = start;
  const started = await startEmulator({ quotas, now: () => now });
  return {
    ...started,
    pass: (ms: number) => {
      now += ms;
    },
    ask: async (name = model) =>
      (await started.post(`/v1beta/models/${name}:generateContent`, { contents: [say("hello")] }, apiKey)).status,
    bucket: async (name = model) => {
      const { body } = await started.post("/v1internal:retrieveUserQuota", { project: "fake-project-001" });
      return body.buckets.find((each: { modelId: string }) => each.modelId === name);
    },
  };
}

test("a minute's quota refuses requests when it is exhausted, until the minute is over", async () => {
  const { ask, pass } = await withQuotas({ perMinute: 2 });
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
  pass(59_999);
  expect(await ask()).toBe(429);
  pass(1);
  expect([await ask(), await ask(), await ask()]).toEqual([200, 200, 429]);
});

test("the error names the quota, its limit, and the remaining time", async () => {
  const started = await withQuotas({ perMinute: 1 });
  await started.ask();
  started.pass(25_930);
  const { body } = await services["gemini-api"](started);
  expect(body.error).toMatchObject({
    code: 429,
    message: expect.stringMatching(/limit: 1, .*\n?Please retry in 34\.07s\.$/s),
  });
  expect(body.error.details).toMatchObject([
    {},
    { violations: [{ quotaId: "GenerateRequestsPerMinutePerProjectPerModel-FreeTier", quotaValue: "1" }] },
    { retryDelay: "34.07s" },
  ]);
  expect((await services["code-assist"](started)).body.error.details).toMatchObject([
    { reason: "RATE_LIMIT_EXCEEDED", metadata: { quotaResetTimeStamp: "2026-11-23T08:01:00.000Z" } },
    { retryDelay: "34.07s" },
  ]);
});

test("a day's quota lasts longer than the minute's, on Code Assist as QUOTA_EXHAUSTED", async () => {
  const started = await withQuotas({ perMinute: 1, perDay: 2 });
  await started.ask();
  started.pass(60_000);
  await started.ask();
  const { body } = await services["code-assist"](started);
  expect(body.error.details).toMatchObject([{ reason: "QUOTA_EXHAUSTED" }, { retryDelay: "86340s" }]);
  started.pass(86_340_000);
  expect(await started.ask()).toBe(200);
});

test("a quota with a model counts that model only; without one, all models together", async () => {
  const one = await withQuotas({ model, perDay: 1 });
  expect([await one.ask(), await one.ask(), await one.ask("gemini-2.5-flash-lite")]).toEqual([200, 429, 200]);
  const all = await withQuotas({ perDay: 1 });
  expect([await all.ask(), await all.ask("gemini-2.5-flash-lite")]).toEqual([200, 429]);
});

test("refused requests, and those with a fault, do not count", async () => {
  const { ask, emulator, post } = await withQuotas({ perDay: 1 });
  emulator.next({ error: "overloaded" });
  expect(await ask()).toBe(503);
  expect((await post(`/v1beta/models/${model}:generateContent`, {}, apiKey)).status).toBe(400);
  expect([await ask(), await ask()]).toEqual([200, 429]);
});

test("Code Assist reports the same buckets", async () => {
  const { ask, bucket, pass } = await withQuotas({ model, perMinute: 10, perDay: 4 });
  expect(await bucket()).toEqual({
    remainingAmount: "10",
    remainingFraction: 1,
    resetTime: "2026-11-23T08:01:00.000Z",
    tokenType: "REQUESTS",
    modelId: model,
  });
  await ask();
  pass(1_000);
  expect(await bucket()).toMatchObject({
    remainingAmount: "3",
    remainingFraction: 0.75,
    resetTime: "2026-11-24T08:00:00.000Z",
  });
  expect(await bucket("gemini-2.5-flash-lite")).toEqual({
    remainingFraction: 1,
    resetTime: "2026-11-24T08:00:01.000Z",
    tokenType: "REQUESTS",
    modelId: "gemini-2.5-flash-lite",
  });
});

test("reset resets the quotas", async () => {
  const { ask, emulator } = await withQuotas({ perDay: 1 });
  await ask();
  emulator.reset();
  expect([await ask(), await ask()]).toEqual([200, 429]);
});
