import { describe, expect, it } from "vitest";
import { type StreamChunk, tool } from "../../../src/index.ts";
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

  it("has ten rounds by default", async () => {
    const agent = await startAgent(Array.from({ length: 11 }, () => calls("work")));
    const work = counted("work");
    const error = await failureOf(agent.client().generate("canary", { tools: [work.tool] }));
    expect(error.code).toBe("tool_rounds_exceeded");
    expect(work.runs).toHaveLength(10);
    expect(error.partial?.contents).toHaveLength(21);
  });
});

it("F79 a model call that is retried, even within a stream, runs no function twice", async () => {
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

it("F57 a malformed call is retried, and nothing runs for it", async () => {
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
  async function peakOf(parallel: number | undefined, count: number) {
    const agent = await startAgent([
      calls(...Array.from({ length: count }, (_, index) => `work(${index})`)),
      { text: "Done." },
    ]);
    let [running, peak] = [0, 0];
    const work = counted("work", async (input) => {
      running += 1;
      peak = Math.max(peak, running);
      await new Promise(setImmediate);
      running -= 1;
      return input;
    });
    const toolLoop = parallel === undefined ? {} : { parallel };
    await agent.client().generate("canary", { tools: [work.tool], toolLoop });
    expect(agent.responses()).toEqual(Array.from({ length: count }, (_, index) => ({ result: String(index) })));
    return peak;
  }

  it("run eight at a time", async () => {
    expect(await peakOf(undefined, 20)).toBe(8);
  });

  it("run as many at a time as `parallel` says", async () => {
    expect(await peakOf(1, 5)).toBe(1);
    expect(await peakOf(30, 12)).toBe(12);
  });

  it("F80 have their results in the order of the calls, whichever ends first", async () => {
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
    const agent = await startAgent([{ functionCall: twice }, { functionCall: twice.slice(0, 1) }, { text: "Done." }], {
      way,
    });
    const work = counted("work");
    const response = await agent.client().generate("canary", { tools: [work.tool] });
    expect(work.runs).toEqual(["a", "b", "c", "a"]);
    expect(new Set(work.ids).size).toBe(4);
    expect(work.ids[0]).toBe("same");
    expect(response.steps.flatMap(({ calls }) => calls.map(({ callId }) => callId))).toEqual(work.ids);
    const ids = (agent.lastParts()[1] ?? []).map(({ functionResponse }) => (functionResponse as { id?: string }).id);
    expect(ids).toEqual(["same", "same", undefined]);
  });
});

describe("names", () => {
  it("F138 that Google does not accept are sent in another form, and come back as they were", async () => {
    const names = ["wetter/heute", "wetter heute", "größe", "1st", "x".repeat(130), "a.b:c-d"];
    const agent = await startAgent([{ text: "ready" }]);
    const tools = names.map((name) => counted(name));
    const client = agent.client({ tools: tools.map((one) => one.tool) });
    await client.generate("canary", { toolChoice: ["größe", "a.b:c-d"] });
    const [first] = agent.requests();
    const functionDeclarations = declarationsIn(agent.requests()[0]);
    const sent = functionDeclarations.map(({ name }) => String(name));
    expect(sent).toEqual(["wetter_heute", "wetter_heute_2", "gr__e", "_1st", "x".repeat(128), "a.b:c-d"]);
    expect(first?.toolConfig).toEqual({
      functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["gr__e", "a.b:c-d"] },
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

const usage = (promptTokenCount: number, candidatesTokenCount: number) => ({
  promptTokenCount,
  candidatesTokenCount,
  totalTokenCount: promptTokenCount + candidatesTokenCount,
  promptTokensDetails: [{ modality: "TEXT", tokenCount: promptTokenCount }],
});

describe("steps", () => {
  it("list each round with its response, calls, results, durations, tokens and HTTP; the usage is the sum", async () => {
    const agent = await startAgent([
      { ...calls("work(a)"), usage: usage(10, 5) },
      { text: "Done.", usage: usage(30, 7) },
    ]);
    const response = await agent.client().generate("canary", { tools: [counted("work").tool] });
    const [first, second] = response.steps;
    expect(response.usageMetadata).toMatchObject({
      promptTokenCount: 40,
      candidatesTokenCount: 12,
      totalTokenCount: 52,
      promptTokensDetails: [{ modality: "TEXT", tokenCount: 40 }],
    });
    expect(first).toMatchObject({
      calls: [{ callId: expect.any(String), name: "work", args: { input: "a" } }],
      results: [{ name: "work", result: "did a", error: undefined, durationMs: expect.any(Number) }],
      durationMs: expect.any(Number),
      usageMetadata: { promptTokenCount: 10 },
      http: { status: 200 },
    });
    expect(first?.results[0]?.callId).toBe(first?.calls[0]?.callId);
    expect(second).toMatchObject({ calls: [], results: [], usageMetadata: { promptTokenCount: 30 } });
    expect(second?.response.text).toBe(response.text);
    const printed = JSON.parse(JSON.stringify(response));
    expect(printed.steps).toHaveLength(2);
    expect(printed.steps[0]).toMatchObject({
      calls: [{ name: "work" }],
      response: { functionCalls: [{ name: "work" }] },
    });
  });

  it("are one for a response without calls, with tools or without", async () => {
    const agent = await startAgent([{ text: "Hi." }, { text: "Hi." }]);
    for (const tools of [null, [counted("work").tool]]) {
      const response = await agent.client().generate("canary", { tools });
      expect(response.steps).toMatchObject([{ calls: [], results: [], durationMs: expect.any(Number) }]);
      expect(response.steps[0]?.response).toBe(response);
      expect(response.contents).toEqual([response.content]);
      expect(JSON.parse(JSON.stringify(response)).steps).toBeUndefined();
    }
  });
});

describe("streams", () => {
  it("textStream() has the text of all rounds, and nothing else", async () => {
    const agent = await startAgent([
      { text: "Let me look. ", functionCall: { name: "work", args: {} } },
      { text: "Done." },
    ]);
    let text = "";
    for await (const piece of agent
      .client()
      .generateStream("canary", { tools: [counted("work").tool] })
      .textStream())
      text += piece;
    expect(text).toBe("Let me look. Done.");
  });

  it("a server-sent stream has the calls, and the tokens of all rounds at its end", async () => {
    const agent = await startAgent([
      { ...calls("work(a)"), usage: { promptTokenCount: 10, candidatesTokenCount: 5 } },
      { text: "Done.", usage: { promptTokenCount: 30, candidatesTokenCount: 7 } },
    ]);
    const body = agent
      .client()
      .generateStream("canary", { tools: [counted("work").tool] })
      .toReadableStream();
    const events = await new Response(body as ReadableStream).text();
    expect(events).toContain('"type":"tool-call","textDelta":"","toolCall":{"callId":');
    expect(events).toContain('"type":"tool-result","textDelta":"","toolResult":{"callId":');
    expect(events).toMatch(/event: done\ndata: \{"finishReason":"STOP","usageMetadata":\{.*"promptTokenCount":40/);
  });

  it("keepPartial keeps the finished rounds and what the reader saw of the response under way", async () => {
    const agent = await startAgent([calls("work(a)"), { text: "One two three four five." }, { text: "Next." }]);
    const chat = agent.steppedClient({ model: "gemini-3.8-flash", tools: [counted("work").tool] }).chat();
    const stream = chat.sendMessageStream("canary");
    for await (const chunk of stream) {
      if (chunk.textDelta === "") continue;
      stream.cancel({ keepPartial: true });
      break;
    }
    expect(chat.history.map(({ role }) => role)).toEqual(["user", "model", "user", "model"]);
    const kept = chat.history[3]?.parts?.[0]?.text ?? "";
    expect("One two three four five.".startsWith(kept) && kept !== "").toBe(true);
    expect((await stream.response()).steps).toHaveLength(2);
    expect(chat.pending).toEqual([]);
    expect((await chat.sendMessage("canary-next")).text).toBe("Next.");
  });

  it("keepPartial while functions run keeps nothing; the exchange can be resumed", async () => {
    const agent = await startAgent([
      { text: "Let me look. ", functionCall: { name: "hang", args: {} } },
      { text: "Done." },
    ]);
    const started = gate();
    const hang = counted("hang", () => {
      started.open();
      return new Promise(() => {});
    });
    const chat = agent.client({ tools: [hang.tool] }).chat();
    const stream = chat.sendMessageStream("canary");
    for await (const chunk of stream) {
      if (chunk.type !== "tool-call") continue;
      await started.opened;
      stream.cancel({ keepPartial: true });
    }
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted" });
    expect(chat.history).toEqual([]);
    expect((await chat.resume()).text).toBe("Done.");
    expect(hang.runs).toHaveLength(1);
  });
});

describe("F136 a function that sends", () => {
  it("on its own chat gets conversation_busy, also through another one; others work", async () => {
    const agent = await startAgent([calls("send"), { text: "Other." }, { text: "Done." }, { text: "After." }]);
    const client = agent.client();
    const chat = client.chat();
    const codes: unknown[] = [];
    const send = tool({
      name: "send",
      execute: async () => {
        codes.push((await failureOf(chat.sendMessage("canary"))).code);
        codes.push((await collect(chat.sendMessageStream("canary"))).error);
        codes.push((await failureOf(chat.resume())).code);
        return (await client.chat().sendMessage("canary-other")).text;
      },
    });
    expect((await chat.sendMessage("canary", { tools: [send] })).text).toBe("Done.");
    expect(codes).toEqual([
      "conversation_busy",
      expect.objectContaining({ code: "conversation_busy" }),
      "no_open_exchange",
    ]);
    expect(agent.responses()).toEqual([{ result: "Other." }]);
    expect((await chat.sendMessage("canary")).text).toBe("After.");
  });

  it("if it does not catch that, the model learns of it", async () => {
    const agent = await startAgent([calls("send"), { text: "Done." }]);
    const chat = agent.client().chat();
    const send = tool({ name: "send", execute: async () => (await chat.sendMessage("canary")).text });
    await chat.sendMessageStream("canary", { tools: [send] }).response();
    expect(agent.responses()).toEqual([{ error: expect.stringContaining("from a tool, of the same conversation") }]);
  });
});

it("events tell of calls and results with durations, without arguments and results", async () => {
  const agent = await startAgent([calls("work(canary-argument)", "none"), { text: "Done." }]);
  await agent.client().generate("canary", { tools: [counted("work", () => "canary-result").tool] });
  const events = agent.events.filter(({ type }) => type.startsWith("tool-"));
  const [call] = agent.events.filter((event) => event.type === "call-start");
  const ids = { callId: call?.callId, exchangeId: call?.exchangeId, toolCallId: expect.any(String) };
  expect(events).toEqual([
    { type: "tool-call", ...ids, tool: "work" },
    { type: "tool-call", ...ids, tool: "none" },
    { type: "tool-result", ...ids, tool: "none", durationMs: 0, outcome: "unknown_tool" },
    { type: "tool-result", ...ids, tool: "work", durationMs: expect.any(Number), outcome: "success" },
  ]);
});
