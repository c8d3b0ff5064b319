import { describe, expect, it } from "vitest";
import { z } from "zod";
import { jsonSchema, type StreamChunk } from "../../../src/index.ts";
import { start, ways } from "../../client/support/ways.ts";
import { asGeminiError, collect, failureOf } from "../../support/clients.ts";
import { ada, personSchemas } from "./support/schemas.ts";

const people = [ada, { ...ada, name: "canary-bob" }, { ...ada, name: "canary-cy", role: "user" as const }];
const person = personSchemas[0].person;
const retry = { restartStreams: true, initialDelayMs: 1 };

/** Reads elements to the end or the failure. */
async function read(elements: AsyncIterable<unknown>): Promise<{ readonly taken: unknown[]; readonly error: unknown }> {
  const taken: unknown[] = [];
  try {
    for await (const element of elements) taken.push(element);
  } catch (error) {
    return { taken, error };
  }
  return { taken, error: undefined };
}

describe.each(ways)("on $way", ({ start }) => {
  it.each(personSchemas)("F171 partial objects of $library grow to the object, and none changes", async (schemas) => {
    const started = await start();
    started.emulator.next({ json: { ...ada, name: "canary one two three" } });
    const stream = started.steppedClient().generateStream("canary", { schema: schemas.person });
    const seen: unknown[] = [];
    const copies: string[] = [];
    for await (const { partialObject } of stream) {
      if (partialObject === undefined) continue;
      seen.push(partialObject);
      copies.push(JSON.stringify(partialObject));
    }
    expect(copies.length).toBeGreaterThan(5);
    expect(seen.map((one) => JSON.stringify(one))).toEqual(copies);
    expect(copies).toContain('{"name":"canary one "}'.replace('one "', 'one"'));
    expect((await stream.response()).object).toEqual(seen.at(-1));
  });

  it.each(personSchemas)("F171 elements of $library are those of the object", async (schemas) => {
    const started = await start();
    started.emulator.next({ json: people });
    const stream = started.client().generateStream("canary", { schema: schemas.people });
    expect(await read(stream.elements())).toEqual({ taken: people, error: undefined });
    expect((await stream.response()).object).toEqual(people);
  });

  it("F171 an element is delivered as soon as it is complete", async () => {
    const started = await start();
    // The first element and a part of the second; nothing follows.
    started.emulator.next({ json: people, silence: { afterEvents: 9 } });
    const elements = started
      .client()
      .generateStream("canary", { schema: z.array(person) })
      .elements()
      [Symbol.asyncIterator]();
    expect(await elements.next()).toEqual({ done: false, value: ada });
    expect(await elements.return?.()).toEqual({ done: true, value: undefined });
    expect(await elements.next()).toEqual({ done: true, value: undefined });
  });
});

it("F171 partial objects read later, and backwards, are the same", async () => {
  const started = await start();
  started.emulator.next({ json: people });
  const { chunks } = await collect(started.client().generateStream("canary", { schema: z.array(person) }));
  const later = chunks.map(({ partialObject }) => partialObject);
  started.emulator.next({ json: people });
  const backwards = (
    await collect(started.client().generateStream("canary", { schema: z.array(person) }))
  ).chunks.toReversed();
  expect(backwards.map(({ partialObject }) => partialObject).toReversed()).toEqual(later);
  expect(later.at(-1)).toEqual(people);
});

it("a stream without a schema has neither partial objects nor elements", async () => {
  const started = await start();
  started.emulator.next([{ json: [1] }, { json: [1] }]);
  const { chunks } = await collect(started.client().generateStream("canary"));
  expect(chunks.map(({ partialObject }) => partialObject).filter((one) => one !== undefined)).toEqual([]);
  const { error } = await read(started.client().generateStream("canary").elements() as AsyncIterable<unknown>);
  expect(error).toMatchObject({ code: "invalid_options", option: "schema" });
});

it("elements() of an object fails", async () => {
  const started = await start();
  started.emulator.next({ json: ada });
  const elements = started
    .client()
    .generateStream("canary", { schema: jsonSchema({ type: "object" }) })
    .elements();
  expect((await read(elements as AsyncIterable<unknown>)).error).toMatchObject({ code: "invalid_options" });
});

it("elements(), textStream() and iteration share one iterator", async () => {
  const stream = (await start()).client().generateStream("canary", { schema: z.array(person) });
  stream.elements();
  expect(() => stream.textStream()).toThrow(expect.objectContaining({ code: "stream_consumed" }));
  expect(() => stream[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ code: "stream_consumed" }));
  expect(() => stream.elements()).toThrow(expect.objectContaining({ code: "stream_consumed" }));
});

