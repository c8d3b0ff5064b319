import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { GeminiClient } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { clientAt, collect } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { event, jsonReply, reply } from "../support/replies.ts";

const call = { id: "1", name: "weather", args: { city: "Paris" } };
const usageMetadata = { promptTokenCount: 3, totalTokenCount: 5 };

const eventStream = { "content-type": "text/event-stream" };

/** What a stream of these events gives. */
async function chunksOf(...sent: readonly object[]) {
  const server = await startRawServer(({ socket }) => socket.write(reply(200, sent.map(event).join(""), eventStream)));
  return (await collect(clientAt(server.url).generateStream("canary"))).chunks;
}

const candidate = (parts: readonly object[], more: object = {}) => ({ candidates: [{ content: { parts }, ...more }] });
const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const answer = {
  ...candidate([{ text: "Hm.", thought: true }, { text: "Hello!" }, { functionCall: call }], {
    finishReason: "STOP",
  }),
  usageMetadata,
  modelVersion: "gemini-3.5-flash-lite-001",
};

describe("a chunk", () => {
  it("is printed and serialised with its pieces", async () => {
    const [thought, text, end] = await chunksOf(
      candidate([{ text: "Hm.", thought: true }]),
      candidate([{ text: "Hello" }]),
      { ...candidate([{ text: "!" }], { finishReason: "STOP" }), usageMetadata },
    );
    expect(json(thought)).toEqual({ type: "content", textDelta: "", thinkingDelta: "Hm." });
    expect(json(text)).toEqual({ type: "content", textDelta: "Hello" });
    expect(json(end)).toEqual({ type: "content", textDelta: "!", finishReason: "STOP", usageMetadata });
    expect(inspect(text)).toBe("StreamChunk { type: 'content', textDelta: 'Hello' }");
  });

  it("has its candidates too unless there is only text", async () => {
    const [withCall, withSignature, end] = await chunksOf(
      candidate([{ functionCall: call }]),
      candidate([{ text: "Hello", thoughtSignature: "c2lnbmF0dXJl" }]),
      candidate([], { finishReason: "STOP", groundingMetadata: { webSearchQueries: [] } }),
    );
    expect(json(withCall)).toEqual({ type: "content", textDelta: "", candidates: withCall?.candidates });
    expect(json(withSignature)).toMatchObject({ textDelta: "Hello", candidates: withSignature?.candidates });
    expect(json(end)).toMatchObject({ finishReason: "STOP", candidates: end?.candidates });
    expect(inspect(withCall, { depth: 9 })).toContain("city: 'Paris'");
  });

  it("is printed as deep as the options of the caller allow", async () => {
    const [chunk] = await chunksOf(candidate([{ functionCall: call }], { finishReason: "STOP" }));
    expect(inspect(chunk, { depth: 0 })).toContain("candidates: [Array]");
    expect(inspect({ a: { b: chunk } }, { depth: 1 })).toContain("b: [StreamChunk]");
    expect(inspect({ a: { b: chunk } }, { depth: null })).toContain("b: StreamChunk {");
  });
});

describe("F378 text in place of [object Object]", () => {
  it("F378 a chunk is its piece of the text when it is used as a string", async () => {
    const chunks = await chunksOf(
      candidate([{ text: "Hm.", thought: true }]),
      candidate([{ text: "canary 😀" }]),
      candidate([{ text: "!" }, { functionCall: call }], { finishReason: "STOP" }),
    );
    let text = "";
    for (const chunk of chunks) text += chunk;
    expect(text).toBe("canary 😀!");
    expect(chunks.join("|")).toBe("|canary 😀|!");
    expect(chunks.map((chunk) => `${chunk}`)).toEqual(chunks.map(String));
  });

  it("F378 a response is its text when it is used as a string", async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer)));
    const response = await clientAt(server.url).generate("canary");
    expect([`${response}`, String(response), `A: ${response}`, [response].join()]).toEqual([
      "Hello!",
      "Hello!",
      "A: Hello!",
      "Hello!",
    ]);
    expect(format("%s", response)).toBe("Hello!");
    expect(Object.keys({ ...response })).not.toContain("toString");
  });
});

