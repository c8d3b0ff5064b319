import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as mini from "zod/mini";
import { z as z3 } from "zod/v3";
import { jsonSchema, schemaReport } from "../../src/index.ts";
import { convertSchema } from "../../src/schema/convert-schema.ts";
import { issueDescriber } from "../../src/schema/describe-issue.ts";
import { readSchema } from "../../src/schema/read-schema.ts";

const plain = {
  type: "object",
  properties: { name: { type: "string", minLength: 2 }, count: { type: "integer", minimum: 1 } },
  required: ["name", "count"],
} as const;

/** One schema in the words of each library. */
const schemas = {
  Zod: z.object({ name: z.string().min(2), count: z.int().min(1) }),
  ArkType: type({ name: "string >= 2", count: "number.integer >= 1" }),
  Valibot: toStandardJsonSchema(
    v.object({
      name: v.pipe(v.string(), v.minLength(2)),
      count: v.pipe(v.number(), v.integer(), v.minValue(1)),
    }),
  ),
  "plain JSON Schema": plain,
  "plain JSON Schema of draft 7": { ...plain, $schema: "http://json-schema.org/draft-07/schema#" },
  "plain JSON Schema with a type": jsonSchema<{ name: string; count: number }>(plain),
};

describe.each(Object.entries(schemas))("F128 a schema of %s", (_, schema) => {
  test("is sent as JSON Schema", () => {
    const { json } = readSchema("schema", schema);
    const { schema: sent } = convertSchema("schema", json, "parameters");
    expect(sent).toMatchObject({
      type: "object",
      properties: { name: { type: "string" }, count: { type: "integer", minimum: 1 } },
    });
    expect([...(sent.required as string[])].sort()).toEqual(["count", "name"]);
  });

  test("validates values, and says where they are wrong without quoting them", async () => {
    const read = readSchema("schema", schema);
    await read.prepare();
    expect(await read.validate({ name: "ab", count: 1 })).toEqual({ value: { name: "ab", count: 1 } });
    const { issues = [] } = await read.validate({ name: "canary".slice(0, 1), count: "canary" });
    expect(new Set(issues.map(({ path }) => path))).toEqual(new Set(["#/name", "#/count"]));
    for (const { message } of issues) expect(message).toMatch(/\w/);
    expect(
      issues
        .map(issueDescriber(read.json, { name: "c", count: "canary" }))
        .map(({ path }) => path)
        .sort(),
    ).toEqual(["#/count", "#/name"]);
  });

  test("has a report", async () => {
    expect(await schemaReport(schema)).toContainEqual(
      expect.objectContaining({ path: "#/properties/name", keyword: "minLength", action: "widened" }),
    );
  });
});

test("F128 transforms are not sent, and apply to the value, also asynchronously", async () => {
  const schema = z.object({
    date: z.string().transform((text) => new Date(text)),
    list: z.string().transform(async (text) => text.split(",")),
  });
  const read = readSchema("schema", schema);
  expect(read.json).toMatchObject({ properties: { date: { type: "string" }, list: { type: "string" } } });
  expect(await read.validate({ date: "2026-01-01", list: "a,b" })).toEqual({
    value: { date: new Date("2026-01-01"), list: ["a", "b"] },
  });
});