describe("F172 elements()", () => {
  it("fails at the first element that does not fit, and so does response()", async () => {
    const started = await start();
    started.emulator.next({ json: [ada, { ...ada, age: "canary" }, ada] });
    const stream = started.client().generateStream("canary", { schema: z.array(person) });
    const { taken, error } = await read(stream.elements());
    expect(taken).toEqual([ada]);
    expect(error).toMatchObject({
      code: "output_invalid",
      issues: [{ path: "#/1/age", message: "is a string instead of a number" }],
    });
    expect(asGeminiError(error).partial?.text).toContain('"canary"');
    expect(await failureOf(stream.response())).toMatchObject({ code: "output_invalid" });
    expect(started.emulator.calls).toHaveLength(1);
  });

  it("delivers the complete elements of a truncated array, then fails", async () => {
    const started = await start();
    started.emulator.next({ text: JSON.stringify(people).slice(0, -20), finishReason: "MAX_TOKENS" });
    const stream = started.client().generateStream("canary", { schema: z.array(person) });
    const { taken, error } = await read(stream.elements());
    expect(taken).toEqual(people.slice(0, 2));
    expect(error).toMatchObject({ code: "output_truncated", reason: "MAX_TOKENS" });
  });

  it("fails at the end if the array as a whole does not fit", async () => {
    const started = await start();
    started.emulator.next({ json: people });
    const schema = z.array(person).max(2);
    const { taken, error } = await read(started.client().generateStream("canary", { schema }).elements());
    expect(taken).toEqual(people);
    expect(error).toMatchObject({ code: "output_invalid", issues: [{ path: "#" }] });
  });

  it.each([
    ["a least length", z.array(z.number().transform(String)).min(3)],
    ["a longer least length than is worth repeating", z.array(z.number().transform(String)).min(9)],
    ["an asynchronous transform", z.array(z.number().transform(async (value) => String(value)))],
    ["a rule for the whole array", z.array(z.number().transform(String)).refine((all) => all.length > 5)],
    ["a transform of the whole array", z.array(z.number()).transform((all) => all.map(String))],
    ["a tuple", z.tuple([z.number().transform(String)]).rest(z.number().transform(String))],
  ])("applies transforms of a schema with %s", async (_, schema) => {
    const started = await start();
    const numbers = Array.from({ length: 12 }, (_unused, index) => index);
    started.emulator.next({ json: numbers });
    const stream = started.client().generateStream("canary", { schema });
    expect(await read(stream.elements())).toEqual({ taken: numbers.map(String), error: undefined });
    expect((await stream.response()).object).toEqual(numbers.map(String));
  });

  it("plain JSON Schema with rules for the array delivers elements at once", async () => {
    const started = await start();
    started.emulator.next({ json: [1, 2, 3, 4], silence: { afterEvents: 2 } });
    const schema = jsonSchema<number[]>({ type: "array", items: { type: "number" }, minItems: 4 });
    const elements = started.client().generateStream("canary", { schema }).elements()[Symbol.asyncIterator]();
    expect(await elements.next()).toEqual({ done: false, value: 1 });
    await elements.return?.();
  });

  it("answers calls of next() in order, also if they do not wait for each other", async () => {
    const started = await start();
    started.emulator.next({ json: people });
    const elements = started
      .client()
      .generateStream("canary", { schema: z.array(person) })
      .elements()
      [Symbol.asyncIterator]();
    const results = await Promise.all([elements.next(), elements.next(), elements.next(), elements.next()]);
    expect(results.map(({ value }) => value)).toEqual([...people, undefined]);
  });
});

