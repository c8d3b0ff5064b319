import { describe, expect, it } from "vitest";
import type { GeminiError, ToolContext } from "../../../src/index.ts";
import { gate } from "../../client/support/told.ts";
import { ways } from "../../client/support/ways.ts";
import { asGeminiError, collect, failureOf } from "../../support/clients.ts";
import { ManualClock } from "../../support/platform.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

/** A function that never returns, and what it was given. */
function hanging() {
  const started = gate();
  const given: ToolContext[] = [];
  const hang = counted("hang", (_input, context) => {
    given.push(context);
    started.open();
    return new Promise(() => {});
  });
  return { ...hang, started: started.opened, given };
}

describe.each(ways)("F77 an abort while functions run, on $way", (way) => {
  it("aborts the functions with its reason, fails the exchange, and leaves the history unchanged", async () => {
    const agent = await startAgent([calls("hang", "quick")], { way });
    const hang = hanging();
    const quick = counted("quick");
    const chat = agent.client({ tools: [hang.tool, quick.tool] }).chat();
    const aborting = new AbortController();
    const failing = failureOf(chat.sendMessage("canary-question", { signal: aborting.signal }));
    await hang.started;
    const reason = new Error("enough");
    aborting.abort(reason);
    const error = await failing;
    expect(error).toMatchObject({ code: "aborted", phase: "tools", cause: reason });
    expect(hang.given[0]?.signal.aborted).toBe(true);
    expect(hang.given[0]?.signal.reason).toBe(reason);
    expect(chat.history).toEqual([]);
    expect(chat.pending).toMatchObject([{ name: "hang", reason: "interrupted" }]);
  });
});

it("F77 leaving a stream aborts the functions that run", async () => {
  const agent = await startAgent([calls("hang")]);
  const hang = hanging();
  const chat = agent.client({ tools: [hang.tool] }).chat();
  for await (const chunk of chat.sendMessageStream("canary-question")) {
    if (chunk.type !== "tool-call") continue;
    await hang.started;
    break;
  }
  expect(hang.given[0]?.signal.reason).toMatchObject({ code: "aborted" });
  expect(chat.history).toEqual([]);
  expect(chat.pending).toMatchObject([{ name: "hang", reason: "interrupted" }]);
});

it("close() aborts the functions that run", async () => {
  const agent = await startAgent([calls("hang")]);
  const hang = hanging();
  const client = agent.client({ tools: [hang.tool] });
  const failing = failureOf(client.generate("canary-question"));
  await hang.started;
  await client.close();
  expect(await failing).toMatchObject({ code: "client_closed" });
  expect(hang.given[0]?.signal.aborted).toBe(true);
});

it("F134 an interrupted function is not called again, and the model is told", async () => {
  const agent = await startAgent([calls("hang", "quick"), { text: "I see." }]);
  const hang = hanging();
  const quick = counted("quick");
  const chat = agent.client({ tools: [hang.tool, quick.tool] }).chat();
  const aborting = new AbortController();
  const failing = failureOf(chat.sendMessage("canary-question", { signal: aborting.signal }));
  await hang.started;
  aborting.abort();
  await failing;
  expect((await chat.resume()).text).toBe("I see.");
  expect(hang.runs).toHaveLength(1);
  expect(quick.runs).toHaveLength(1);
  expect(agent.responses()).toEqual([{ error: expect.stringContaining("interrupted") }, { result: "did undefined" }]);
});

it("F134 a result that arrives after the abort is kept for the resumption", async () => {
  const agent = await startAgent([calls("slow"), { text: "I see." }]);
  const [started, end] = [gate(), gate()];
  const slow = counted("slow", async () => {
    started.open();
    await end.opened;
    return "late";
  });
  const chat = agent.client({ tools: [slow.tool] }).chat();
  const aborting = new AbortController();
  const failing = failureOf(chat.sendMessage("canary-question", { signal: aborting.signal }));
  await started.opened;
  aborting.abort();
  await failing;
  end.open();
  while (chat.pending.length > 0) await new Promise(setImmediate);
  await chat.resume();
  expect(slow.runs).toHaveLength(1);
  expect(agent.responses()).toEqual([{ result: "late" }]);
});

it("F134 generate() does not repeat an interrupted function, and calls those that had not started", async () => {
  const agent = await startAgent([calls("hang", "next"), { text: "I see." }]);
  const hang = hanging();
  const next = counted("next");
  const client = agent.client({ tools: [hang.tool, next.tool], toolLoop: { parallel: 1 } });
  const aborting = new AbortController();
  const prompt = { role: "user", parts: [{ text: "canary-question" }] };
  const failing = failureOf(client.generate([prompt], { signal: aborting.signal }));
  await hang.started;
  aborting.abort();
  const { contents = [] } = (await failing).partial ?? {};
  expect(next.runs).toEqual([]);
  expect((await client.generate([prompt, ...contents])).text).toBe("I see.");
  expect([hang.runs.length, next.runs.length]).toEqual([1, 1]);
  const sent = agent
    .requests()
    .at(-1)
    ?.contents.flatMap(({ parts }) => parts.flatMap((part) => part.functionResponse ?? []));
  expect(sent).toMatchObject([
    { name: "hang", response: { error: expect.stringContaining("interrupted") } },
    { name: "next", response: { result: "did undefined" } },
  ]);
});

