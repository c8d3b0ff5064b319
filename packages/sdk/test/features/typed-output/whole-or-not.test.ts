import type { Fault } from "@gemini-ts/emulator";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { JsonSchema } from "../../../src/index.ts";
import { start } from "../../client/support/ways.ts";
import { collect, failureOf } from "../../support/clients.ts";
import { ada, personSchemas } from "./support/schemas.ts";

const json = JSON.stringify(ada);
const { person } = personSchemas[0];

describe("F82 JSON is understood", () => {
  it.each([
    ["in a fence", `\`\`\`json\n${json}\n\`\`\``],
    ["in a fence without a language", `\`\`\`\n${json}\n\`\`\``],
    ["after a byte order mark", `\ufeff${json}`],
    ["between words", `Here you are: ${json} Anything else?`],
    ["in a fence between words", `Here you are:\n\`\`\`json\n${json}\n\`\`\`\nAnything else?`],
    ["with words and a fence that is not closed", `Sure.\n\`\`\`json\n${json}`],
    ["before endless white space", `${json}${"\n".repeat(1_000)}`],
  ])("%s, streamed and not", async (_, text) => {
    const started = await start();
    started.emulator.next([{ text }, { text }]);
    const client = started.client();
    expect((await client.generate("canary", { schema: person })).object).toEqual(ada);
    expect((await client.generateStream("canary", { schema: person }).response()).object).toEqual(ada);
    expect(started.emulator.calls).toHaveLength(2);
  });

  it.each<[string, z.ZodType, string, unknown]>([
    ["a string", z.string(), '"canary"', "canary"],
    ["a number", z.number(), "12", 12],
    ["null", z.null(), "null", null],
    ["one of several strings", z.enum(["a", "b"]), '"b"', "b"],
  ])("that is %s", async (_, schema, text, value) => {
    const started = await start();
    started.emulator.next({ text });
    expect((await started.client().generate("canary", { schema })).object).toBe(value);
  });

  it("and whole, although the response ended at a limit", async () => {
    const started = await start();
    started.emulator.next({ text: `${json}${"\n".repeat(9)}`, finishReason: "MAX_TOKENS" });
    expect((await started.client().generate("canary", { schema: person })).object).toEqual(ada);
  });
});

describe("F82 words in brackets are not the output", () => {
  const city = z.object({ city: z.string().optional() });
  const cities = z.array(city);
  it.each<[string, string, z.ZodType, unknown]>([
    ["a note first", '[Note] It is {"city": "canary"}', city, { city: "canary" }],
    ["a number first", '[1] says {"city": "canary"}', city, { city: "canary" }],
    ["a number between", 'As in [1], {"city": "canary"}', city, { city: "canary" }],
    ["a name first", '{name} is {"city": "canary"}', city, { city: "canary" }],
    ["nothing between", 'Instead of {}: {"city": "canary"}', city, { city: "canary" }],
    ["a quoted bracket", 'Not "{" but {"city": "canary"}', city, { city: "canary" }],
    ["an object before an array", '{"for": 1} gives [{"city": "canary"}]', cities, [{ city: "canary" }]],
    ["only an empty object", "It is {}.", city, {}],
    [
      "a union of objects",
      '[1] {"b": 2}',
      z.union([z.object({ a: z.number() }), z.object({ b: z.number() })]),
      { b: 2 },
    ],
  ])("%s, streamed and not", async (_, text, schema, value) => {
    const started = await start();
    started.emulator.on({}, { text });
    const client = started.steppedClient();
    const options = { schema, repairAttempts: 0 };
    expect((await client.generate("canary", options)).object).toEqual(value);
    const stream = client.generateStream("canary", options);
    const { chunks } = await collect(stream);
    expect(chunks.every(({ partialObject }) => partialObject === undefined)).toBe(true);
    expect((await stream.response()).object).toEqual(value);
  });

  it("and output of the other kind is described as what it is", async () => {
    const started = await start();
    started.emulator.next({ text: 'Here: {"canary": [{"city": "canary"}]}' });
    const error = await failureOf(started.client().generate("canary", { schema: cities, repairAttempts: 0 }));
    expect(error.issues).toEqual([{ path: "#", message: "is an object instead of an array" }]);
  });
});

describe("F82 a code fence is accepted", () => {
  it.each([
    ["with more backticks", "````json\n", "\n````"],
    ["with tildes", "~~~json\n", "\n~~~"],
    ["with a title", '```json title="canary.json"\n', "\n```"],
    ["with a media type", "```application/json\n", "\n```"],
    ["before words", "```json\n", "\n```\nAnything else?"],
    ["between words", "Sure:\n~~~ JSON\r\n", "\r\n~~~\r\nAnything else?"],
  ])("%s, around an object and around a string", async (_, before, after) => {
    const started = await start();
    started.emulator.next([{ text: `${before}${json}${after}` }, { text: `${before}"canary"${after}` }]);
    const client = started.client();
    expect((await client.generate("canary", { schema: person, repairAttempts: 0 })).object).toEqual(ada);
    expect((await client.generate("canary", { schema: z.string(), repairAttempts: 0 })).object).toBe("canary");
  });
});

