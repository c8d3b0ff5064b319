import { expect, test } from "vitest";
import type { CallMatcher, Fault } from "../../src/index.ts";
import { path, streamPath } from "../support/raw-exchange.ts";
import { apiKey, say, startEmulator } from "../support/start-emulator.ts";

const content = { contents: [say("What is 2+2?")] };

async function start() {
  const started = await startEmulator();
  const ask = async (model = "gemini-3.5-flash-lite") =>
    (await started.post(path.replace("gemini-3.5-flash-lite", model), content, apiKey)).status;
  return { ...started, ask };
}

test("queued faults apply to the next content requests, in order, and to no other calls", async () => {
  const { emulator, ask, get } = await start();
  emulator.next({ status: 500 });
  emulator.next({ status: 502 });
  expect((await get("/v1beta/models", apiKey)).status).toBe(200);
  expect([await ask(), await ask(), await ask()]).toEqual([500, 502, 200]);
});

test("a queued fault with a matcher waits for a matching request", async () => {
  const { emulator, ask } = await start();
  emulator.next({ status: 500 }, { model: "gemini-3.8-flash" });
  expect([await ask(), await ask("gemini-3.8-flash"), await ask("gemini-3.8-flash")]).toEqual([200, 500, 200]);
});

test("a queued fault waits for the operation that its matcher names", async () => {
  const { emulator, ask, get } = await start();
  emulator.next({ status: 500 }, { operation: "listModels" });
  emulator.next({ status: 501 }, { path: /\/models$/ });
  expect(await ask()).toBe(200);
  expect((await get("/v1beta/models", apiKey)).status).toBe(500);
  expect((await get("/v1beta/models", apiKey)).status).toBe(501);
});

test("a rule applies until it is removed", async () => {
  const { emulator, ask } = await start();
  const rule = emulator.on({ operation: "generateContent" }, { status: 503 });
  expect([await ask(), await ask()]).toEqual([503, 503]);
  rule.remove();
  expect(await ask()).toBe(200);
});

const matchers: readonly (readonly [name: string, matcher: CallMatcher, hit: readonly number[]])[] = [
  ["the n-th call", { call: 2 }, [200, 500, 200, 200]],
  ["every n-th call", { call: { every: 2 } }, [200, 500, 200, 500]],
  ["calls that a function chooses", { call: (call) => call < 3 }, [500, 500, 200, 200]],
  ["so many times", { times: 1 }, [500, 200, 200, 200]],
  ["so many times from the calls chosen", { call: { every: 2 }, times: 1 }, [200, 500, 200, 200]],
  ["a method", { method: "GET" }, [200, 200, 200, 200]],
  ["a whole path", { path }, [500, 500, 500, 500]],
  ["a piece of the path only by an expression", { path: "/v1beta" }, [200, 200, 200, 200]],
  ["an expression", { path: /lite:gen/g }, [500, 500, 500, 500]],
  ["a service", { backend: "vertex" }, [200, 200, 200, 200]],
  ["a model", { model: "gemini-3.5-flash-lite" }, [500, 500, 500, 500]],
  ["everything", {}, [500, 500, 500, 500]],
];

test.each(matchers)("a rule can match %s", async (_, matcher, statuses) => {
  const { emulator, ask } = await start();
  emulator.on(matcher, { status: 500 });
  expect([await ask(), await ask(), await ask(), await ask()]).toEqual(statuses);
});

test("queued faults come before rules, the newest rule before older ones", async () => {
  const { emulator, ask } = await start();
  emulator.on({}, { status: 500 });
  emulator.on({ times: 1 }, { status: 501 });
  emulator.next({ status: 502 });
  expect([await ask(), await ask(), await ask()]).toEqual([502, 501, 500]);
});

test("a function that returns undefined passes the call to an older rule, or to no fault", async () => {
  const { emulator, ask } = await start();
  emulator.on({ call: 2 }, { status: 501 });
  emulator.on({}, (call) => (call.model === "gemini-3.8-flash" ? { status: 500 } : undefined));
  expect([await ask("gemini-3.8-flash"), await ask(), await ask()]).toEqual([500, 501, 200]);
});

test("a queued function that returns undefined is removed from the queue", async () => {
  const { emulator, ask } = await start();
  emulator.next(() => undefined);
  emulator.next({ status: 500 });
  expect([await ask(), await ask()]).toEqual([200, 500]);
});

test("reset removes queue and rules, and keeps logins and calls", async () => {
  const { emulator, ask, post } = await start();
  emulator.on({ call: 2 }, { status: 500 });
  await ask();
  emulator.next({ status: 501 });
  emulator.reset();
  emulator.on({ call: 2 }, { status: 503 });
  expect([await ask(), await ask()]).toEqual([200, 503]);
  expect((await post("/v1internal:loadCodeAssist", {})).status).toBe(200);
  expect(emulator.calls.length).toBe(4);
});

test("a call records its fault and the bytes of its response", async () => {
  const { emulator, ask, url } = await start();
  const fault: Fault = { cutAfterBytes: 10 };
  emulator.next(fault);
  const cut = await fetch(url + streamPath, { method: "POST", headers: apiKey, body: JSON.stringify(content) });
  await expect(cut.text()).rejects.toThrow("terminated");
  await ask();
  expect(emulator.calls).toMatchObject([
    { fault, responseBytes: 10, outcome: "failed", status: 200 },
    { fault: undefined, outcome: "complete" },
  ]);
  expect(emulator.calls[1]!.responseBytes).toBeGreaterThan(100);
});