it("F134 the program can pass the result of an interrupted function", async () => {
  const agent = await startAgent([calls("hang"), { text: "I see." }]);
  const hang = hanging();
  const chat = agent.client({ tools: [hang.tool] }).chat();
  const aborting = new AbortController();
  const failing = failureOf(chat.sendMessage("canary-question", { signal: aborting.signal }));
  await hang.started;
  aborting.abort();
  await failing;
  await chat.resume({ results: { [String(chat.pending[0]?.callId)]: "it was done" } });
  expect(agent.responses()).toEqual([{ result: "it was done" }]);
  expect(hang.runs).toHaveLength(1);
});

describe("deadlines", () => {
  it("F76 aborts a function at its timeout, and sends the model an error", async () => {
    const clock = new ManualClock();
    const agent = await startAgent([calls("hang"), { text: "I see." }], { platform: { clock } });
    const started = gate();
    const given: ToolContext[] = [];
    const hang = counted(
      "hang",
      (_input, context) => {
        given.push(context);
        started.open();
        return new Promise(() => {});
      },
      { timeout: 5_000 },
    );
    const answering = agent.client().generate("canary-question", { tools: [hang.tool] });
    await started.opened;
    clock.advance(5_000);
    const response = await answering;
    expect(response.steps[0]?.results).toMatchObject([
      { error: "The function did not return within 5000 ms.", durationMs: 5_000 },
    ]);
    expect(given[0]?.signal.reason).toMatchObject({ code: "timeout", option: "tool.timeout" });
    expect(agent.responses()).toEqual([{ error: "The function did not return within 5000 ms." }]);
  });

  it("the timeout of a function defaults to five minutes, and null turns it off", async () => {
    const clock = new ManualClock();
    const agent = await startAgent([calls("forever", "hang"), { text: "I see." }], { platform: { clock } });
    const [started, end] = [gate(), gate()];
    const hang = hanging();
    const forever = counted(
      "forever",
      async () => {
        started.open();
        await end.opened;
        return "done";
      },
      { timeout: null },
    );
    const answering = agent.client().generate("canary-question", { tools: [hang.tool, forever.tool], timeout: 1_000 });
    await hang.started;
    clock.advance(300_000);
    clock.advance(24 * 3_600_000);
    end.open();
    await answering;
    expect(agent.responses()).toEqual([{ result: "done" }, { error: "The function did not return within 300000 ms." }]);
  });

  it("each model call has the whole timeouts.total, which does not count while functions run or people decide", async () => {
    const clock = new ManualClock();
    const agent = await startAgent([calls("work"), calls("work"), { text: "I see." }], { platform: { clock } });
    const work = counted("work", () => {
      clock.advance(50_000);
      return "ok";
    });
    const approve = () => {
      clock.advance(3_600_000);
      return "allow" as const;
    };
    const response = await agent
      .client({ tools: [work.tool], toolLoop: { approve }, timeout: 60_000 })
      .generate("canary");
    expect(response.text).toBe("I see.");
    expect(clock.waiting).toBe(0);
  });

  it("a later model call that stalls fails at timeouts.total", async () => {
    const clock = new ManualClock();
    const agent = await startAgent([calls("work"), { silence: "before-headers" }], { platform: { clock } });
    const chat = agent.client({ tools: [counted("work").tool], timeout: 60_000 }).chat();
    const failing = failureOf(chat.sendMessage("canary"));
    while (agent.emulator.calls.length < 2) await new Promise(setImmediate);
    clock.advance(60_000);
    expect(await failing).toMatchObject({ code: "timeout" });
  });
});

it("a signal that is already aborted starts nothing", async () => {
  const agent = await startAgent([]);
  const work = counted("work");
  const failing = agent.client({ tools: [work.tool] }).generate("canary", { signal: AbortSignal.abort() });
  expect(await failureOf(failing)).toMatchObject({ code: "aborted" });
  expect(work.runs).toEqual([]);
});

it("an abort while an approval is pending ends the exchange and aborts the approval", async () => {
  const agent = await startAgent([calls("work")]);
  const work = counted("work", undefined, { needsApproval: true });
  const [asked, signals] = [gate(), [] as AbortSignal[]];
  const aborting = new AbortController();
  const chat = agent.client({ tools: [work.tool] }).chat({
    toolLoop: {
      approve: (_call, { signal }) => {
        signals.push(signal);
        asked.open();
        return new Promise(() => {});
      },
    },
  });
  const reading = collect(chat.sendMessageStream("canary", { signal: aborting.signal }));
  await asked.opened;
  aborting.abort("enough");
  const error: GeminiError = asGeminiError((await reading).error);
  expect(error).toMatchObject({ code: "aborted", cause: "enough" });
  expect(signals[0]?.reason).toBe("enough");
  expect(work.runs).toEqual([]);
  expect(chat.pending).toMatchObject([{ name: "work", reason: "approval" }]);
});

it("F207 does not ask for approval of the next call after an abort", async () => {
  const agent = await startAgent([calls("work", "work", "work"), { text: "Done." }]);
  const work = counted("work");
  const asked: string[] = [];
  const aborting = new AbortController();
  const approve = async ({ callId }: { readonly callId: string }) => {
    asked.push(callId);
    aborting.abort();
    return "allow" as const;
  };
  const client = agent.client({ tools: [work.tool], toolLoop: { approve } });
  const error = await failureOf(client.generate("canary", { signal: aborting.signal }));
  // A later event: the next question would have been asked before this response.
  expect((await client.generate("canary")).text).toBe("Done.");
  expect(error).toMatchObject({ code: "aborted" });
  expect(asked).toHaveLength(1);
  expect(work.runs).toEqual([]);
});
