import assert from "node:assert/strict";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { GeminiClient, type GenerateContentResponse, type StreamChunk, tool } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { clientAt, collect } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { event, jsonReply, reply } from "../support/replies.ts";

const call = { name: "weather", args: { city: "Paris" } };
const usageMetadata = { promptTokenCount: 3, totalTokenCount: 5 };
const candidate = (part: object, more: object = {}) => ({
  candidates: [{ content: { role: "model", parts: [part] }, ...more }],
});

/** One chunk of each kind. */
const events = {
  text: candidate({ text: "canary-text" }),
  otherText: candidate({ text: "canary-other" }),
  thought: candidate({ text: "canary-thought", thought: true }),
  call: candidate({ functionCall: call }),
  otherCall: candidate({ functionCall: { ...call, args: { city: "Rome" } } }),
  end: { ...candidate({ text: "." }, { finishReason: "STOP" }), usageMetadata },
  otherEnd: { ...candidate({ text: "." }, { finishReason: "STOP" }), usageMetadata: { totalTokenCount: 6 } },
};
type Kind = keyof typeof events;

async function chunks(): Promise<Readonly<Record<Kind, StreamChunk>>> {
  const body = Object.values(events).map(event).join("");
  const head = { "content-type": "text/event-stream" };
  const server = await startRawServer(({ socket }) => socket.write(reply(200, body, head)));
  const read = await collect(clientAt(server.url).generateStream("canary-prompt"));
  const kinds = Object.keys(events).map((kind, index) => [kind, read.chunks[index]]);
  return Object.fromEntries(kinds);
}

async function answered(...bodies: readonly object[]) {
  const server = await startRawServer(({ socket, index }) => socket.write(jsonReply(bodies[index] ?? {})));
  return clientAt(server.url);
}

