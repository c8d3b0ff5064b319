import { expect, onTestFinished, test } from "vitest";
import type { GeminiOptions } from "../../src/index.ts";
import { failureOf } from "../support/clients.ts";
import { noCapacity, patientAt, rateLimit, refusal, refuseFirst, startScript } from "./support/patient.ts";

/** The same numbers in every run. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** So many calls at once on one client and its forks; how each ended. */
async function callsAtOnce(count: number, url: string, options: GeminiOptions = {}) {
  // The waits of many calls move the one clock; it is not about deadlines here.
  const timeouts = { connect: null, headers: null, idle: null, total: null };
  const patient = patientAt(url, { timeouts, ...options }, seededRandom(7));
  const fork = patient.client.fork();
  onTestFinished(() => fork.close());
  const outcomes = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      (index % 2 === 0 ? patient.client : fork).generate(`Say ${index}`).then(
        () => "answered",
        (error: { code: string }) => error.code,
      ),
    ),
  );
  return { ...patient, outcomes };
}

test.each([
  ["unavailable", "server_error", refusal(503), {}],
  [
    "out of capacity, with another model to ask",
    "model_overloaded",
    noCapacity,
    { fallbackModels: ["gemini-3-flash"] },
  ],
])("F66 1,000 calls while everything is %s cost at most 10 % more requests, plus 100", async (...given) => {
  const [, code, failure, options] = given;
  const server = await startScript(failure);
  const { outcomes } = await callsAtOnce(1_000, server.url, options);
  expect(new Set(outcomes)).toEqual(new Set([code]));
  const firsts = "fallbackModels" in options ? 2_000 : 1_000;
  expect(server.requests.length).toBeLessThanOrEqual(firsts + 100 + 100);
  // The budget is there to be used: some of them were retried.
  expect(server.requests.length).toBeGreaterThanOrEqual(firsts + 100);
});

test("F67 50 calls that are refused at once are retried spread out, each no earlier than Google asks", async () => {
  const server = await startScript(refuseFirst(rateLimit("8s")));
  const { outcomes, retries } = await callsAtOnce(50, server.url);
  expect(outcomes).toEqual(outcomes.map(() => "answered"));
  const waits = retries().map(({ delayMs }) => delayMs);
  expect(waits).toHaveLength(50);
  expect(Math.min(...waits)).toBeGreaterThanOrEqual(8_000);
  // The window is a quarter of the wait: 2 seconds. Evenly spread, each tenth of it would get 5.
  const tenths = new Map<number, number>();
  for (const wait of waits) tenths.set(Math.floor(wait / 200), (tenths.get(Math.floor(wait / 200)) ?? 0) + 1);
  expect(Math.max(...tenths.values())).toBeLessThanOrEqual(13);
  expect(tenths.size).toBeGreaterThanOrEqual(8);
});

test("F61 a wait that Google asks for after a rate limit does not use the retry budget", async () => {
  const server = await startScript(refuseFirst(rateLimit("1s")));
  const { outcomes } = await callsAtOnce(300, server.url);
  expect(outcomes).toEqual(outcomes.map(() => "answered"));
  expect(server.requests).toHaveLength(600);
});

test("F66 the budget refills with further calls", async () => {
  const server = await startScript(refusal(503));
  const { client, retries } = patientAt(server.url);
  const call = () => client.generate("Hi").catch(() => {});
  for (let number = 0; number < 100; number += 1) await call();
  const spent = retries().length;
  // 100 at first, and a tenth for each call.
  expect(spent).toBeGreaterThanOrEqual(100);
  expect(spent).toBeLessThanOrEqual(110);
  for (let number = 0; number < 100; number += 1) await call();
  expect(retries().length - spent).toBe(10);
  // One in ten calls is retried; the errors of the others say why they are not.
  const next = await Promise.all(Array.from({ length: 10 }, () => failureOf(client.generate("Hi"))));
  const without = next.filter(({ attempts }) => attempts === 1).map(({ summary }) => summary);
  expect(without.length).toBeGreaterThanOrEqual(9);
  for (const summary of without) expect(summary).toContain("retry budget");
});

test("F63 F66 all calls of a burst survive one brief overload", async () => {
  const server = await startScript(refuseFirst(noCapacity));
  const { outcomes } = await callsAtOnce(60, server.url);
  expect(outcomes).toEqual(outcomes.map(() => "answered"));
});
