import type { Fault } from "@gemini-ts/emulator";
import { describe, expect, it } from "vitest";
import { z } from "zod";
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

describe("F82 no output is taken for whole that is not", () => {
  const long = { repairAttempts: 0, schema: z.unknown() } as const;
  it.each<[string, Fault, object]>([
    [
      "cut at the token limit",
      { text: json.slice(0, 20), finishReason: "MAX_TOKENS" },
      { reason: "MAX_TOKENS", option: "maxOutputTokens", retryable: false },
    ],
    [
      "cut at the maximum length",
      { text: json.slice(0, 20), finishReason: "CONTINUATION" },
      { reason: "CONTINUATION", retryable: false },
    ],
    [
      "cut in a fence",
      { text: `\`\`\`json\n${json.slice(0, 20)}`, finishReason: "MAX_TOKENS" },
      { reason: "MAX_TOKENS" },
    ],
    ["cut by the model", { text: json.slice(0, 20) }, { reason: "STOP", retryable: true }],
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
    ["JSON that is too deep", "[".repeat(600), "is nested too deep at character 500"],
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
  it("is asked for after words, broken JSON, and JSON that the model ended early", async () => {
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

  it("draws on the retry budget that calls share", async () => {
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
