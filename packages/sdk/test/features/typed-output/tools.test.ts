import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type Approval, type GeminiOptions, googleSearch } from "../../../src/index.ts";
import { ways } from "../../client/support/ways.ts";
import { collect, failureOf } from "../../support/clients.ts";
import { calls, counted, startAgent } from "../tools/support/agent.ts";
import { ada, personSchemas } from "./support/schemas.ts";

const schema = personSchemas[0].person;
const old: GeminiOptions = { model: "gemini-2.5-flash-lite" };

/** Allows the first call and pauses at the others. */
function allowOnce(): () => Approval {
  let calls = 0;
  return () => {
    calls += 1;
    return calls === 1 ? "allow" : "pause";
  };
}

/** Whether each request had tools, and a schema. */
function sent(requests: readonly { readonly tools?: unknown; readonly generationConfig: Record<string, unknown> }[]) {
  return requests.map(({ tools, generationConfig }) => [
    tools !== undefined,
    generationConfig.responseJsonSchema !== undefined,
  ]);
}

describe.each(ways)("F176 tools and a schema in one call, on $way", (way) => {
  it("are sent in one request to Gemini 3 and later", async () => {
    const agent = await startAgent([calls("look_up(ada)"), { json: ada }], { way });
    const tool = counted("look_up");
    const events = agent.events;
    const chat = agent.client().chat();
    const response = await chat.sendMessage("canary", { schema, tools: [tool.tool] });
    expect(response.object).toEqual(ada);
    expect(tool.runs).toEqual(["ada"]);
    expect(sent(agent.requests())).toEqual([
      [true, true],
      [true, true],
    ]);
    expect(chat.history.map(({ role }) => role)).toEqual(["user", "model", "user", "model"]);
    expect(events.filter(({ type }) => type === "warning")).toEqual([]);
  });

  // Vertex AI has no older models any more.
  it.skipIf(way.way === "vertex")("take another request on older models, and only the output is kept", async () => {
    const agent = await startAgent([calls("look_up(ada)"), { text: "canary: Ada is 36." }, { json: ada }], { way });
    const tool = counted("look_up");
    const chat = agent.client(old).chat();
    const response = await chat.sendMessage("canary", { schema, tools: [tool.tool] });
    expect(response.object).toEqual(ada);
    expect(response.text).not.toContain("canary: Ada");
    expect(response.steps).toHaveLength(3);
    expect(sent(agent.requests())).toEqual([
      [true, false],
      [true, false],
      [false, true],
    ]);
    expect(
      agent
        .requests()[2]
        ?.contents.slice(-2)
        .map(({ role, parts }) => [role, parts[0]?.text]),
    ).toEqual([
      ["model", "canary: Ada is 36."],
      ["user", expect.stringContaining("as JSON that fits the schema")],
    ]);
    expect(chat.history.map(({ role }) => role)).toEqual(["user", "model", "user", "model"]);
    expect(agent.events).toContainEqual(expect.objectContaining({ type: "warning", code: "schema_after_tools" }));
    // The next request is one that the emulator accepts.
    agent.emulator.next({ text: "Fine." });
    await chat.sendMessage("canary");
  });
});