test("F128 nothing is sent for `undefined` of ArkType, and dates in strings become dates", async () => {
  const schema = type({
    a: "string | undefined",
    "b?": "number | undefined",
    c: "unknown",
    due: "string.date.iso.parse",
  });
  const { json, validate } = readSchema("schema", schema);
  const { schema: sent, changes } = convertSchema("schema", json, "response");
  expect(sent.properties).toMatchObject({
    a: { type: "string" },
    b: { type: "number" },
    c: {},
    due: { type: "string" },
  });
  expect(changes.filter(({ path }) => /^#.properties.[abc]/.test(path))).not.toContainEqual(
    expect.objectContaining({ action: "narrowed" }),
  );
  expect(await validate({ a: "x", c: 1, due: "2026-12-24" })).toMatchObject({ value: { due: new Date("2026-12-24") } });
});

test("F128 asks a library that only supports draft 7 for draft 7", () => {
  const input = ({ target }: { readonly target: string }) => {
    if (target !== "draft-07") throw new Error(`no ${target}`);
    return { type: "string" };
  };
  const validate = (value: unknown) => ({ value });
  const schema = { "~standard": { version: 1, vendor: "own", validate, jsonSchema: { input } } };
  expect(readSchema("schema", schema).json).toEqual({ type: "string" });
});

test("F363 what ArkType says of the whole value is not said of its first element", async () => {
  const { validate } = readSchema("schema", type("string.email"));
  expect(await validate("canary")).toMatchObject({ issues: [{ path: "#", keys: [] }] });
});

describe("F357 a schema in a form of its library that has no JSON Schema", () => {
  const validate = (value: unknown) => ({ value });
  const made = { input: () => ({ type: "string" }) };
  const effectClass = Object.assign(class {}, { ast: { _tag: "Objects" } });

  test.each<[string, unknown, string]>([
    [
      "zod/mini",
      mini.object({ a: mini.string() }),
      'jsonSchema<z.infer<typeof schema>>(z.toJSONSchema(schema, { io: "input" }))',
    ],
    ["Zod 3", z3.object({ a: z3.string() }), "Use Zod 4.2 or later"],
    ["Effect", effectClass, "Schema.toStandardSchemaV1(Schema.toStandardJSONSchemaV1(schema))"],
    [
      "Effect with JSON Schema alone",
      Object.assign(() => {}, { "~standard": { version: 1, vendor: "effect", jsonSchema: made } }),
      "Schema.toStandardSchemaV1(Schema.toStandardJSONSchemaV1(schema))",
    ],
    [
      "Effect with a validator alone",
      { "~standard": { version: 1, vendor: "effect", validate } },
      "Schema.toStandardSchemaV1(Schema.toStandardJSONSchemaV1(schema))",
    ],
    ["a document of Effect", { dialect: "draft-2020-12", schema: { type: "string" }, definitions: {} }, "#/schema"],
    [
      "another library with JSON Schema alone",
      { "~standard": { version: 1, vendor: "own", jsonSchema: made } },
      "a schema of own that has JSON Schema, but no function `validate`",
    ],
    [
      "another library with a validator alone",
      { "~standard": { version: 1, vendor: "own", validate } },
      "a schema of own, which has no JSON Schema",
    ],
  ])("%s: the error says what to pass", (_, schema, words) => {
    expect(() => readSchema("schema", schema)).toThrow(
      expect.objectContaining({ code: "invalid_options", option: "schema", message: expect.stringContaining(words) }),
    );
  });

  test("zod/mini: what the error says to pass works", async () => {
    const schema = mini.object({ a: mini.string() });
    const { json, validate: check } = readSchema("schema", jsonSchema(mini.toJSONSchema(schema, { io: "input" })));
    expect(json).toMatchObject({ type: "object", properties: { a: { type: "string" } } });
    expect(await check({ a: 5 })).toMatchObject({ issues: [{ path: "#/a" }] });
  });
});

describe("F128 a value that is not a schema with JSON Schema", () => {
  test.each<[string, unknown, string]>([
    ["a bare Valibot schema", v.object({ a: v.string() }), "toStandardJsonSchema(schema)"],
    ["a date of Zod", z.object({ a: z.date() }), "Date cannot be represented in JSON Schema"],
    ["a date of Valibot", toStandardJsonSchema(v.object({ a: v.date() })), '"date" schema cannot be converted'],
    [
      "a date of ArkType",
      type({ a: { "b/c?": "Date | null" } }),
      "Date cannot be represented in JSON Schema (at #/properties/a/properties/b~1c/anyOf/0)",
    ],
    ["dates of ArkType with a limit", type("(Date > d'2026-01-01')[]"), "Date cannot be represented"],
    ["one date of ArkType", type({ a: "d'2026-01-01'" }), "Date cannot be represented"],
    ["a bigint of ArkType", type({ a: "bigint" }), "bigint cannot be represented"],
    ["a class of ArkType", type({ a: "Map" }), "Map cannot be represented in JSON Schema (at #/properties/a)"],
    ["a text", "canary", "It takes a Zod, ArkType or Valibot schema, or plain JSON Schema."],
    ["a list", [plain], "It takes a Zod,"],
    ["null", null, "It takes a Zod,"],
    ["a function", () => plain, "It takes a Zod,"],
  ])("%s is invalid, and the error says what to pass", (_, schema, words) => {
    expect(() => readSchema("tools[0].parameters", schema)).toThrow(
      expect.objectContaining({
        code: "invalid_options",
        option: "tools[0].parameters",
        message: expect.stringContaining(words),
      }),
    );
  });

  test.each([
    ["pattern", { type: "object", properties: { a: { type: "string", pattern: "[" } } }, "#/properties/a"],
    ["name", { type: "object", patternProperties: { "(": {} } }, "#"],
  ])("a %s that is not a regular expression fails before anything is sent", async (_, schema, path) => {
    await expect(readSchema("schema", schema).prepare()).rejects.toMatchObject({
      code: "invalid_options",
      summary: expect.stringContaining(`(at ${path})`),
    });
  });

  test("descriptions of issues do not quote property names of the value", async () => {
    const schema = {
      type: "object",
      properties: { map: { type: "object", additionalProperties: { type: "number" } } },
    };
    const read = readSchema("schema", schema);
    const { issues = [] } = await read.validate({ map: { "canary name": "canary" } });
    expect(issues).toMatchObject([{ path: "#/map/canary name", keys: ["map", "canary name"] }]);
    expect(issues.map(issueDescriber(schema, { map: { "canary name": "canary" } }))).toEqual([
      { path: "#/map/*", message: "is a string instead of a number" },
    ]);
  });
});
