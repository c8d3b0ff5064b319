import type { Fault } from "@gemini-ts/emulator";
import { describe, expect, it } from "vitest";
import { ways } from "../../client/support/ways.ts";
import { collect, failureOf } from "../../support/clients.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

const failures: readonly { readonly how: string; readonly failure: Fault; readonly code: string }[] = [
  { how: "a used-up quota", failure: { error: "per-day" }, code: "quota_exhausted" },
  { how: "a cut connection", failure: { cutAfterBytes: 5 }, code: "stream_interrupted" },
  { how: "a blocked response", failure: { blocked: true }, code: "blocked" },
  { how: "a server error", failure: { status: 500 }, code: "server_error" },
];

const four = [calls("one"), calls("two", "two"), calls("three"), calls("four")];

function tools() {
  const all = ["one", "two", "three", "four"].map((name) => counted(name));
  return { all: all.map(({ tool }) => tool), runs: () => all.map(({ runs }) => runs.length) };
}

describe.each(ways)("F132 a failure in the fifth round, on $way", (way) => {
  it.each(failures)("by $how loses no round, and no function runs twice", async ({ failure, code }) => {
    const agent = await startAgent([...four, failure, { text: "All done." }], { way });
    const { all, runs } = tools();
    const chat = agent.client({ tools: all }).chat();
    const error = await failureOf(chat.sendMessage("canary-question"));
    expect(error).toMatchObject({ code });
    expect(chat.history).toEqual([]);
    expect(chat.pending).toEqual([]);
    expect(runs()).toEqual([1, 2, 1, 1]);
    const response = await chat.resume();
    expect(response.text).toBe("All done.");
    expect(runs()).toEqual([1, 2, 1, 1]);
    expect(response.steps).toHaveLength(5);
    expect(chat.history.map(({ role }) => role)).toEqual(
      Array.from({ length: 10 }, (_, index) => (index % 2 ? "model" : "user")),
    );
    // What is repeated is byte for byte what was sent before, signatures included.
    const [failed, resumed] = agent.requests().slice(-2);
    expect(resumed?.contents).toEqual(failed?.contents);
    await chat.sendMessage("canary-next");
  });
});

it("F132 generate() continues from error.partial.contents", async () => {
  const agent = await startAgent([...four, { status: 500 }, { text: "All done." }]);
  const { all, runs } = tools();
  const client = agent.client({ tools: all });
  const error = await failureOf(client.generate("canary-question"));
  const { contents = [] } = error.partial ?? {};
  expect(contents).toHaveLength(8);
  const prompt = { role: "user", parts: [{ text: "canary-question" }] };
  const response = await client.generate([prompt, ...contents]);
  expect(response.text).toBe("All done.");
  expect(runs()).toEqual([1, 2, 1, 1]);
  expect(agent.requests().at(-1)?.contents).toEqual(agent.requests().at(-2)?.contents);
});

it("response.contents equals what a chat would add to its history", async () => {
  const agent = await startAgent([...four, { text: "All done." }, { text: "Next." }]);
  const client = agent.client({ tools: tools().all });
  const prompt = { role: "user", parts: [{ text: "canary-question" }] };
  const response = await client.generate([prompt]);
  expect(response.contents).toHaveLength(9);
  const next = await client.generate([
    prompt,
    ...response.contents,
    { role: "user", parts: [{ text: "canary-next" }] },
  ]);
  expect(next.text).toBe("Next.");
  expect(next.contents).toEqual([next.content]);
});

it("F132 a stream that fails in a later round can be resumed as a stream", async () => {
  const agent = await startAgent([calls("one"), { text: "Half an ans", cutAfterEvents: 1 }, { text: "An answer." }]);
  const one = counted("one");
  const chat = agent.client({ tools: [one.tool] }).chat();
  const failed = await collect(chat.sendMessageStream("canary-question"));
  expect(failed.error).toMatchObject({ code: "stream_interrupted" });
  expect(chat.history).toEqual([]);
  const resumed = await collect(chat.resumeStream());
  expect(resumed).toMatchObject({ text: "An answer.", error: undefined });
  expect(one.runs).toHaveLength(1);
  expect(chat.history).toHaveLength(4);
});