describe("a response", () => {
  it("is printed and serialised with its text, calls, facts and candidates, without `raw`", async () => {
    const server = await startRawServer(({ socket }) => socket.write(jsonReply(answer)));
    const response = await clientAt(server.url).generate("canary");
    expect(json(response)).toEqual({
      text: "Hello!",
      thinking: "Hm.",
      functionCalls: [call],
      finishReason: "STOP",
      usageMetadata,
      modelVersion: "gemini-3.5-flash-lite-001",
      candidates: response.candidates,
    });
    expect(inspect(response)).toMatch(/^GenerateContentResponse \{\s+text: 'Hello!',\s+thinking: 'Hm\.'/);
    expect(inspect(response)).not.toContain("raw");
  });

  it("has the first candidate's content and function calls, empty if there are none", async () => {
    const server = await startRawServer(({ socket, index }) =>
      socket.write(jsonReply(index === 0 ? answer : candidate([{ text: "Hello!" }], { finishReason: "STOP" }))),
    );
    const client = clientAt(server.url);
    const response = await client.generate("canary");
    expect(response.functionCalls).toEqual([call]);
    expect(response.content).toBe(response.candidates[0]?.content);
    expect((await client.generate("canary")).functionCalls).toEqual([]);
  });
});

describe("what has options or keys", () => {
  it("is printed and serialised without them", async () => {
    const started = await start();
    const client = started.client({ apiKey: undefined, systemPrompt: "canary-system-prompt" });
    const chat = client.chat({ headers: { "x-own": "canary-header" } });
    await chat.sendMessage("My name is Alice.");
    expect(inspect(chat)).toBe("Chat { turns: 2 }");
    expect(json(chat)).toEqual({ turns: 2 });
    expect(inspect(client)).toBe("GeminiClient { defaultChat: Chat { turns: 0 } }");
    expect(json(client)).toEqual({ defaultChat: { turns: 0 } });
    const keyed = new GeminiClient({ apiKey: "fake-key-canary" });
    expect(inspect(keyed, { depth: null, showHidden: true }) + JSON.stringify(keyed)).not.toContain("canary");
  });

  it("a printed stream has its progress", async () => {
    const stream = (await start()).client().generateStream("Hello!");
    expect(inspect(stream)).toBe("GenerateContentStream { state: 'not started' }");
    const response = stream.response();
    expect(json(stream)).toEqual({ state: "running" });
    await response;
    await collect(stream);
    expect(inspect(stream)).toBe("GenerateContentStream { state: 'ended' }");
  });

  it.each([
    ["textStream", "TextStream"],
    ["elements", "ElementStream"],
  ] as const)("what %s() returns has its progress too", async (method, name) => {
    const stream = (await start()).client().generateStream("Hello!", { schema: { type: "array", items: {} } });
    const pieces = stream[method]();
    expect(inspect(pieces)).toBe(`${name} { state: 'not started' }`);
    expect(pieces.constructor.name).toBe(name);
    for await (const _ of pieces as AsyncIterable<unknown>);
    expect(inspect(pieces)).toBe(`${name} { state: 'ended' }`);
    expect(json(pieces)).toEqual({ state: "ended" });
  });
});

it("classes have the names of their public types, which test runners print", async () => {
  const client = (await start()).client();
  const response = await client.generate("canary");
  const stream = client.generateStream("canary");
  const { value: chunk } = await stream[Symbol.asyncIterator]().next();
  const named = {
    GeminiClient: client,
    Chat: client.chat(),
    GenerateContentResponse: response,
    Step: response.steps[0] ?? {},
    GenerateContentStream: stream,
    StreamChunk: chunk ?? {},
  };
  for (const [name, object] of Object.entries(named)) {
    expect(object.constructor.name).toBe(name);
    expect(object).toBeInstanceOf(object.constructor);
  }
  expect(client.constructor).toBe(GeminiClient);
  expect(inspect(GeminiClient)).toBe("[class GeminiClient]");
});
