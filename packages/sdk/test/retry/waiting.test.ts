import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorTable, type GeminiErrorCode } from "../../src/errors/codes.ts";
import { GeminiError } from "../../src/errors/gemini-error.ts";
import type { Content } from "../../src/index.ts";
import { resolveRetry } from "../../src/retry/retry-options.ts";
import { decideRetry } from "../../src/retry/retry-policy.ts";
import { TestClock } from "../auth/support/test-clock.ts";
import { clientAt, failureOf } from "../support/clients.ts";
import { testPlatform } from "../support/platform.ts";
import type { RawRequest } from "../support/raw-server.ts";
import { head } from "../support/replies.ts";
import { hello, noCapacity, patientAt, rateLimit, refusal, startScript } from "./support/patient.ts";

const promptOf = ({ body }: RawRequest) => (JSON.parse(body) as { contents: Content[] }).contents[0]?.parts?.[0]?.text;

describe("F61 the wait", () => {
  test("is never shorter than what Google asks for: the request is not sent a millisecond earlier", async () => {
    const server = await startScript(rateLimit("34.07s"), hello);
    const clock = new TestClock();
    const client = clientAt(server.url, { retry: true }, testPlatform({ clock, random: () => 0 }));
    const answer = client.generate("Hi");
    await clock.waitBegun(34_070);
    clock.advance(34_069);
    // A retry would already be on its way, over an open connection, when another client opens one.
    await clientAt(server.url).generate("Meanwhile");
    expect(server.requests.map(promptOf)).toEqual(["Hi", "Meanwhile"]);
    clock.advance(1);
    expect((await answer).text).toBe("Hello");
    expect(server.requests.map(promptOf)).toEqual(["Hi", "Meanwhile", "Hi"]);
  });

  test.each([
    ["a RetryInfo in milliseconds", rateLimit("900ms"), 900],
    ["Retry-After in seconds", `${head(503, { "retry-after": 7, "content-length": 0 })}`, 7_000],
    [
      "Retry-After as a date",
      head(503, { "retry-after": "Thu, 01 Jan 2026 00:00:09 GMT", "content-length": 0 }),
      9_000,
    ],
    ["a negative Retry-After", head(503, { "retry-after": -7, "content-length": 0 }), 0],
    ["a Retry-After that is not a number", head(503, { "retry-after": "NaN", "content-length": 0 }), 0],
    ["words", refusal(429, "RESOURCE_EXHAUSTED", [], "Please retry in 25.4s."), 25_400],
    ["a rate limit without any delay", rateLimit(), 5_000],
    ["nothing", noCapacity, 0],
  ])("by %s", async (_, failure, asked) => {
    const server = await startScript(failure, hello);
    const least = patientAt(server.url, {}, () => 0);
    await least.client.generate("Hi");
    expect(least.retries()[0]?.delayMs).toBe(asked);
    const other = await startScript(failure, hello);
    const most = patientAt(other.url, {}, () => 0.999);
    await most.client.generate("Hi");
    const share = (most.retries()[0]?.delayMs ?? 0) - asked;
    expect(share).toBe(Math.ceil(0.999 * Math.max(1_000, asked / 4)));
  });

  test("does not start if Google asks for more than `maxWaitMs`, or for more than is left of the call", async () => {
    const server = await startScript(head(503, { "retry-after": 1_000_000_000, "content-length": 0 }));
    const { client, retries } = patientAt(server.url);
    const error = await failureOf(client.generate("Hi"));
    expect(error).toMatchObject({ code: "server_error", attempts: 1, retryAfterMs: 31 * 24 * 3_600_000 });
    expect(await failureOf(client.generate("Hi", { timeouts: { total: null } }))).toMatchObject({ attempts: 1 });
    expect(retries()).toEqual([]);

    const short = await startScript(rateLimit("20s"), hello);
    const hurried = patientAt(short.url, { timeouts: { total: 20_000 } }, () => 0);
    expect(await failureOf(hurried.client.generate("Hi"))).toMatchObject({ code: "rate_limited", attempts: 1 });
    for (const [maxWaitMs, sent] of [
      [19_999, 1],
      [20_000, 2],
    ] as const) {
      const server = await startScript(rateLimit("20s"), hello);
      const bounded = patientAt(server.url, { retry: { maxWaitMs } });
      await bounded.client.generate("Hi").catch(() => {});
      expect(server.requests).toHaveLength(sent);
    }
    const other = await startScript(rateLimit("20s"), hello);
    const patient = patientAt(other.url, { timeouts: { total: 20_001 } }, () => 0);
    expect((await patient.client.generate("Hi")).text).toBe("Hello");
  });

  test("doubles from failure to failure up to `maxDelayMs`", async () => {
    const server = await startScript(refusal(503));
    const retry = { maxAttempts: 7, initialDelayMs: 100, maxDelayMs: 1_000 };
    const { client, retries } = patientAt(server.url, { retry }, () => 0.5);
    await failureOf(client.generate("Hi"));
    expect(retries().map(({ delayMs }) => delayMs)).toEqual([50, 100, 200, 400, 500, 500]);
  });
});

test.each([
  ["Google asks for more than `maxWaitMs`", { retry: { maxWaitMs: 1_999 } }, "`retry.maxWaitMs`"],
  ["the wait would outlast the call", { timeouts: { total: 2_000 } }, "`timeouts.total`"],
])("an error that is not retried because %s says so", async (_, options, words) => {
  const server = await startScript(rateLimit("2s"), hello);
  const error = await failureOf(patientAt(server.url, options).client.generate("Hi"));
  expect(error).toMatchObject({ code: "rate_limited", attempts: 1, model: "gemini-3.5-flash-lite" });
  expect(error.message).toContain(words);
});

test("F61 the policy never retries early, never exceeds the call's time, and never retries forever", () => {
  const errors = fc.record({
    code: fc.constantFrom(...(Object.keys(errorTable) as GeminiErrorCode[])),
    phase: fc.constantFrom("reply", "connect", "headers", "idle", "token", "content", "total"),
    reason: fc.constantFrom(undefined, "CERT_HAS_EXPIRED", "MAX_TOKENS"),
    status: fc.constantFrom(undefined, 418, 499),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 3_000_000 }), { nil: undefined }),
  });
  const facts = fc.record({
    failures: fc.integer({ min: 1, max: 12 }),
    leftMs: fc.oneof(fc.integer({ min: -10, max: 700_000 }), fc.constant(Number.POSITIVE_INFINITY)),
    random: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  });
  const options = resolveRetry({ retry: { maxAttempts: 5 } });
  if (!options) throw new Error("retries are off");
  fc.assert(
    fc.property(errors, facts, (init, given) => {
      const error = new GeminiError({ ...init, phase: init.phase as "reply", summary: "", remedy: "" });
      const decision = decideRetry(error, given, options);
      if ("withheld" in decision) return;
      const delay = decision.delayMs;
      expect(error.retryable).toBe(true);
      expect(error.phase).not.toBe("token");
      expect(delay).toBeGreaterThanOrEqual(error.retryAfterMs ?? 0);
      expect(error.retryAfterMs ?? 0).toBeLessThanOrEqual(options.maxWaitMs);
      expect(delay).toBeLessThan(given.leftMs);
      expect(given.failures).toBeLessThan(5);
    }),
    { numRuns: 2_000, seed: 1 },
  );
});
