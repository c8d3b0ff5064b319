import { type } from "arktype";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type OutputSchema, type StandardJsonSchema, type StandardResult, schemaReport } from "../../../src/index.ts";
import { start } from "../../client/support/ways.ts";
import { failureOf } from "../../support/clients.ts";
import { ManualClock } from "../../support/platform.ts";

/** A schema of a library of the test's own. */
function ownSchema<Output>(
  validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>,
  json: Record<string, unknown> = { type: "object" },
): StandardJsonSchema<unknown, Output> {
  const jsonSchema = { input: () => json, output: () => json };
  return { "~standard": { version: 1, vendor: "own", validate, jsonSchema } };
}

class CanaryError extends Error {
  override name = "FieldError";
}

describe("F174 the schema's own validator", () => {
  it.each<[string, OutputSchema]>([
    [
      "throws",
      ownSchema(() => {
        throw new CanaryError("canary: the output");
      }),
    ],
    [
      "rejects",
      ownSchema(async () => {
        throw new CanaryError("canary: the output");
      }),
    ],
    [
      "has a refinement that throws",
      z.object({
        a: z.unknown().refine(() => {
          throw new CanaryError("canary");
        }),
      }),
    ],
  ])("%s: the call fails without a repair, and without its message", async (_, schema) => {
    const started = await start();
    started.emulator.on({}, { json: { a: 1 } });
    const error = await failureOf(started.client().generate("canary", { schema }));
    expect(error).toMatchObject({ code: "output_invalid", option: "schema", attempts: 1 });
    expect(error.message).toContain("(FieldError)");
    expect(error.message).not.toContain("canary");
    expect(error.partial?.text).toContain('"a"');
  });

  it.each(["generate", "generateStream"] as const)("never resolves: %s fails at the deadline", async (method) => {
    const clock = new ManualClock();
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const schema = ownSchema(() => {
      asked();
      return new Promise<never>(() => {});
    });
    const started = await start({}, { clock });
    started.emulator.next({ json: {} });
    const client = started.client({ timeout: 5_000 });
    const call =
      method === "generate"
        ? client.generate("canary", { schema })
        : client.generateStream("canary", { schema }).response();
    const failure = failureOf(call);
    await isAsked;
    clock.advance(5_000);
    expect(await failure).toMatchObject({ code: "timeout", phase: "total" });
  });

  it.each([
    ["throws", "output_invalid"],
    ["never resolves", "timeout"],
  ])("%s for an element: the failure has the attempts and what was received", async (does, code) => {
    const clock = new ManualClock();
    const element = z.string().transform((text) => {
      if (does === "throws") throw new Error("canary");
      clock.advance(5_000);
      return new Promise<never>(() => text);
    });
    const started = await start({}, { clock });
    started.emulator.next({ json: ["a", "b"] });
    const stream = started.client({ timeout: 5_000 }).generateStream("canary", { schema: z.array(element) });
    const error = await failureOf(stream.elements()[Symbol.asyncIterator]().next());
    expect(error).toMatchObject({ code, attempts: 1 });
    expect(error.partial?.text).toContain('"a"');
    expect(await failureOf(stream.response())).toBe(error);
  });

  it("never resolves: an abort ends the call", async () => {
    const controller = new AbortController();
    const schema = ownSchema(() => {
      controller.abort(new Error("enough"));
      return new Promise<never>(() => {});
    });
    const started = await start();
    started.emulator.next({ json: {} });
    const error = await failureOf(started.client().generate("canary", { schema, signal: controller.signal }));
    expect(error).toMatchObject({ code: "aborted" });
  });

  it("may take its time", async () => {
    const schema = ownSchema(async (value) => ({ value: [value] }));
    const started = await start();
    started.emulator.next({ json: { a: 1 } });
    expect((await started.client().generate("canary", { schema })).object).toEqual([{ a: 1 }]);
  });

  it("its issues are sent to the model, and the error has them without the output", async () => {
    const message = "canary: the name canary-ada is taken";
    const schema = ownSchema<never>(() => ({ issues: [{ message, path: ["names", { key: 0 }, "canary-key"] }] }));
    const started = await start();
    started.emulator.on({}, { json: { names: [{ "canary-key": "canary-ada" }] } });
    const error = await failureOf(started.client().generate("canary", { schema }));
    expect(error.issues).toEqual([{ path: "#/*/0/*", message: "does not fit the schema" }]);
    expect(started.requests()[1]?.contents.at(-1)?.parts[0]?.text).toContain(`- #/names/0/canary-key: ${message}`);
  });

  it("a repair has what is left of the time", async () => {
    const clock = new ManualClock();
    const schema = ownSchema<never>(() => {
      clock.advance(3_000);
      return { issues: [{ message: "no" }] };
    });
    const started = await start({}, { clock });
    started.emulator.on({}, { json: {} });
    const error = await failureOf(started.client({ timeout: 5_000 }).generate("canary", { schema, repairAttempts: 9 }));
    expect(error).toMatchObject({ code: "timeout", phase: "total", attempts: 2 });
  });
});

