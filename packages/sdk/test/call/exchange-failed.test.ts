import { describe, expect, it } from "vitest";
import { type GeminiClient, type GeminiEvent, mcpTools } from "../../src/index.ts";
import { calls, counted, startAgent } from "../features/tools/support/agent.ts";
import { collect, failureOf } from "../support/clients.ts";

const schema = { type: "object", properties: { age: { type: "number" } }, required: ["age"] };
const misfit = { json: { age: "canary-age" } };
const deadServer = mcpTools({ listTools: () => Promise.reject(new Error("gone")), callTool: async () => ({}) });

/** The events that report a failure, as `type code`. */
function reported(events: readonly GeminiEvent[]): readonly string[] {
  return events.flatMap((event) => ("error" in event && event.error ? [`${event.type} ${event.error.code}`] : []));
}

/** Ways to ask, whole and streamed. */
const asking: readonly [string, (client: GeminiClient, options: object) => Promise<unknown>][] = [
  ["generate()", (client, options) => client.generate("canary-prompt", options)],
  ["sendMessage()", (client, options) => client.chat().sendMessage("canary-prompt", options)],
  ["a stream", (client, options) => client.generateStream("canary-prompt", options).response()],
];

describe.each(asking)("F310 the failure of %s is reported once", (_name, ask) => {
  it("as exchange-failed, if the output does not fit the schema, also in a log at warn", async () => {
    const agent = await startAgent([misfit]);
    const lines: string[] = [];
    const logger = { warn: (line: string) => lines.push(line) };
    const error = await failureOf(ask(agent.client({ logger }), { schema, repairAttempts: 0 }));
    expect(reported(agent.events)).toEqual(["exchange-failed output_invalid"]);
    const [start] = agent.events.filter(({ type }) => type === "call-start");
    expect(start).toBeDefined();
    expect(agent.events.at(-1)).toEqual({
      type: "exchange-failed",
      callId: start && "callId" in start ? start.callId : undefined,
      exchangeId: start && "callId" in start ? start.exchangeId : undefined,
      error: { code: "output_invalid", message: error.message },
    });
    expect(lines).toEqual([
      expect.stringMatching(/call \d+: exchange \d+ failed: output_invalid: The output does not/),
    ]);
  });

  it("as exchange-failed, if the tools of a server are not there and no model is asked", async () => {
    const agent = await startAgent([]);
    await failureOf(ask(agent.client(), { tools: [deadServer] }));
    expect(agent.events).toMatchObject([{ type: "exchange-failed", error: { code: "tools_unavailable" } }]);
  });

  it("as exchange-failed, after too many rounds", async () => {
    const agent = await startAgent([calls("work"), calls("work")]);
    await failureOf(ask(agent.client(), { tools: [counted("work").tool], toolLoop: { maxRounds: 1 } }));
    expect(reported(agent.events)).toEqual(["exchange-failed tool_rounds_exceeded"]);
  });

  it("as exchange-failed, if the program aborts while a function runs: no warning", async () => {
    const agent = await startAgent([calls("work")]);
    const controller = new AbortController();
    const work = counted("work", () => {
      controller.abort();
      return new Promise(() => {});
    });
    const warnings: string[] = [];
    const client = agent.client({ logger: { warn: (line: string) => warnings.push(line) } });
    await failureOf(ask(client, { tools: [work.tool], signal: controller.signal }));
    expect(reported(agent.events)).toEqual(["exchange-failed aborted"]);
    expect(warnings).toEqual([]);
  });

  it("by the call-end alone, if the model call fails, also after others that ended well", async () => {
    const agent = await startAgent([calls("work"), { error: "internal" }]);
    await failureOf(ask(agent.client({ retry: false }), { tools: [counted("work").tool] }));
    expect(reported(agent.events)).toEqual(["call-end server_error"]);
  });

  it("by no event, if nothing fails or the arguments are invalid", async () => {
    const agent = await startAgent([misfit, { json: { age: 1 } }]);
    await ask(agent.client(), { schema });
    await failureOf(ask(agent.client(), { temperature: 5 }));
    expect(reported(agent.events)).toEqual([]);
  });
});

it("F310 a message that the chat cannot take, or that is aborted in its queue, is reported", async () => {
  const agent = await startAgent([calls("ask_human")]);
  const chat = agent.client({ tools: [counted("ask_human", undefined, { execute: undefined }).tool] }).chat();
  await chat.sendMessage("canary-prompt");
  await failureOf(chat.sendMessage("canary-prompt"));
  await failureOf(chat.sendMessage("canary-prompt", { signal: AbortSignal.abort() }));
  expect(reported(agent.events)).toEqual(["exchange-failed exchange_open", "exchange-failed aborted"]);
});

it("F310 a resumption that fails is reported", async () => {
  const agent = await startAgent([calls("work"), calls("work"), calls("work")]);
  const chat = agent.client({ tools: [counted("work").tool], toolLoop: { maxRounds: 1 } }).chat();
  await failureOf(chat.sendMessage("canary-prompt"));
  await failureOf(chat.resume({ results: { other: 1 } }));
  expect(reported(agent.events)).toEqual(["exchange-failed tool_rounds_exceeded", "exchange-failed invalid_options"]);
});

it("F310 a stream that is left early, or whose reader keeps what it saw, does not fail twice", async () => {
  const agent = await startAgent([{ text: "canary-a canary-b canary-c" }, { text: "canary-a canary-b canary-c" }]);
  const client = agent.client();
  for await (const _ of client.generateStream("canary-prompt")) break;
  const stream = client.sendMessageStream("canary-prompt");
  await stream[Symbol.asyncIterator]().next();
  stream.cancel({ keepPartial: true });
  await stream.response();
  expect((await collect(stream)).error).toMatchObject({ code: "stream_consumed" });
  expect(reported(agent.events).filter((one) => one.startsWith("exchange-failed"))).toEqual([]);
});

it("F310 mistakes in arguments: no event before the exchange begins, one if its work finds them", async () => {
  const agent = await startAgent([]);
  const client = agent.client({ tools: [counted("work").tool] });
  const events = async (options: Record<string, unknown>) => {
    agent.events.length = 0;
    expect(await failureOf(client.generate("canary-prompt", options))).toMatchObject({ code: "invalid_options" });
    return reported(agent.events);
  };
  expect(await events({ temperature: 5 })).toEqual([]);
  expect(await events({ schema: { type: "object", propeties: {} } })).toEqual(["exchange-failed invalid_options"]);
  expect(await events({ toolChoice: ["nope"] })).toEqual(["call-end invalid_options"]);
  expect(await events({ model: "gemini-2.5-pro", thinkingBudget: 0 })).toEqual(["call-end invalid_options"]);
});
