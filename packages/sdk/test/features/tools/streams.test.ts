import { describe, expect, it } from "vitest";
import { tool } from "../../../src/index.ts";
import { gate } from "../../client/support/told.ts";
import { collect, failureOf } from "../../support/clients.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

const usage = (promptTokenCount: number, candidatesTokenCount: number) => ({
  promptTokenCount,
  candidatesTokenCount,
  totalTokenCount: promptTokenCount + candidatesTokenCount,
  promptTokensDetails: [{ modality: "TEXT", tokenCount: promptTokenCount }],
});

describe("steps", () => {
  it("list each round with response, calls, results, durations, tokens and HTTP details; usage is their sum", async () => {
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

  it("have one entry for a response without calls", async () => {
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

  it("F238 keepPartial keeps the finished rounds and what the reader saw of the response under way", async () => {
    const agent = await startAgent([calls("work(a)"), { text: "One two three four five." }, { text: "Next." }]);
    const chat = agent.steppedClient({ model: "gemini-3.8-flash", tools: [counted("work").tool] }).chat();
    const stream = chat.sendMessageStream("canary");
    for await (const chunk of stream) {
      if (chunk.textDelta === "") continue;
      stream.cancel({ keepPartial: true });
      break;
    }
    expect(chat.history.map(({ role }) => role)).toEqual(["user", "model", "user", "model"]);
    expect(chat.contents).toEqual(chat.history);
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

describe("F136 a function that sends a prompt", () => {
  it("on its own chat fails with conversation_busy, also through another function; other chats work", async () => {
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

  it("sends the error to the model if it does not catch it", async () => {
    const agent = await startAgent([calls("send"), { text: "Done." }]);
    const chat = agent.client().chat();
    const send = tool({ name: "send", execute: async () => (await chat.sendMessage("canary")).text });
    await chat.sendMessageStream("canary", { tools: [send] }).response();
    expect(agent.responses()).toEqual([{ error: expect.stringContaining("from a tool, of the same conversation") }]);
  });
});

it("a response continued over several requests can call functions", async () => {
  const candidate = (parts: readonly object[], more: object) => ({
    candidates: [{ content: { role: "model", parts }, index: 0, ...more }],
    usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 },
  });
  const call = { functionCall: { name: "work", args: { input: "a" } }, thoughtSignature: "Y2FuYXJ5" };
  const agent = await startAgent([
    { events: [candidate([{ text: "Let me " }], { finishReason: "CONTINUATION", continuationToken: "Y2FuYXJ5" })] },
    { events: [candidate([{ text: "look. " }, call], { finishReason: "STOP" })] },
    { events: [candidate([{ text: "Done." }], { finishReason: "STOP" })] },
  ]);
  const work = counted("work");
  const chat = agent.client({ model: "gemini-4-argon", tools: [work.tool] }).chat();
  const stream = chat.sendMessageStream("canary");
  const { text, error } = await collect(stream);
  expect({ text, error }).toEqual({ text: "Let me look. Done.", error: undefined });
  expect(work.runs).toEqual(["a"]);
  const response = await stream.response();
  expect(response.steps).toMatchObject([
    { usageMetadata: { totalTokenCount: 30 } },
    { usageMetadata: { totalTokenCount: 15 } },
  ]);
  expect(response.usageMetadata?.totalTokenCount).toBe(45);
  expect(chat.history).toHaveLength(4);
});

it("the logger prints a line for each call and result, without their content", async () => {
  const agent = await startAgent([calls("work(canary-argument)"), { text: "Done." }]);
  const lines: string[] = [];
  const log = (line: string) => void lines.push(line);
  const logger = { debug: log, info: log, warn: log, error: log };
  await agent.client({ logger }).generate("canary", { tools: [counted("work", () => "canary-result").tool] });
  const about = lines.filter((line) => line.includes("function work"));
  expect(about).toEqual([
    expect.stringMatching(/call \d+: function work called, \S+$/),
    expect.stringMatching(/call \d+: function work ended after \d+ ms, success, \S+$/),
  ]);
});

it("F309 events report calls and results with durations, without their content or names that the model made up", async () => {
  const agent = await startAgent([calls("work(canary-argument)", "canary_name"), { text: "Done." }]);
  await agent.client().generate("canary", { tools: [counted("work", () => "canary-result").tool] });
  const events = agent.events.filter(({ type }) => type.startsWith("tool-"));
  const [call] = agent.events.filter((event) => event.type === "call-start");
  const ids = { callId: call?.callId, exchangeId: call?.exchangeId, toolCallId: expect.any(String) };
  expect(events).toEqual([
    { type: "tool-call", ...ids, tool: "work" },
    { type: "tool-call", ...ids, tool: "(unknown)" },
    { type: "tool-result", ...ids, tool: "(unknown)", durationMs: 0, outcome: "unknown_tool" },
    { type: "tool-result", ...ids, tool: "work", durationMs: expect.any(Number), outcome: "success" },
  ]);
});

it("each model call has a callId and attempts of its own, and all have the exchange's id", async () => {
  const agent = await startAgent([calls("work"), { text: "Done." }]);
  await agent.client().generate("canary", { tools: [counted("work").tool] });
  const seen = agent.events.flatMap((event) => ("callId" in event && !event.type.startsWith("tool-") ? [event] : []));
  const [one, two] = [seen.slice(0, 4), seen.slice(4)];
  const types = ["call-start", "request", "response", "call-end"];
  expect([one.map(({ type }) => type), two.map(({ type }) => type)]).toEqual([types, types]);
  const id = seen[0]?.exchangeId;
  expect(one.every(({ callId }) => callId === id)).toBe(true);
  expect(two.every(({ callId }) => callId === two[0]?.callId)).toBe(true);
  expect(two[0]?.callId).not.toBe(id);
  expect(seen.every(({ exchangeId }) => exchangeId === id)).toBe(true);
  expect(two).toMatchObject([{}, { attempt: 1 }, { attempt: 1 }, { attempts: 1 }]);
});
