import { describe, expect, it } from "vitest";
import type { StreamChunk } from "../../../src/index.ts";
import { gate } from "../../client/support/told.ts";
import { ways } from "../../client/support/ways.ts";
import { collect, failureOf } from "../../support/clients.ts";
import { calls, counted, declarationsIn, startAgent } from "./support/agent.ts";

describe("F78 a model that calls functions over and over", () => {
  it.each(ways)("fails with tool_rounds_exceeded on $way, and resume() allows as many rounds again", async (way) => {
    const agent = await startAgent([calls("work"), calls("work"), calls("work(c)"), { text: "At last." }], { way });
    const work = counted("work");
    const chat = agent.client({ tools: [work.tool], toolLoop: { maxRounds: 2 } }).chat();
    const error = await failureOf(chat.sendMessage("canary-question"));
    expect(error).toMatchObject({
      code: "tool_rounds_exceeded",
      group: "content",
      option: "toolLoop.maxRounds",
      retryable: false,
    });
    expect(work.runs).toHaveLength(2);
    expect(chat.history).toEqual([]);
    expect(chat.pending).toMatchObject([{ name: "work", args: { input: "c" }, reason: "waiting" }]);
    expect((await chat.resume()).text).toBe("At last.");
    expect(work.runs).toEqual([undefined, undefined, "c"]);
  });

  it("is limited to ten rounds by default", async () => {
    const agent = await startAgent(Array.from({ length: 11 }, () => calls("work")));
    const work = counted("work");
    const error = await failureOf(agent.client().generate("canary", { tools: [work.tool] }));
    expect(error.code).toBe("tool_rounds_exceeded");
    expect(work.runs).toHaveLength(10);
    expect(error.partial?.contents).toHaveLength(21);
  });

  it("F309 names the functions of the program, but none that the model made up", async () => {
    const agent = await startAgent([calls("work"), calls("work", "canary_name")]);
    const options = { tools: [counted("work").tool], toolLoop: { maxRounds: 1 } };
    const { summary } = await failureOf(agent.client().generate("canary", options));
    expect(summary).toContain("The last calls did not run: work, (unknown).");
  });
});

it("F79 a retried model call runs no function twice, even within a stream", async () => {
  const agent = await startAgent([
    { status: 503 },
    { text: "Let me", functionCall: { name: "work", args: {} }, cutAfterEvents: 1 },
    { text: "Let me look.", functionCall: { name: "work", args: {} } },
    { status: 503 },
    { text: "It is", cutAfterEvents: 1 },
    { text: "It is done." },
  ]);
  const work = counted("work");
  const retry = { maxAttempts: 5, initialDelayMs: 1, maxDelayMs: 1, restartStreams: true };
  const chat = agent.client({ tools: [work.tool], retry }).chat();
  const { chunks, error } = await collect(chat.sendMessageStream("canary-question"));
  expect(error).toBeUndefined();
  expect(work.runs).toHaveLength(1);
  // A restart takes back the chunks since the last result.
  const shown: string[] = [];
  for (const chunk of chunks) {
    if (chunk.type === "restart") shown.splice(shown.lastIndexOf("tool-result") + 1);
    else shown.push(chunk.type === "content" ? chunk.textDelta : chunk.type);
  }
  expect(shown.join("")).toBe("Let me look.tool-calltool-resultIt is done.");
  expect(chat.history).toHaveLength(4);
});

it("F57 a malformed call is retried without running anything", async () => {
  const agent = await startAgent([
    { functionCall: { name: "work", args: {} }, finishReason: "MALFORMED_FUNCTION_CALL" },
    calls("work"),
    { text: "Done." },
  ]);
  const work = counted("work");
  await agent.client({ retry: true }).generate("canary", { tools: [work.tool] });
  expect(work.runs).toHaveLength(1);
});