describe("F176 tools and a schema", () => {
  it("of a stream: the answer before the output is not delivered", async () => {
    const agent = await startAgent([calls("look_up(ada)"), { text: "canary: Ada is 36." }, { json: ada }]);
    const stream = agent.client(old).generateStream("canary", { schema, tools: [counted("look_up").tool] });
    const { chunks, text } = await collect(stream);
    expect(JSON.parse(text)).toEqual(ada);
    expect([...new Set(chunks.map(({ type }) => type))]).toEqual(["content", "tool-call", "tool-result"]);
    expect(chunks.at(-1)?.partialObject).toEqual(ada);
    expect((await stream.response()).object).toEqual(ada);
  });

  it("of a stream: text before a call is delivered, and is not the output", async () => {
    const agent = await startAgent([
      { text: '{"name": "I look"}', ...calls("look_up") },
      { text: "canary" },
      { json: ada },
    ]);
    const stream = agent.client(old).generateStream("canary", { schema, tools: [counted("look_up").tool] });
    const { chunks } = await collect(stream);
    const index = chunks.findIndex(({ type }) => type === "tool-call");
    expect(
      chunks
        .slice(0, index)
        .map(({ textDelta }) => textDelta)
        .join(""),
    ).toBe('{"name": "I look"}');
    expect(chunks.slice(0, index).every(({ partialObject }) => partialObject === undefined)).toBe(true);
    expect((await stream.response()).object).toEqual(ada);
  });

  it("of a stream: elements are those of the output", async () => {
    const agent = await startAgent([calls("look_up"), { text: "[1]" }, { json: [ada, ada] }]);
    const stream = agent
      .client(old)
      .generateStream("canary", { schema: z.array(schema), tools: [counted("look_up").tool] });
    const taken: unknown[] = [];
    for await (const element of stream.elements()) taken.push(element);
    expect(taken).toEqual([ada, ada]);
  });

  it("F232 of a stream: an array beside a call is not the output, and its elements are not delivered", async () => {
    const aside = { name: "canary: a first guess", age: 1 };
    const agent = await startAgent([
      { text: JSON.stringify([aside, aside, aside]), ...calls("look_up") },
      { text: "[1]", ...calls("look_up") },
      { json: [ada, ada] },
    ]);
    const tools = [counted("look_up").tool];
    const stream = agent.client().generateStream("canary", { schema: z.array(schema), tools });
    const taken: unknown[] = [];
    for await (const element of stream.elements()) taken.push(element);
    expect(taken).toEqual([ada, ada]);
    expect((await stream.response()).object).toEqual([ada, ada]);
  });

  it("F232 of a stream that pauses: no element is delivered", async () => {
    const human = counted("ask", undefined, { execute: undefined });
    const agent = await startAgent([{ text: JSON.stringify([ada]), ...calls("ask") }]);
    const stream = agent.client().generateStream("canary", { schema: z.array(schema), tools: [human.tool] });
    expect(await failureOf(stream.elements()[Symbol.asyncIterator]().next())).toMatchObject({ code: "exchange_open" });
  });

  it.each<[string, GeminiOptions]>([
    ["if calls are forbidden", { tools: [counted("look_up").tool], toolChoice: "none" }],
    ["with Google's tools alone", { tools: [googleSearch()] }],
    ["after the calls, on models that take another request", { ...old, tools: [counted("look_up").tool] }],
  ])("F232 of a stream: elements are delivered at once %s", async (_when, options) => {
    const draft = options.model === undefined ? [] : [{ text: "canary: Ada." }];
    const agent = await startAgent([...draft, { json: [ada, ada], silence: { afterEvents: 9 } }]);
    const stream = agent.client(options).generateStream("canary", { schema: z.array(schema) });
    const elements = stream.elements()[Symbol.asyncIterator]();
    expect(await elements.next()).toEqual({ done: false, value: ada });
    await elements.return?.();
  });

  it("of a stream that is cancelled with `keepPartial` during the answer before the output", async () => {
    const agent = await startAgent([
      { ...calls("look_up") },
      { text: "canary one two" },
      { json: ada, silence: { afterEvents: 2 } },
    ]);
    const chat = agent.client(old).chat();
    const stream = chat.sendMessageStream("canary", { schema, tools: [counted("look_up").tool] });
    for await (const chunk of stream) if (chunk.textDelta !== "") stream.cancel({ keepPartial: true });
    const response = await stream.response();
    expect(response.text.startsWith("{")).toBe(true);
    expect(() => response.object).toThrow(expect.objectContaining({ code: "output_truncated" }));
    expect(chat.history.map(({ role }) => role)).toEqual(["user", "model", "user", "model"]);
    expect(chat.history.at(-1)?.parts?.[0]?.text).toBe(response.text);
  });

  it("Google's tools, and those of `extraRequest`, follow the same rule", async () => {
    for (const options of [{ tools: [googleSearch()] }, { extraRequest: { tools: [{ googleSearch: {} }] } }]) {
      const agent = await startAgent([{ text: "canary" }, { json: ada }]);
      expect((await agent.client(old).generate("canary", { schema, ...options })).object).toEqual(ada);
      expect(sent(agent.requests())).toEqual([
        [true, false],
        [false, true],
      ]);
    }
  });

  it("a forced call comes before the schema", async () => {
    const agent = await startAgent([calls("look_up"), { json: ada }]);
    await agent.client().generate("canary", { schema, tools: [counted("look_up").tool], toolChoice: "any" });
    expect(sent(agent.requests())).toEqual([
      [true, false],
      [true, true],
    ]);
    expect(agent.events.filter(({ type }) => type === "warning")).toEqual([]);
  });

  it("an answer that is truncated before the output is not used as the output", async () => {
    const agent = await startAgent([{ text: "canary: Ada is", finishReason: "MAX_TOKENS" }]);
    const error = await failureOf(agent.client(old).generate("canary", { schema, tools: [googleSearch()] }));
    expect(error).toMatchObject({ code: "output_truncated", reason: "MAX_TOKENS", attempts: 1 });
  });

  it("a repair may call functions too", async () => {
    const agent = await startAgent([{ json: {} }, calls("look_up(ada)"), { json: ada }]);
    const tool = counted("look_up");
    const chat = agent.client().chat();
    expect((await chat.sendMessage("canary", { schema, tools: [tool.tool] })).object).toEqual(ada);
    expect(tool.runs).toEqual(["ada"]);
    expect(chat.history.map(({ role }) => role)).toEqual(["user", "model", "user", "model"]);
    expect(chat.history.at(-1)?.parts?.[0]?.text).toContain(ada.name);
  });

  it("an invalid output loses no finished round: the exchange can be resumed", async () => {
    const agent = await startAgent([calls("look_up(ada)"), { json: {} }, { json: {} }, { json: ada }]);
    const tool = counted("look_up");
    const chat = agent.client().chat();
    const error = await failureOf(chat.sendMessage("canary", { schema, tools: [tool.tool] }));
    expect(error).toMatchObject({ code: "output_invalid" });
    expect(error.partial?.contents?.map(({ role }) => role)).toEqual(["model", "user"]);
    expect(chat.history).toEqual([]);
    const response = await chat.resume({ schema });
    expect(response.object).toEqual(ada);
    expect(tool.runs).toEqual(["ada"]);
    expect(chat.history.map(({ role }) => role)).toEqual(["user", "model", "user", "model"]);
    expect(agent.requests()[3]?.contents.map(({ role }) => role)).toEqual(["user", "model", "user"]);
  });

  it("a paused exchange has no object yet, and its schema applies to the resumption", async () => {
    const agent = await startAgent([calls("look_up"), { json: { ...ada, age: "" } }, { json: ada }]);
    const manual = counted("look_up", undefined, { execute: undefined });
    const chat = agent.client({ tools: [manual.tool] }).chat();
    const paused = await chat.sendMessage("canary", { schema });
    expect(() => paused.object).toThrow(
      expect.objectContaining({ code: "exchange_open", summary: expect.stringContaining("waits for a function call") }),
    );
    expect(JSON.stringify(paused)).not.toContain('"object"');
    const [call] = paused.pending;
    const response = await chat.resume({ results: { [call?.callId ?? ""]: "found" } });
    expect(response.object).toEqual(ada);
    expect(response.steps).toHaveLength(3);
  });

  it("a schema that a resumption brings holds for those after it, until one drops it", async () => {
    const agent = await startAgent([calls("ask"), calls("ask"), calls("ask"), { json: {} }, { text: "canary" }]);
    const ask = counted("ask", undefined, { needsApproval: true });
    const chat = agent.client({ tools: [ask.tool] }).chat();
    await chat.sendMessage("canary");
    await chat.resume({ schema, repairAttempts: 0, toolLoop: { approve: allowOnce() } });
    await chat.resume({ toolLoop: { approve: allowOnce() } });
    expect(chat.pending).toHaveLength(1);
    const error = await failureOf(chat.resume({ toolLoop: { approve: allowOnce() } }));
    expect(error).toMatchObject({ code: "output_invalid" });
    expect((await chat.resume({ schema: null })).text).toBe("canary");
    expect(sent(agent.requests()).map(([, hasSchema]) => hasSchema)).toEqual([false, true, true, true, false]);
  });

  it("a schema that Gemini cannot take is not kept: the next resumption is as if there had been none", async () => {
    const agent = await startAgent([calls("ask"), { text: "canary" }]);
    const chat = agent.client({ tools: [counted("ask", undefined, { execute: undefined }).tool] }).chat();
    const [call] = (await chat.sendMessage("canary")).pending;
    const results = { [call?.callId ?? ""]: 1 };
    const schema = z.object({ at: z.date() });
    expect(await failureOf(chat.resume({ results, schema }))).toMatchObject({ code: "invalid_options" });
    expect((await chat.resume({ results })).text).toBe("canary");
  });

  it("`schema: null` drops the schema of the exchange that is resumed", async () => {
    const agent = await startAgent([calls("look_up"), { text: "canary: no JSON" }]);
    const manual = counted("look_up", undefined, { execute: undefined });
    const chat = agent.client({ tools: [manual.tool] }).chat();
    const paused = await chat.sendMessage("canary", { schema });
    const response = await chat.resume({ results: { [paused.pending[0]?.callId ?? ""]: 1 }, schema: null });
    expect([response.text, response.object]).toEqual(["canary: no JSON", undefined]);
    expect(agent.requests()[1]?.generationConfig.responseJsonSchema).toBeUndefined();
  });
});