describe("F174 issues are described by the schema and the kinds of values", () => {
  const item = z.strictObject({ id: z.int(), "a/b": z.string().min(3), kind: z.literal("x").optional() });
  const schema = z.strictObject({
    items: z.array(item),
    pair: z.tuple([z.number(), z.string()]).optional(),
    byName: z.record(z.string(), z.boolean()).optional(),
    either: z.union([z.number(), z.string()]).optional(),
    none: z.null().optional(),
  });
  it.each<[unknown, string]>([
    [[], "# is an array instead of an object"],
    [{}, "#/items is missing"],
    [{ items: null }, "#/items is null instead of an array"],
    [{ items: [{ id: 1.5, "a/b": "canary" }] }, "#/items/0/id is a number instead of an integer"],
    [{ items: [{ id: 1, "a/b": "c" }] }, "#/items/0/a~1b does not fit `minLength: 3`"],
    [
      { items: [{ id: 1, "a/b": "canary", kind: "canary" }] },
      "#/items/0/kind is none of the values that the schema lists",
    ],
    [{ items: [], canary: 1 }, "# has members that the schema does not have"],
    [{ items: [], pair: [1, 2] }, "#/pair/1 is a number instead of a string"],
    [{ items: [], byName: { canary: 1 } }, "#/byName/* is a number instead of a boolean"],
    [{ items: [], either: true }, "#/either is a boolean instead of a number or a string"],
    [{ items: [], none: 1 }, "#/none is a number instead of null"],
  ])("%j", async (json, described) => {
    const started = await start();
    started.emulator.next({ json });
    const error = await failureOf(started.client().generate("canary", { schema, repairAttempts: 0 }));
    expect(error.issues?.map(({ path, message }) => `${path} ${message}`)).toEqual([described]);
  });

  it("plain JSON Schema with references", async () => {
    const node = {
      type: "object",
      properties: { next: { $ref: "#/$defs/node" }, size: { type: "integer" } },
      required: ["size"],
    };
    const started = await start();
    started.emulator.next([{ json: { size: 1, next: { size: "canary" } } }, { json: { size: 1, next: {} } }]);
    const plain = { $defs: { node }, $ref: "#/$defs/node" };
    const client = started.client();
    const issuesOf = async () =>
      (await failureOf(client.generate("canary", { schema: plain, repairAttempts: 0 }))).issues;
    expect(await issuesOf()).toEqual([{ path: "#/next/size", message: "is a string instead of an integer" }]);
    expect(await issuesOf()).toEqual([{ path: "#/next", message: "lacks size" }]);
  });
});

describe("F175 before anything is sent", () => {
  it.each<[string, unknown]>([
    ["no schema at all", 5],
    ["an array", []],
    ["a schema that no value fits", { type: "object", properties: { a: false }, required: ["a"] }],
    ["a reference to nothing", { $ref: "#/$defs/gone" }],
    ["a date", z.date()],
  ])("%s is `invalid_options`", async (_, schema) => {
    const started = await start();
    for (const send of [
      () => started.client().generate("canary", { schema: schema as OutputSchema }),
      () =>
        started
          .client()
          .generateStream("canary", { schema: schema as OutputSchema })
          .response(),
      () =>
        started
          .client()
          .chat()
          .sendMessage("canary", { schema: schema as OutputSchema }),
    ]) {
      expect(await failureOf(send())).toMatchObject({ code: "invalid_options", option: "schema", attempts: 0 });
    }
    expect(started.emulator.calls).toEqual([]);
  });

  it("what is not sent of a schema is a warning", async () => {
    const schema = z.object({ name: z.string().regex(/^[a-z]+$/) });
    const started = await start();
    started.emulator.next({ json: { name: "ada" } });
    const events: unknown[] = [];
    await started.client({ onEvent: (event) => events.push(event) }).generate("canary", { schema });
    expect(events).toContainEqual(
      expect.objectContaining({
        code: "schema_changed",
        message: expect.stringContaining("`pattern` at #/properties/name"),
      }),
    );
    expect(await schemaReport(schema)).toContainEqual(expect.objectContaining({ action: "widened" }));
  });

  it.each<[string, object, string[]]>([
    [
      "responseJsonSchema",
      { extraGenerationConfig: { responseJsonSchema: {} } },
      ["extraGenerationConfig", "responseJsonSchema"],
    ],
    ["responseSchema", { extraGenerationConfig: { responseSchema: {} } }, ["extraGenerationConfig", "responseSchema"]],
    [
      "F287 responseSchema in snake case",
      { extraGenerationConfig: { response_schema: {} } },
      ["extraGenerationConfig", "response_schema"],
    ],
    [
      "F287 another media type in snake case",
      { extraGenerationConfig: { response_mime_type: "text/x.enum" } },
      ["extraGenerationConfig.response_mime_type"],
    ],
    ["another media type", { responseMimeType: "text/plain" }, ["responseMimeType"]],
    [
      "another media type, as Google's field",
      { extraGenerationConfig: { responseMimeType: "text/x.enum" } },
      ["responseMimeType"],
    ],
  ])("%s beside it is a conflict, from the call and from the client", async (_, options, names) => {
    const started = await start();
    const schema = z.object({});
    for (const error of [
      await failureOf(started.client().generate("canary", { schema, ...options })),
      await failureOf(started.client(options).generate("canary", { schema })),
    ]) {
      expect(error).toMatchObject({ code: "invalid_options", option: "schema", attempts: 0 });
      for (const name of names) expect(error.message).toContain(name);
    }
  });

  it("JSON as the media type, and null in place of the client's, are fine", async () => {
    const started = await start();
    const schema = z.object({});
    const client = started.client({ responseMimeType: "text/plain" });
    await client.generate("canary", { schema, responseMimeType: "application/json" });
    await client.generate("canary", { schema, responseMimeType: null });
    expect(started.requests().map(({ generationConfig }) => generationConfig.responseMimeType)).toEqual([
      "application/json",
      "application/json",
    ]);
  });
});

it("F363 a rule of ArkType for a whole array does not fail elements() at the first one", async () => {
  const started = await start();
  started.emulator.next({ json: [1, 2, 3] });
  const schema = type("number[]").narrow((list) => list.length > 1);
  const stream = started.client().generateStream("canary", { schema });
  const taken: number[] = [];
  for await (const element of stream.elements()) taken.push(element);
  expect(taken).toEqual([1, 2, 3]);
  expect((await stream.response()).object).toEqual(taken);
});