describe("parallel calls", () => {
  /** How many functions run at once if the first `expected` end together. Fails if fewer start. */
  async function peakOf(parallel: number | undefined, count: number, expected: number) {
    const agent = await startAgent([
      calls(...Array.from({ length: count }, (_, index) => `work(${index})`)),
      { text: "Done." },
    ]);
    let [running, peak] = [0, 0];
    const allRun = gate();
    const work = counted("work", async (input) => {
      running += 1;
      peak = Math.max(peak, running);
      if (running === expected) {
        // A later event: one more function would start before this response.
        await agent.emulator.fetch("http://localhost/v1beta/models");
        allRun.open();
      }
      await allRun.opened;
      running -= 1;
      return input;
    });
    const toolLoop = parallel === undefined ? {} : { parallel };
    await agent.client().generate("canary", { tools: [work.tool], toolLoop });
    expect(agent.responses()).toEqual(Array.from({ length: count }, (_, index) => ({ result: String(index) })));
    return peak;
  }

  it("run eight at a time", async () => {
    expect(await peakOf(undefined, 20, 8)).toBe(8);
  });

  it("run as many at a time as `parallel` says", async () => {
    expect(await peakOf(1, 5, 1)).toBe(1);
    expect(await peakOf(30, 12, 12)).toBe(12);
  });

  it("F80 send their results in the order of the calls", async () => {
    const agent = await startAgent([calls("slow", "quick"), { text: "Done." }]);
    const ended = gate();
    const slow = counted("slow", () => ended.opened.then(() => "slow"));
    const quick = counted("quick", () => {
      ended.open();
      return "quick";
    });
    const { chunks } = await collect(agent.client().generateStream("canary", { tools: [slow.tool, quick.tool] }));
    const named = (type: StreamChunk["type"]) =>
      chunks.filter((chunk) => chunk.type === type).map((chunk) => (chunk.toolCall ?? chunk.toolResult)?.name);
    expect(named("tool-call")).toEqual(["slow", "quick"]);
    expect(named("tool-result")).toEqual(["quick", "slow"]);
    expect(agent.responses()).toEqual([{ result: "slow" }, { result: "quick" }]);
  });
});

describe("ids", () => {
  it.each(ways)("F138 two calls with one id, and calls without, run once each on $way", async (way) => {
    const twice = [
      { id: "same", name: "work", args: { input: "a" } },
      { id: "same", name: "work", args: { input: "b" } },
      { name: "work", args: { input: "c" } },
    ];
    const [first, second] = [twice, twice.slice(0, 1)].map((made) => {
      const parts = made.map((functionCall, index) => ({
        functionCall,
        ...(index === 0 && { thoughtSignature: "Y2FuYXJ5" }),
      }));
      return { events: [{ candidates: [{ content: { role: "model", parts }, finishReason: "STOP", index: 0 }] }] };
    });
    const agent = await startAgent([first ?? {}, second ?? {}, { text: "Done." }], { way });
    const work = counted("work");
    const response = await agent.client().generate("canary", { tools: [work.tool] });
    expect(work.runs).toEqual(["a", "b", "c", "a"]);
    expect(new Set(work.ids).size).toBe(4);
    expect(work.ids[0]).toBe("same");
    expect(response.steps.flatMap(({ calls }) => calls.map(({ callId }) => callId))).toEqual(work.ids);
    const ids = (agent.lastParts()[1] ?? []).map(({ functionResponse }) => (functionResponse as { id?: string }).id);
    // Google refuses a turn in which two calls have the same id.
    expect(ids).toEqual([undefined, undefined, undefined]);
  });
});

describe("names", () => {
  it("F138 that Google does not accept are translated in requests and responses", async () => {
    const names = ["wetter/heute", "wetter heute", "größe", "1st", "x".repeat(130), "a.b:c-d"];
    const agent = await startAgent([{ text: "ready" }]);
    const tools = names.map((name) => counted(name));
    const client = agent.client({ tools: tools.map((one) => one.tool) });
    await client.generate("canary", { toolChoice: ["größe", "a.b:c-d"] });
    const [first] = agent.requests();
    const functionDeclarations = declarationsIn(agent.requests()[0]);
    const sent = functionDeclarations.map(({ name }) => String(name));
    expect(sent.slice(0, 4).map((name) => name.replace(/_[0-9a-z]{1,7}$/, ""))).toEqual([
      ...["wetter_heute", "wetter_heute", "gr__e", "_1st"],
    ]);
    expect(sent[4]).toHaveLength(64);
    expect(sent[5]).toBe("a.b:c-d");
    expect(first?.toolConfig).toEqual({
      functionCallingConfig: { mode: "ANY", allowedFunctionNames: [sent[2], "a.b:c-d"] },
    });
    agent.emulator.next({ functionCall: sent.map((name) => ({ name, args: {} })) });
    agent.emulator.next({ text: "Done." });
    const response = await client.generate("canary");
    expect(response.steps[0]?.results.map(({ name }) => name)).toEqual(names);
    expect(tools.map(({ runs }) => runs.length)).toEqual(names.map(() => 1));
    const answered = agent
      .lastParts()
      .at(-1)
      ?.map(({ functionResponse }) => (functionResponse as { name: string }).name);
    expect(answered).toEqual(sent);
  });
});

