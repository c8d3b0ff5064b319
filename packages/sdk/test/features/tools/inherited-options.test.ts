import { describe, expect, it } from "vitest";
import { failureOf } from "../../support/clients.ts";
import { ManualClock } from "../../support/platform.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

describe("an exchange that is resumed more than once", () => {
  it("keeps the options of earlier resumptions", async () => {
    const agent = await startAgent([calls("ask"), calls("ask"), { status: 500 }, { text: "Thanks." }]);
    const ask = counted("ask", undefined, { execute: undefined });
    const chat = agent.client({ retry: false }).chat();
    const answers = () => Object.fromEntries(chat.pending.map(({ callId }) => [callId, "canary-answer"]));
    await chat.sendMessage("canary", { tools: [ask.tool], temperature: 0.5, seed: 1 });
    const headers = { "x-of-resumption": "fake" };
    await chat.resume({ results: answers(), model: "gemini-3.5-flash-lite", topK: 7, headers });
    expect(await failureOf(chat.resume({ results: answers(), seed: 2 }))).toMatchObject({ code: "server_error" });
    await chat.resume();
    expect(agent.emulator.calls.slice(1).map(({ model, headers }) => [model, headers["x-of-resumption"]])).toEqual(
      Array.from({ length: 3 }, () => ["gemini-3.5-flash-lite", "fake"]),
    );
    expect(agent.requests().map(({ generationConfig: { topK, seed } }) => [topK, seed])).toEqual([
      [undefined, 1],
      [7, 1],
      [7, 2],
      [7, 2],
    ]);
    agent.emulator.next({ text: "Next." });
    await chat.sendMessage("canary-next");
    expect(agent.emulator.calls.at(-1)?.model).toBe("gemini-3.8-flash");
  });

  it.each([false, true])(
    "F279 inherits when its turn comes, if it waits for another resumption (streamed: %s)",
    async (isStreamed) => {
      const agent = await startAgent([calls("ask"), { status: 500 }, { text: "Thanks." }, { text: "Next." }]);
      const ask = counted("ask", undefined, { execute: undefined });
      const chat = agent.client({ tools: [ask.tool], retry: false }).chat();
      const { pending } = await chat.sendMessage("canary", { topK: 3, seed: 1 });
      const results = { [pending[0]?.callId ?? ""]: "canary-answer" };
      const headers = { "x-of-resumption": "fake" };
      const first = failureOf(chat.resume({ results, model: "gemini-3.5-flash-lite", topK: 7, headers }));
      const second = isStreamed ? chat.resumeStream({ seed: 2 }).response() : chat.resume({ seed: 2 });
      expect(await first).toMatchObject({ code: "server_error" });
      expect((await second).text).toBe("Thanks.");
      const { model, headers: sent } = agent.emulator.calls.at(-1) ?? {};
      expect([model, sent?.["x-of-resumption"]]).toEqual(["gemini-3.5-flash-lite", "fake"]);
      expect(agent.requests().at(-1)?.generationConfig).toMatchObject({ topK: 7, seed: 2 });
      await chat.sendMessage("canary-next");
      expect(agent.emulator.calls.at(-1)?.model).toBe("gemini-3.8-flash");
    },
  );

  it("F279 has the deadline that a resumption before it set", async () => {
    const clock = new ManualClock();
    const agent = await startAgent([calls("ask"), { status: 500 }, { silence: "before-headers" }], {
      platform: { clock },
    });
    const ask = counted("ask", undefined, { execute: undefined });
    const chat = agent.client({ tools: [ask.tool], retry: false }).chat();
    const { pending } = await chat.sendMessage("canary");
    const results = { [pending[0]?.callId ?? ""]: "canary-answer" };
    const first = failureOf(chat.resume({ results, timeouts: { total: 5_000 } }));
    const second = failureOf(chat.resume());
    await first;
    while (agent.emulator.calls.length < 3) await new Promise(setImmediate);
    clock.advance(5_000);
    expect(await second).toMatchObject({ code: "timeout" });
  });

  it("does not keep the approval and the signal of an earlier resumption", async () => {
    const script = [calls("ask", "work(a)"), calls("ask", "work(b)"), calls("work(c)"), { text: "Thanks." }];
    const agent = await startAgent(script);
    const ask = counted("ask", undefined, { execute: undefined });
    const work = counted("work", undefined, { needsApproval: true });
    const chat = agent.client({ tools: [ask.tool, work.tool] }).chat();
    const answers = () =>
      Object.fromEntries(chat.pending.filter(({ name }) => name === "ask").map(({ callId }) => [callId, "fake"]));
    await chat.sendMessage("canary");
    const aborting = new AbortController();
    const toolLoop = { approve: () => "allow" as const };
    await chat.resume({ results: answers(), toolLoop, signal: aborting.signal });
    expect(work.runs).toEqual(["a", "b"]);
    aborting.abort();
    expect((await chat.resume({ results: answers() })).pending).toMatchObject([{ name: "work", reason: "approval" }]);
    expect((await chat.resume({ toolLoop })).text).toBe("Thanks.");
    expect(work.runs).toEqual(["a", "b", "c"]);
  });

  it("F256 does not keep options that made a resumption fail", async () => {
    const agent = await startAgent([calls("ask"), { error: "model-not-found" }, { text: "Thanks." }]);
    const ask = counted("ask", undefined, { execute: undefined });
    const chat = agent.client({ tools: [ask.tool], retry: false }).chat();
    const { pending } = await chat.sendMessage("canary", { topK: 3 });
    const results = { [pending[0]?.callId ?? ""]: "canary-answer" };
    const error = await failureOf(chat.resume({ results, model: "gemini-misspelled", topK: 7 }));
    expect(error.code).toBe("model_unavailable");
    expect((await chat.resume()).text).toBe("Thanks.");
    expect(agent.emulator.calls.at(-1)?.model).toBe("gemini-3.8-flash");
    expect(agent.requests().at(-1)?.generationConfig.topK).toBe(3);
  });
});