describe("F133 the next send", () => {
  it("drops a failed exchange, with a warning that names the functions that had run", async () => {
    const agent = await startAgent([calls("one", "two"), { status: 500 }, { text: "Hello." }]);
    const { all, runs } = tools();
    const chat = agent.client({ tools: all }).chat();
    await failureOf(chat.sendMessage("canary-question"));
    expect((await chat.sendMessage("canary-other")).text).toBe("Hello.");
    const warnings = agent.events.filter(({ type }) => type === "warning");
    expect(warnings).toMatchObject([{ code: "exchange_dropped", message: expect.stringContaining("called one, two") }]);
    expect(await failureOf(chat.resume())).toMatchObject({ code: "no_open_exchange" });
    expect(runs()).toEqual([1, 1, 0, 0]);
    expect(chat.history).toHaveLength(2);
  });

  it("fails with exchange_open while an exchange is paused, and discard() drops that", async () => {
    const agent = await startAgent([calls("ask_human"), { text: "Hello." }]);
    const human = counted("ask_human", undefined, { execute: undefined });
    const chat = agent.client({ tools: [human.tool] }).chat();
    expect((await chat.sendMessage("canary-question")).pending).toMatchObject([
      { name: "ask_human", reason: "result" },
    ]);
    const error = await failureOf(chat.sendMessage("canary-other"));
    expect(error.message).toContain("waits for a function call");
    expect(error.code).toBe("exchange_open");
    expect((await collect(chat.sendMessageStream("canary-other"))).error).toMatchObject({ code: "exchange_open" });
    chat.discard();
    expect(chat.pending).toEqual([]);
    expect((await chat.sendMessage("canary-other")).text).toBe("Hello.");
    expect(agent.requests()).toHaveLength(2);
  });

  it("a send that waited in the queue also fails with exchange_open", async () => {
    const agent = await startAgent([calls("ask_human")]);
    const human = counted("ask_human", undefined, { execute: undefined });
    const chat = agent.client({ tools: [human.tool] }).chat();
    const [first, second] = await Promise.all([
      chat.sendMessage("canary-one"),
      failureOf(chat.sendMessage("canary-two")),
    ]);
    expect(first.pending).toHaveLength(1);
    expect(second).toMatchObject({ code: "exchange_open" });
  });
});

describe("results for a paused exchange", () => {
  async function pausedChat(next: readonly Fault[] = [{ text: "Thanks." }]) {
    const agent = await startAgent([calls("ask_human", "work(a)", "ask_human"), ...next]);
    const human = counted("ask_human", undefined, { execute: undefined });
    const work = counted("work");
    const chat = agent.client().chat();
    const response = await chat.sendMessage("canary-question", { tools: [human.tool, work.tool] });
    return { agent, work, chat, response };
  }

  it("are sent in the order of the calls, and other functions have run already", async () => {
    const { agent, work, chat, response } = await pausedChat();
    expect(response.pending.map(({ name }) => name)).toEqual(["ask_human", "ask_human"]);
    expect(chat.pending).toEqual(response.pending);
    expect(response.steps[0]?.results).toMatchObject([{ name: "work", result: "did a" }]);
    expect(chat.history).toEqual([]);
    const [first, second] = chat.pending.map(({ callId }) => callId);
    const results = { [String(second)]: { answer: "canary-two" }, [String(first)]: "canary-one" };
    expect((await chat.resume({ results })).text).toBe("Thanks.");
    expect(agent.responses()).toEqual([{ result: "canary-one" }, { result: "did a" }, { answer: "canary-two" }]);
    expect(work.runs).toEqual(["a"]);
    expect(chat.history).toHaveLength(4);
    expect(chat.pending).toEqual([]);
  });

  it("can be errors", async () => {
    const { agent, chat } = await pausedChat();
    const results = Object.fromEntries(chat.pending.map(({ callId }) => [callId, new Error("nobody is there")]));
    await chat.resume({ results });
    expect(agent.responses()).toEqual([
      { error: "nobody is there" },
      { result: "did a" },
      { error: "nobody is there" },
    ]);
  });

  it("F139 that are missing, unknown or no JSON are invalid_options, and nothing changes", async () => {
    const { agent, chat } = await pausedChat();
    const [first, second] = chat.pending.map(({ callId }) => String(callId));
    const wrong: Record<string, unknown>[] = [
      {},
      { [first as string]: "canary-one" },
      { [first as string]: 1, [second as string]: 2, other: 3 },
      { [first as string]: 1n, [second as string]: 2 },
      { [first as string]: undefined, [second as string]: 2 },
    ];
    for (const results of wrong) {
      expect(await failureOf(chat.resume({ results }))).toMatchObject({ code: "invalid_options", attempts: 0 });
      expect((await collect(chat.resumeStream({ results }))).error).toMatchObject({ code: "invalid_options" });
      expect(chat.pending).toHaveLength(2);
    }
    expect(await failureOf(chat.sendMessage("canary"))).toMatchObject({ code: "exchange_open" });
    expect(agent.requests()).toHaveLength(1);
    await chat.resume({ results: { [first as string]: 1, [second as string]: 2 } });
  });

  it("are kept if the next model call fails", async () => {
    const { chat, work } = await pausedChat([{ status: 500 }, { text: "Thanks." }]);
    const results = Object.fromEntries(chat.pending.map(({ callId }) => [callId, "canary-answer"]));
    expect(await failureOf(chat.resume({ results }))).toMatchObject({ code: "server_error" });
    expect(chat.pending).toEqual([]);
    expect((await chat.resume()).text).toBe("Thanks.");
    expect(work.runs).toEqual(["a"]);
  });

  it("resume() without an open exchange fails", async () => {
    const agent = await startAgent([]);
    const chat = agent.client().chat();
    expect(await failureOf(chat.resume())).toMatchObject({ code: "no_open_exchange" });
    expect((await collect(chat.resumeStream())).error).toMatchObject({ code: "no_open_exchange" });
    chat.discard();
  });
});