it.each(ways)(
  "F361 names of 65 to 128 characters are sent as 64, and run their own functions, on $way",
  async (way) => {
    const names = ["a", "b"].map((end) => `mcp__server__${"x".repeat(100)}_${end}`);
    const tools = names.map((name) => counted(name));
    const agent = await startAgent([{ text: "ready" }], { way });
    const client = agent.client({ tools: tools.map((one) => one.tool) });
    await client.generate("canary");
    const sent = declarationsIn(agent.requests()[0]).map(({ name }) => String(name));
    expect(sent.map(({ length }) => length)).toEqual([64, 64]);
    agent.emulator.next([{ functionCall: { name: sent[1] ?? "" } }, { text: "Done." }]);
    const { steps } = await client.generate("canary");
    expect(steps[0]?.calls[0]?.name).toBe(names[1]);
    expect(tools.map(({ runs }) => runs.length)).toEqual([0, 1]);
  },
);

it("F361 a call under the name that the program wrote runs its function", async () => {
  const names = ["größe", "x".repeat(100)];
  const tools = names.map((name) => counted(name));
  const agent = await startAgent([{ functionCall: names.map((name) => ({ name })) }, { text: "Done." }]);
  const { steps } = await agent.client().generate("canary", { tools: tools.map(({ tool: one }) => one) });
  expect(steps[0]?.results.map(({ error }) => error)).toEqual([undefined, undefined]);
  expect(tools.map(({ runs }) => runs.length)).toEqual([1, 1]);
});

it("F59 thought signatures of all rounds are sent back byte for byte", async () => {
  const agent = await startAgent([
    { functionCall: { name: "work", args: {} }, thinking: "canary-thought" },
    { functionCall: { name: "work", args: {} } },
    { text: "Done." },
  ]);
  const chat = agent.client({ tools: [counted("work").tool] }).chat();
  const { steps } = await chat.sendMessage("canary");
  const received = steps.slice(0, 2).map(({ response }) => {
    return response.content?.parts?.find(({ functionCall }) => functionCall)?.thoughtSignature;
  });
  const sent = agent
    .requests()
    .at(-1)
    ?.contents.flatMap(({ parts }) => parts.flatMap(({ thoughtSignature }) => thoughtSignature ?? []));
  expect(received.every((signature) => typeof signature === "string")).toBe(true);
  expect(sent).toEqual(received);
});

it("each call of a step has its own result, in any order and while others have none", async () => {
  const agent = await startAgent([calls("ask", "work(a)", "fail", "work(b)"), { text: "Done." }]);
  const ask = counted("ask", undefined, { execute: undefined });
  const fail = counted("fail", () => Promise.reject(new Error("no")));
  const chat = agent.client({ tools: [ask.tool, counted("work").tool, fail.tool] }).chat();
  const paused = await chat.sendMessage("canary-question");
  const [step] = paused.steps;
  expect(step?.calls.map(({ result }) => result?.error ?? result?.result)).toEqual([undefined, "did a", "no", "did b"]);
  expect(step?.calls[1]?.result).toBe(step?.results[0]);
  expect(paused.pending[0]?.result).toBeUndefined();
  // Printed and stored steps have each result once, in `results`.
  expect(JSON.parse(JSON.stringify(step?.calls[1]))).toEqual({
    callId: step?.calls[1]?.callId,
    name: "work",
    args: { input: "a" },
  });
  const done = await chat.resume({ results: { [String(chat.pending[0]?.callId)]: "yes" } });
  expect(done.steps[0]?.calls.map(({ result }) => result?.result)).toEqual(["yes", "did a", undefined, "did b"]);
  expect(step?.calls[0]?.result).toBeUndefined();
});