describe("F82 a number that JavaScript cannot hold", () => {
  const plain = { type: "object", properties: { id: { type: "integer" } }, required: ["id"] };
  it.each<[string, z.ZodType | JsonSchema]>([
    ["plain JSON Schema", plain],
    ["zod", z.object({ id: z.number() })],
  ])("is not rounded for %s", async (_, schema) => {
    const started = await start();
    started.emulator.next({ text: '{"id": 9007199254740993}' });
    const error = await failureOf(started.client().generate("canary", { schema, repairAttempts: 0 }));
    const message = "is an integer that a number would round";
    expect(error).toMatchObject({ code: "output_invalid", issues: [{ path: "#/id", message }] });
  });

  it("is a string of its digits, and a number if it is exact", async () => {
    const started = await start();
    started.emulator.next({
      text: "[-9007199254740993, 9007199254740992, 100000000000000000000, 12345678901234567000, 0.1e1]",
    });
    const schema = z.array(z.union([z.string(), z.number()]));
    const { object } = await started.client().generate("canary", { schema });
    expect(object).toEqual(["-9007199254740993", 2 ** 53, 1e20, 12345678901234567000, 1]);
  });

  it("is invalid if it is beyond the range of numbers", async () => {
    const started = await start();
    started.emulator.on({}, { text: "[1e400]" });
    const schema = { type: "array", items: { type: "number" } };
    const error = await failureOf(started.client().generate("canary", { schema, repairAttempts: 0 }));
    expect(error).toMatchObject({ code: "output_invalid", issues: [{ path: "#" }] });
  });
});

describe("F82 an incomplete output is never accepted", () => {
  const long = { repairAttempts: 0, schema: z.unknown() } as const;
  it.each<[string, Fault, object]>([
    [
      "truncated at the token limit",
      { text: json.slice(0, 20), finishReason: "MAX_TOKENS" },
      { reason: "MAX_TOKENS", option: "maxOutputTokens", retryable: false },
    ],
    [
      "truncated at the maximum length",
      { text: json.slice(0, 20), finishReason: "CONTINUATION" },
      { reason: "CONTINUATION", retryable: false },
    ],
    [
      "truncated in a code fence",
      { text: `\`\`\`json\n${json.slice(0, 20)}`, finishReason: "MAX_TOKENS" },
      { reason: "MAX_TOKENS" },
    ],
    ["ended early by the model", { text: json.slice(0, 20) }, { reason: "STOP", retryable: true }],
    ["a number that may go on", { text: "12", finishReason: "MAX_TOKENS" }, { reason: "MAX_TOKENS" }],
    [
      "words about JSON that was never written",
      { text: "As in [1], the JSON is", finishReason: "MAX_TOKENS" },
      { reason: "MAX_TOKENS" },
    ],
    ["thoughts alone", { thinkingOnly: true, finishReason: "MAX_TOKENS" }, { reason: "MAX_TOKENS" }],
  ])("%s", async (_, answer, expected) => {
    const started = await start();
    started.emulator.next(answer);
    const error = await failureOf(started.client().generate("canary", long));
    expect(error).toMatchObject({ code: "output_truncated", phase: "content", attempts: 1, ...expected });
    expect(error.partial?.text).toBe(answer.text ?? "");
    expect(error.message).not.toContain("{");
  });

  it.each(["SAFETY", "RECITATION", "PROHIBITED_CONTENT"])("ended by %s is blocked", async (finishReason) => {
    const started = await start();
    started.emulator.next({ text: json.slice(0, 20), finishReason });
    const error = await failureOf(started.client().generate("canary", { schema: person }));
    expect(error).toMatchObject({ code: "blocked", reason: finishReason });
    expect(error.partial?.text).toBe(json.slice(0, 20));
  });

  it.each([
    ["a blocked prompt", { blocked: true }, "blocked"],
    ["nothing", { empty: true }, "empty_response"],
  ])("%s is what it is without a schema", async (_, answer, code) => {
    const started = await start();
    started.emulator.on({}, answer);
    expect(await failureOf(started.client().generate("canary", { schema: person }))).toMatchObject({ code });
  });

  it.each<[string, string, string]>([
    ["words", "canary: I cannot do that.", "has no JSON"],
    ["broken JSON", '{"name": "canary", age: 3}', "is not valid JSON at character 19"],
    ["JSON that is too deep", "[".repeat(600), "is nested too deeply at character 500"],
    ["a member twice", '{"name": "canary", "name": "b"}', "is not valid JSON at character 25"],
  ])("%s", async (_, text, message) => {
    const started = await start();
    started.emulator.next({ text });
    const error = await failureOf(started.client().generate("canary", long));
    expect(error).toMatchObject({ code: "output_invalid", issues: [{ path: "#", message }], retryable: true });
    expect(error.partial?.text).toBe(text);
  });

  it("function calls that nothing runs", async () => {
    const started = await start();
    started.emulator.next({ functionCall: { name: "canary_function" } });
    const functionDeclarations = [{ name: "canary_function" }];
    const error = await failureOf(
      started
        .client({ model: "gemini-3.8-flash" })
        .generate("canary", { schema: person, extraRequest: { tools: [{ functionDeclarations }] } }),
    );
    expect(error).toMatchObject({ code: "output_invalid", attempts: 1 });
    expect(error.partial?.candidates[0]?.content?.parts?.[0]?.functionCall?.name).toBe("canary_function");
  });
});