describe("F173 the repair of a stream", () => {
  const wrong = { ...ada, age: "canary" };
  const types = (chunks: readonly StreamChunk[]) => [...new Set(chunks.map(({ type }) => type))];

  it("runs if nothing of it was read", async () => {
    const started = await start();
    started.emulator.next([{ json: wrong }, { json: ada }]);
    const stream = started.client().generateStream("canary", { schema: person });
    expect((await stream.response()).object).toEqual(ada);
    // A later reader of the chunks gets the error as well.
    const { chunks } = await collect(stream);
    expect(types(chunks)).toEqual(["content", "restart"]);
    expect(chunks.at(-1)?.partialObject).toEqual(ada);
  });

  it("does not run if its chunks have been read", async () => {
    const started = await start();
    started.emulator.next([{ json: wrong }, { json: ada }]);
    const { error } = await collect(started.client().generateStream("canary", { schema: person }));
    expect(error).toMatchObject({ code: "output_invalid", attempts: 1 });
    expect(asGeminiError(error).message).toContain("`retry.restartStreams` is off");
    expect(started.emulator.calls).toHaveLength(1);
  });

  it("restarts the stream if the caller allows that", async () => {
    const started = await start();
    started.emulator.next([{ json: wrong }, { json: ada }]);
    const stream = started.client({ retry }).generateStream("canary", { schema: person });
    const { chunks, error } = await collect(stream);
    expect(error).toBeUndefined();
    const restarts = chunks.filter(({ type }) => type === "restart");
    expect(restarts).toHaveLength(1);
    expect(restarts[0]?.partialObject).toBeUndefined();
    const after = chunks.slice(chunks.findIndex(({ type }) => type === "restart"));
    expect(JSON.parse(after.map(({ textDelta }) => textDelta).join(""))).toEqual(ada);
    expect(after.at(-1)?.partialObject).toEqual(ada);
    expect((await stream.response()).object).toEqual(ada);
  });

  it.each(["textStream", "elements"] as const)("does not run under %s()", async (method) => {
    const started = await start();
    started.emulator.next([{ json: [wrong] }, { json: [ada] }]);
    const stream = started.client({ retry }).generateStream("canary", { schema: z.array(person) });
    expect((await read(stream[method]())).error).toMatchObject({ code: "output_invalid" });
    expect(started.emulator.calls).toHaveLength(1);
  });

  it("counts in the usage of a body for the web", async () => {
    const started = await start();
    started.emulator.next([{ json: wrong }, { json: ada }]);
    const stream = started.client({ retry }).generateStream("canary", { schema: person });
    const events = (await stream.toResponse().text()).split("\n\n");
    const { usageMetadata } = JSON.parse(events.find((one) => one.startsWith("event: done"))?.split("data: ")[1] ?? "");
    expect(usageMetadata).toEqual((await stream.response()).usageMetadata);
    expect((await stream.response()).steps).toHaveLength(2);
  });

  it("a stream that breaks begins its partial objects again", async () => {
    const started = await start();
    started.emulator.next([{ json: ada, cutAfterEvents: 4 }, { json: ada }]);
    const stream = started.client({ retry }).generateStream("canary", { schema: person });
    const { chunks, error } = await collect(stream);
    expect(error).toBeUndefined();
    expect(types(chunks)).toEqual(["content", "restart"]);
    expect(chunks.at(-1)?.partialObject).toEqual(ada);
  });
});

it("F172 a stream that is cancelled with `keepPartial` has no object", async () => {
  const started = await start();
  started.emulator.next({ json: ada });
  const chat = started.client().chat();
  const stream = chat.sendMessageStream("canary", { schema: person });
  for await (const chunk of stream) {
    if (JSON.stringify(chunk.partialObject)?.includes("name")) stream.cancel({ keepPartial: true });
  }
  const response = await stream.response();
  expect(response.text).toContain('"name"');
  expect(() => response.object).toThrow(expect.objectContaining({ code: "output_truncated" }));
  expect(JSON.stringify(response)).not.toContain('"object"');
  expect(chat.history).toHaveLength(2);
});

describe("F171 an output that takes several requests", () => {
  const longDecode = { hopEvents: 4, checkpointEvery: 2 };

  it("has partial objects and an object as if it came in one", async () => {
    const started = await start();
    started.emulator.next({ json: people, longDecode });
    const stream = started.client().generateStream("canary", { schema: z.array(person) });
    const { chunks, error } = await collect(stream);
    expect(error).toBeUndefined();
    expect(started.emulator.calls.length).toBeGreaterThan(2);
    expect(chunks.at(-1)?.partialObject).toEqual(people);
    const lengths = chunks.map(({ partialObject }) => JSON.stringify(partialObject ?? null).length);
    expect(lengths).toEqual(lengths.toSorted((one, other) => one - other));
    expect((await stream.response()).object).toEqual(people);
  });

  it("has its elements once, also if the stream breaks and continues at a checkpoint", async () => {
    const started = await start();
    started.emulator.next({ json: people, longDecode: { ...longDecode, hopEvents: 100 }, cutAfterEvents: 17 });
    const client = started.client({ retry: { initialDelayMs: 1 } });
    const stream = client.generateStream("canary", { schema: z.array(person) });
    expect(await read(stream.elements())).toEqual({ taken: people, error: undefined });
    expect(started.emulator.calls).toHaveLength(2);
  });

  it("is truncated with `continuation: false`", async () => {
    const started = await start();
    started.emulator.next({ json: people, longDecode });
    const error = await failureOf(
      started.client().generate("canary", { schema: z.array(person), continuation: false }),
    );
    expect(error).toMatchObject({ code: "output_truncated", reason: "CONTINUATION" });
  });
});