describe("toolLoop: false", () => {
  it("runs nothing, and resume() continues with the results", async () => {
    const agent = await startAgent([calls("work(a)", "work(b)"), { text: "Thanks." }]);
    const work = counted("work");
    const chat = agent.client({ tools: [work.tool], toolLoop: false }).chat();
    const { pending, text } = await chat.sendMessage("canary-question");
    expect(text).toBe("");
    expect(pending).toMatchObject([
      { name: "work", args: { input: "a" }, reason: "result" },
      { name: "work", args: { input: "b" }, reason: "result" },
    ]);
    const results = Object.fromEntries(pending.map(({ callId, args }) => [callId, args.input]));
    expect((await chat.resume({ results })).text).toBe("Thanks.");
    expect(work.runs).toEqual([]);
    expect(agent.responses()).toEqual([{ result: "a" }, { result: "b" }]);
  });

  it("generate() continues with response.contents and the results, or with tools that run", async () => {
    const agent = await startAgent([calls("work(a)"), { text: "Thanks." }, { text: "Again." }, { text: "Next." }]);
    const work = counted("work");
    const client = agent.client({ tools: [work.tool] });
    const prompt = { role: "user", parts: [{ text: "canary-question" }] };
    const { pending, contents, functionCalls } = await client.generate([prompt], { toolLoop: false });
    expect(pending).toHaveLength(1);
    const result = { functionResponse: { id: functionCalls[0]?.id, name: "work", response: { result: "by hand" } } };
    const byHand = await client.generate([prompt, ...contents, { role: "user", parts: [result] }]);
    expect(byHand.text).toBe("Thanks.");
    expect(work.runs).toEqual([]);
    const again = await client.generate([prompt, ...contents]);
    expect(again.text).toBe("Again.");
    expect(work.runs).toEqual(["a"]);
    expect(again.contents).toMatchObject([{ parts: [{ functionResponse: { name: "work" } }] }, again.content]);
    const stored = JSON.parse(JSON.stringify([prompt, ...contents, ...again.contents]));
    expect((await client.chat({ history: stored }).sendMessage("canary-next")).text).toBe("Next.");
    expect(await failureOf(client.generate([prompt, ...contents], { tools: null }))).toMatchObject({
      code: "invalid_options",
    });
    expect(await failureOf(client.generate([prompt, ...contents], { toolLoop: false }))).toMatchObject({
      code: "invalid_options",
    });
  });
});

describe("an open exchange", () => {
  async function openChat() {
    const agent = await startAgent([{ text: "Hi." }, calls("work"), { status: 500 }, { text: "Thanks." }]);
    const work = counted("work");
    const chat = agent.client({ tools: [work.tool] }).chat();
    await chat.sendMessage("canary-first");
    await failureOf(chat.sendMessage("canary-question"));
    return { agent, work, chat };
  }

  it("stays with its chat when that is forked: no function runs twice", async () => {
    const { chat, work } = await openChat();
    const fork = chat.fork();
    expect(await failureOf(fork.resume())).toMatchObject({ code: "no_open_exchange" });
    expect(fork.history).toHaveLength(2);
    await chat.resume();
    expect(work.runs).toHaveLength(1);
  });

  it.each([
    ["setHistory()", (chat: { setHistory(contents: []): void }) => chat.setHistory([]), 0],
    ["clearHistory()", (chat: { clearHistory(): void }) => chat.clearHistory(), 0],
    ["discard()", (chat: { discard(): void }) => chat.discard(), 2],
  ])("is dropped by %s", async (_how, drop, left) => {
    const { chat } = await openChat();
    drop(chat as never);
    expect(await failureOf(chat.resume())).toMatchObject({ code: "no_open_exchange" });
    expect(chat.history).toHaveLength(left);
  });

  it("is dropped and not counted by rewind()", async () => {
    const { chat } = await openChat();
    expect(chat.rewind()).toBe(1);
    expect(chat.history).toEqual([]);
    expect(await failureOf(chat.resume())).toMatchObject({ code: "no_open_exchange" });
  });

  it("is resumed with the options of its send, except its signal", async () => {
    const agent = await startAgent([calls("work"), { silence: "before-headers" }, { text: "Thanks." }]);
    const work = counted("work");
    const chat = agent.client().chat();
    const aborting = new AbortController();
    const failing = failureOf(
      chat.sendMessage("canary", { tools: [work.tool], temperature: 0.5, signal: aborting.signal }),
    );
    while (agent.emulator.calls.length < 2) await new Promise(setImmediate);
    aborting.abort();
    expect(await failing).toMatchObject({ code: "aborted" });
    await chat.resume({ topK: 7 });
    expect(agent.requests().at(-1)).toMatchObject({ generationConfig: { temperature: 0.5, topK: 7 }, tools: [{}] });
  });
});