describe("F173 a repair", () => {
  it("is requested after text, broken JSON, and JSON that the model ended early", async () => {
    const started = await start();
    started.emulator.next([{ text: "canary: no." }, { text: '{"name"' }, { text: "{name}" }, { json: ada }]);
    const { object, steps } = await started.client().generate("canary", { schema: person, repairAttempts: 3 });
    expect(object).toEqual(ada);
    expect(steps).toHaveLength(4);
    const told = started.requests().map(({ contents }) => String(contents.at(-1)?.parts[0]?.text).split("\n")[1]);
    expect(told).toEqual([
      undefined,
      "- It has no JSON.",
      "- It ends before the JSON is complete.",
      "- It is not valid JSON at character 1.",
    ]);
    // Each repair shows all that was written before.
    expect(started.requests()[3]?.contents.map(({ role }) => role)).toEqual([
      "user",
      "model",
      "user",
      "model",
      "user",
      "model",
      "user",
    ]);
  });

  it.each([
    ["null", null, 1],
    ["0", 0, 1],
    ["undefined", undefined, 2],
    ["3", 3, 4],
  ])("with `repairAttempts: %s`, at most so often", async (_, repairAttempts, requests) => {
    const started = await start();
    started.emulator.on({}, { json: {} });
    const error = await failureOf(started.client().generate("canary", { schema: person, repairAttempts }));
    expect(error).toMatchObject({ code: "output_invalid", attempts: requests });
    expect(started.emulator.calls).toHaveLength(requests);
    expect(/repairs? did not help/.test(error.message)).toBe(requests > 1);
  });

  it("that fails otherwise fails the call, and nothing is kept", async () => {
    const started = await start();
    started.emulator.next([{ json: {} }, { error: "overloaded" }]);
    const chat = started.client().chat();
    const error = await failureOf(chat.sendMessage("canary", { schema: person }));
    expect(error).toMatchObject({ code: "model_overloaded", attempts: 2 });
    expect([chat.history, chat.pending]).toEqual([[], []]);
  });

  it("uses the retry budget that calls share", async () => {
    const started = await start();
    started.emulator.on({}, { json: {} });
    const client = started.client();
    let error = await failureOf(client.generate("canary", { schema: person, repairAttempts: 10 }));
    for (let calls = 1; !error.message.includes("budget") && calls < 15; calls += 1) {
      error = await failureOf(client.generate("canary", { schema: person, repairAttempts: 10 }));
    }
    expect(error).toMatchObject({ code: "output_invalid" });
    expect(error.message).toContain("the retry budget shared by calls to this backend is exhausted");
  });

  it("has the attempts of its own model call, and counts in the attempts of the error", async () => {
    const started = await start();
    started.emulator.next([{ json: {} }, { error: "overloaded" }, { json: {} }]);
    const retry = { maxAttempts: 2, initialDelayMs: 1 };
    const error = await failureOf(started.client({ retry }).generate("canary", { schema: person }));
    expect(error).toMatchObject({ code: "output_invalid", attempts: 3 });
  });
});

it("F172 printing a response shows its object", async () => {
  const started = await start();
  started.emulator.next({ json: { ...ada, name: "Ada" } });
  const { object, ...shown } = JSON.parse(
    JSON.stringify(await started.client().generate("canary", { schema: person })),
  );
  expect(object).toEqual({ ...ada, name: "Ada" });
  expect(Object.keys(shown)).toContain("text");
});

it("chunks of a stream with a schema are printed without their partial object", async () => {
  const started = await start();
  started.emulator.next({ json: ada });
  const { chunks } = await collect(started.client().generateStream("canary", { schema: person }));
  expect(JSON.stringify(chunks)).not.toContain("partialObject");
});