const json = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe("F290 copies and comparisons of chunks", () => {
  test("F290 chunks with different content are not equal, and those with the same content are", async () => {
    const [first, second] = [await chunks(), await chunks()];
    const kinds = Object.keys(events) as Kind[];
    for (const kind of kinds) {
      expect(first[kind]).toStrictEqual(second[kind]);
      for (const other of kinds) {
        if (other === kind) continue;
        expect(first[kind]).not.toEqual(first[other]);
        expect(() => assert.deepEqual(first[kind], first[other])).toThrow(assert.AssertionError);
      }
    }
  });

  test("F290 a chunk equals the object that is printed of it", async () => {
    const { text, thought, call: called, end } = await chunks();
    expect(text).toEqual({ type: "content", textDelta: "canary-text" });
    expect(thought).toEqual({ type: "content", textDelta: "", thinkingDelta: "canary-thought" });
    expect(called).toEqual({ type: "content", textDelta: "", candidates: events.call.candidates });
    expect(end).toEqual({ type: "content", textDelta: ".", finishReason: "STOP", usageMetadata });
  });

  test("F290 copies have what is printed", async () => {
    for (const chunk of Object.values(await chunks())) {
      const copies = [{ ...chunk }, structuredClone(chunk), Object.assign({}, chunk)];
      for (const copy of copies) expect(copy).toStrictEqual(json(chunk));
    }
  });

  test("F290 chunks about tools, too", async () => {
    const { emulator, client } = await start();
    emulator.next({ functionCall: { name: "weather", args: {} } });
    emulator.next({ text: "canary" });
    const weather = tool({
      name: "weather",
      description: "The weather.",
      parameters: { type: "object", properties: {} },
      execute: () => "canary-sun",
    });
    const stream = client().generateStream("canary-prompt", { tools: [weather] });
    const read = await collect(stream);
    const [called, result] = read.chunks.filter(({ type }) => type !== "content");
    expect(structuredClone(called)).toMatchObject({ type: "tool-call", toolCall: { name: "weather", args: {} } });
    expect({ ...result }).toMatchObject({ type: "tool-result", toolResult: { result: "canary-sun" } });
    const response = await stream.response();
    expect(structuredClone(response).steps).toMatchObject([{ usageMetadata: {} }, { response: { text: "canary" } }]);
    expect(inspect(response)).toMatch(/Step \{\s+response: \[GenerateContentResponse\]/);
    expect(inspect(response.steps[0])).toMatch(/^Step \{/);
    expect(response.steps[0]?.constructor.name).toBe("Step");
  });

  test("F290 copies of a response have its text, calls and object", async () => {
    const part = { text: '{"city":"canary"}' };
    const client = await answered(candidate(part, { finishReason: "STOP" }));
    const response = await client.generate("canary", { schema: z.object({ city: z.string() }) });
    for (const copy of [{ ...response }, structuredClone(response)]) {
      expect(copy).toMatchObject({ text: part.text, thinking: "", functionCalls: [], truncated: false });
      expect(copy.object).toEqual({ city: "canary" });
      expect(copy).not.toHaveProperty("raw");
    }
  });
});

describe("F291 objects that stand for a chunk or response", () => {
  /** What test runners make of an object in order to show a difference. */
  const copyOf = (value: object): object =>
    Object.create(Object.getPrototypeOf(value), Object.getOwnPropertyDescriptors(value));

  /** Reads every member, those of the prototype included, as Jest does. */
  const readAll = (value: object) => {
    const names = Object.getOwnPropertyNames(Object.getPrototypeOf(value));
    return Object.fromEntries(names.map((name) => [name, Reflect.get(value, name)]));
  };

  test("F291 a Proxy and a runner's copy of a chunk can be read and printed", async () => {
    for (const chunk of Object.values(await chunks())) {
      for (const other of [new Proxy(chunk, {}), copyOf(chunk) as StreamChunk]) {
        const { textDelta, thinkingDelta, finishReason } = chunk;
        expect(other).toMatchObject({ textDelta, thinkingDelta });
        expect(other.finishReason).toBe(finishReason);
        expect(other.candidates).toEqual(chunk.candidates);
        expect(json(other)).toEqual(json(chunk));
        expect(inspect(other)).toBe(inspect(chunk));
        expect(readAll(other)).toMatchObject({ raw: undefined, partialObject: undefined });
      }
      expect(readAll(chunk)).toMatchObject({ raw: {} });
    }
  });

  test("F291 properties can be copied one by one to an object with the same prototype", async () => {
    for (const chunk of Object.values(await chunks())) {
      expect(Object.assign(Object.create(Object.getPrototypeOf(chunk)), chunk)).toStrictEqual(chunk);
    }
  });

  test("F291 a Proxy of a response has all of it", async () => {
    const response = await (await answered(events.end)).generate("canary");
    const proxy = new Proxy(response, {});
    expect(json(proxy)).toEqual(json(response));
    const { raw, http, contents, steps, object } = response;
    expect(proxy).toMatchObject({ raw, http, contents, steps: { length: 1 } });
    expect(steps[0]).toMatchObject({ response: { text: "." } });
    expect([proxy.object, proxy.citations()]).toEqual([object, []]);
  });

  test("F334 a runner's copy of a response can be read and printed", async () => {
    const part = { text: '{"city":"canary"}' };
    const [first] = candidate(part, { finishReason: "STOP", index: 1 }).candidates;
    const sources = { citationSources: [{ startIndex: 0, endIndex: 8, uri: "https://example.com" }] };
    const event = { candidates: [{ index: 0 }, { ...first, citationMetadata: sources }] };
    const response = await (await answered(event)).generate("canary", { schema: z.object({ city: z.string() }) });
    expect(response.citations()).toHaveLength(1);
    for (const source of [response, structuredClone(response)]) {
      const copy: GenerateContentResponse = Object.assign(Object.create(Object.getPrototypeOf(response)), source);
      const { raw, http, contents, steps, serviceTier, text, object } = copy;
      expect([raw, http, contents, steps, serviceTier]).toEqual([
        undefined,
        undefined,
        undefined,
        undefined,
        undefined,
      ]);
      expect([text, object]).toEqual([part.text, { city: "canary" }]);
      expect(copy.citations()).toEqual(response.citations());
      expect(json(copy)).toEqual(json(response));
      expect(inspect(copy)).toBe(inspect(response));
    }
  });

  test("F291 Vue makes no Proxy of clients, chats, streams, chunks and responses", async () => {
    const client = await answered(events.end);
    const response = await client.generate("canary");
    const { text } = await chunks();
    // The flag that `markRaw()` sets.
    for (const value of [client, client.chat(), client.generateStream("canary"), text, response]) {
      expect(value).toHaveProperty("__v_skip", true);
    }
  });
});

describe("F292 chunk.text", () => {
  const hint = "A chunk has no `text`. Use `chunk.textDelta`";

  test("F292 fails with a hint wherever it is used as text", async () => {
    const { text: chunk } = (await chunks()) as unknown as { readonly text: { readonly text: string } };
    const uses = [
      () => `so far${chunk.text}`,
      () => "".concat(chunk.text ?? ""),
      () => new TextEncoder().encode(chunk.text),
      () => JSON.stringify({ text: chunk.text }),
      () => Buffer.from(chunk.text),
      () => process.stdout.write(chunk.text),
    ];
    for (const use of uses) expect(use).toThrow(hint);
    expect(uses[0]).toThrow(expect.objectContaining({ code: "unsupported" }));
    expect(inspect(chunk.text)).toContain(hint);
  });

  test("F292 no copy has it, and TypeScript rejects it", async () => {
    const { text: chunk } = await chunks();
    // @ts-expect-error a chunk has `textDelta`
    expect(chunk.text).toBeDefined();
    expect(Object.keys(structuredClone(chunk))).toEqual(["type", "textDelta"]);
    const seen: string[] = [];
    for (const name in chunk) seen.push(name);
    expect(seen).toEqual(["type", "textDelta"]);
  });
});

describe("F378 stream.text", () => {
  const hint = "A stream has no `text`. Use `(await stream.response()).text`";

  test("F378 fails with a hint wherever it is used as text, awaited or not", async () => {
    const stream = new GeminiClient({ apiKey: "fake-canary" }).generateStream("canary") as never as { text: string };
    const text = await stream.text;
    for (const use of [() => `${stream.text}`, () => JSON.stringify({ text }), () => Buffer.from(text)]) {
      expect(use).toThrow(hint);
    }
    expect(inspect(text)).toContain(hint);
    expect(Object.keys(stream)).toEqual([]);
  });
});

test("what next() returns is printed and compared as a plain object", async () => {
  const head = { "content-type": "text/event-stream" };
  const server = await startRawServer(({ socket }) => socket.write(reply(200, event(events.end), head)));
  const iterator = clientAt(server.url).generateStream("canary")[Symbol.asyncIterator]();
  const result = await iterator.next();
  expect(inspect(result)).toMatch(/^\{\s+done: false,\s+value: StreamChunk/);
  expect(result).toStrictEqual({ done: false, value: result.value });
  await iterator.return?.();
});

test("F294 JSON has BigInts of the object as strings of their digits", async () => {
  const schema = z.object({ id: z.string().transform(BigInt), at: z.string().transform((at) => new Date(at)) });
  const written = { id: "9007199254740993", at: "2026-11-29T00:00:00.000Z" };
  const client = await answered(candidate({ text: JSON.stringify(written) }, { finishReason: "STOP" }));
  const response = await client.generate("canary", { schema });
  expect(response.object).toEqual({ id: 9007199254740993n, at: new Date(written.at) });
  expect(json(response)).toMatchObject({ object: written });
  expect(inspect(response)).toContain("id: 9007199254740993n");
});
