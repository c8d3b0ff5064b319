import { describe, expect, it } from "vitest";
import type { GeminiEvent } from "../../src/index.ts";
import { failureOf } from "../support/clients.ts";
import { ManualClock } from "../support/platform.ts";
import { gate, told } from "./support/told.ts";
import { start } from "./support/ways.ts";

/** A server that holds every answer whose prompt says "hold" until the test releases it. */
async function holding(...[options, platform]: Parameters<typeof start>) {
  const held = gate();
  const release = gate();
  const started = await start(
    {
      ...options,
      intercept: {
        request: async (call) => {
          if (!JSON.stringify(call.body).includes("Say hold")) return undefined;
          held.open();
          await release.opened;
          return undefined;
        },
      },
    },
    platform,
  );
  return { ...started, held: held.opened, release: release.open };
}

describe("the queue of a conversation", () => {
  it("F69 runs sends one at a time, in the order of the calls", async () => {
    const { requests, ...started } = await start();
    const client = started.client();
    const words = ["one", "two", "three", "four"];
    const answers = await Promise.all(
      words.map((word, index) =>
        index % 2 === 0 ? client.sendMessage(`Say ${word}`) : client.sendMessageStream(`Say ${word}`).response(),
      ),
    );
    expect(answers.map(({ text }) => text)).toEqual(["One", "Two", "Three", "Four"]);
    expect(told(client.history)).toEqual(words.flatMap((word, index) => [`Say ${word}`, answers[index]?.text]));
    expect(requests().map(({ contents }) => contents.length)).toEqual([1, 3, 5, 7]);
  });

  it("F69 aborting the first does not affect the second", async () => {
    const { held, release, ...started } = await holding();
    const client = started.client();
    const controller = new AbortController();
    const first = failureOf(client.sendMessage("Say hold", { signal: controller.signal }));
    const second = client.sendMessage("Say second");
    await held;
    controller.abort("mine");
    expect(await first).toMatchObject({ code: "aborted", cause: "mine", attempts: 1 });
    expect((await second).text).toBe("Second");
    expect(told(client.history)).toEqual(["Say second", "Second"]);
    release();
  });

  it("F69 a failure of the first does not affect the second", async () => {
    const client = (await start()).client();
    const first = failureOf(client.sendMessage("[[block]]"));
    const second = client.sendMessage("Say second");
    expect((await first).code).toBe("blocked");
    expect((await second).text).toBe("Second");
  });

  it("F83 a send that waits can be aborted, and those behind it keep their places", async () => {
    const { held, release, requests, ...started } = await holding();
    const client = started.client();
    const controller = new AbortController();
    const first = client.sendMessage("Say hold");
    const second = failureOf(client.sendMessage("Say second", { signal: controller.signal }));
    const third = client.sendMessage("Say third");
    await held;
    controller.abort(new Error("mine"));
    const error = await second;
    expect(error).toMatchObject({ code: "aborted", phase: "queue", attempts: 0, cause: new Error("mine") });
    expect(requests()).toHaveLength(1);
    release();
    expect((await Promise.all([first, third])).map(({ text }) => text)).toEqual(["Hold", "Third"]);
    expect(told(client.history)).toEqual(["Say hold", "Hold", "Say third", "Third"]);
  });

  it("a send whose signal has already fired sends nothing and does not enter the queue", async () => {
    const started = await start();
    const client = started.client();
    const error = await failureOf(client.sendMessage("Hello!", { signal: AbortSignal.abort("early") }));
    expect(error).toMatchObject({ code: "aborted", cause: "early", attempts: 0 });
    expect(started.emulator.calls).toEqual([]);
    await client.sendMessage("Hello!");
  });

  it("waiting does not count against the total deadline", async () => {
    const clock = new ManualClock();
    const { held, release, ...started } = await holding({}, { clock });
    const client = started.client({ timeouts: { headers: null } });
    const first = client.sendMessage("Say hold", { timeouts: { total: null, headers: null } });
    const second = client.sendMessage("Say second", { timeouts: { total: 50 } });
    await held;
    clock.advance(10_000);
    release();
    expect((await first).text).toBe("Hold");
    expect((await second).text).toBe("Second");
  });

  it("the total deadline of the first ends it, and the second starts", async () => {
    const clock = new ManualClock();
    const { held, release, ...started } = await holding({}, { clock });
    const client = started.client();
    const first = failureOf(client.sendMessage("Say hold", { timeouts: { total: 50 } }));
    const second = client.sendMessage("Say second");
    await held;
    clock.advance(50);
    expect(await first).toMatchObject({ code: "timeout", phase: "total" });
    expect((await second).text).toBe("Second");
    release();
  });

  it("does not delay stateless calls and forks", async () => {
    const { held, release, ...started } = await holding();
    const client = started.client();
    const first = client.sendMessage("Say hold");
    await held;
    expect((await client.generate("Say stateless")).text).toBe("Stateless");
    expect((await client.fork().sendMessage("Say fork")).text).toBe("Fork");
    release();
    await first;
  });

  it("F84 leaves no listeners on a signal that many sends share, nor timers", async () => {
    const clock = new ManualClock();
    const client = (await start({}, { clock })).client();
    const listeners = new Set<unknown>();
    const signal = {
      aborted: false,
      reason: undefined,
      addEventListener: (_type: "abort", listener: () => void) => void listeners.add(listener),
      removeEventListener: (_type: "abort", listener: () => void) => void listeners.delete(listener),
    };
    const sends = Array.from({ length: 5 }, () => client.sendMessage("Say it", { signal }));
    expect(listeners.size).toBe(1);
    await Promise.all(sends);
    await failureOf(client.sendMessage("[[block]]", { signal }));
    await client.sendMessageStream("Say it", { signal }).response();
    for await (const _ of client.sendMessageStream("Say it", { signal })) break;
    expect(listeners.size).toBe(0);
    expect(clock.waiting).toBe(0);
  });

  it("reports the call, every request and every response to onEvent, and survives one that throws", async () => {
    const events: GeminiEvent[] = [];
    const client = (await start()).client({
      onEvent: (event) => {
        events.push(event);
        throw new Error("an observer's own trouble");
      },
    });
    await client.sendMessage("Hello!");
    expect(events).toMatchObject([
      { type: "call-start", operation: "generateContent", backend: "gemini-api" },
      { type: "request", operation: "generateContent", backend: "gemini-api", method: "POST", attempt: 1 },
      { type: "response", operation: "generateContent", backend: "gemini-api", status: 200, attempt: 1 },
      { type: "call-end", operation: "generateContent", backend: "gemini-api", attempts: 1 },
    ]);
  });
});

describe("the client's signal", () => {
  it("ends every call of the client, except those that say null", async () => {
    const controller = new AbortController();
    const client = (await start()).client({ signal: controller.signal });
    controller.abort("all");
    expect(await failureOf(client.sendMessage("Hello!"))).toMatchObject({ code: "aborted", cause: "all" });
    expect(await failureOf(client.fork().generate("Hello!"))).toMatchObject({ code: "aborted", cause: "all" });
    expect((await client.sendMessage("Say hello", { signal: null })).text).toBe("Hello");
  });

  it("fails with aborted and its reason as the cause, even if it is a timeout signal", async () => {
    const client = (await start({ paceMs: 60_000 })).client();
    const error = await failureOf(
      client.sendMessageStream("Hello there!", { signal: AbortSignal.timeout(20) }).response(),
    );
    expect(error).toMatchObject({ code: "aborted", cause: { name: "TimeoutError" } });
  });
});
