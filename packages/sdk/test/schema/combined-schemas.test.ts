import { Validator } from "@cfworker/json-schema";
import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { z } from "zod";
import { type JsonSchema, schemaReport } from "../../src/index.ts";
import { convertSchema } from "../../src/schema/convert-schema.ts";
import { start } from "../client/support/ways.ts";
import { anyCombinedSchema, anyObjectUnion, combinedValues } from "./support/combined-schema.ts";

const DRAFT_4 = "http://json-schema.org/draft-04/schema#";
const DRAFT_7 = "http://json-schema.org/draft-07/schema#";

/** The schema that Google gets for the schema of a call, whose answer is `value`. */
async function sentFor(schema: JsonSchema, value: unknown): Promise<unknown> {
  const started = await start();
  started.emulator.next({ json: value });
  const { object } = await started.client().generate("canary-question", { schema });
  expect(object).toEqual(value);
  return started.requests()[0]?.generationConfig.responseJsonSchema;
}

const reportOf = async (schema: JsonSchema) =>
  (await schemaReport(schema)).map(({ path, keyword, action }) => `${path} ${keyword} ${action}`);

describe("F252 allOf means the same in every draft", () => {
  it.each<[string, JsonSchema, unknown, object]>([
    [
      "exclusive limits of draft 4",
      {
        allOf: [
          { type: "integer", maximum: 100, exclusiveMaximum: true },
          { maximum: 50, exclusiveMaximum: true },
        ],
      },
      49,
      { type: "integer", maximum: 49 },
    ],
    [
      "an exclusive limit that a later limit exceeds",
      { allOf: [{ type: "integer", minimum: 5, exclusiveMinimum: true }, { minimum: 7 }] },
      7,
      { type: "integer", minimum: 7 },
    ],
    [
      "an exclusive limit that exceeds an earlier limit",
      {
        allOf: [
          { type: "number", minimum: 5 },
          { type: "integer", minimum: 7, exclusiveMinimum: true },
        ],
      },
      8,
      { type: "integer", minimum: 8 },
    ],
    [
      "an exclusive limit that applies to no limit beside it",
      { allOf: [{ type: "integer", minimum: 5 }, { exclusiveMinimum: true }, { exclusiveMinimum: false, minimum: 2 }] },
      5,
      { type: "integer", minimum: 5 },
    ],
    [
      "limits beside anyOf",
      { type: "integer", maximum: 9, exclusiveMaximum: true, anyOf: [{ minimum: 2, exclusiveMinimum: true }] },
      3,
      { type: "integer", minimum: 3, maximum: 8 },
    ],
    [
      "a list of items, and a schema for all items",
      { allOf: [{ type: "array", items: [{ type: "number" }] }, { items: { type: "integer" } }] },
      [1, 2],
      { type: "array", prefixItems: [{ type: "integer" }], items: { type: "integer" } },
    ],
    [
      "additionalItems without a list of items, which mean nothing",
      { allOf: [{ type: "array", items: [{ type: "string" }] }, { additionalItems: false }] },
      ["a", 5],
      { type: "array", prefixItems: [{ type: "string" }] },
    ],
  ])("%s", async (_, schema, value, sent) => {
    const given = { $schema: DRAFT_4, ...schema };
    expect(await sentFor(given, value)).toEqual(sent);
    expect((await schemaReport(given)).filter(({ action }) => action === "widened" || action === "narrowed")).toEqual(
      [],
    );
  });

  it("keywords beside a reference are ignored before draft 2019-09, allOf too", async () => {
    const json = {
      allOf: [{ $ref: "#/definitions/a", allOf: [{ maximum: 3 }], minimum: 2 }, { description: "d" }],
      definitions: { a: { type: "integer" } },
    };
    expect(await sentFor({ $schema: DRAFT_7, ...json }, 5)).toEqual({ type: "integer", description: "d" });
    expect(await sentFor(json, 3)).toEqual({ type: "integer", description: "d", minimum: 2, maximum: 3 });
  });

  it("keywords beside allOf with one reference are not", async () => {
    const a = { allOf: [{ $ref: "#/definitions/a" }], minimum: 2 };
    const json = { type: "object", properties: { a }, definitions: { a: { type: "integer" } } };
    expect(await sentFor({ $schema: DRAFT_7, ...json }, { a: 2 })).toEqual({
      type: "object",
      properties: { a: { type: "integer", minimum: 2 } },
    });
  });

  it("prefixItems and items of different members", async () => {
    const json = {
      allOf: [{ type: "array", prefixItems: [{ type: "number" }, {}] }, { items: { minimum: 1 } }, { maxItems: 1 }],
    };
    const number = { type: "number", minimum: 1 };
    expect(await sentFor(json, [1])).toEqual({ type: "array", prefixItems: [number, number], maxItems: 1 });
  });

  it("differing annotations cause no warning", async () => {
    const json = {
      allOf: [
        { type: "string", $comment: "a", deprecated: true, "x-order": 1, propertyOrdering: ["a"] },
        { $comment: "b", deprecated: false, "x-order": 2, propertyOrdering: ["b"] },
      ],
    };
    expect((await reportOf(json)).filter((line) => !line.endsWith("omitted"))).toEqual(["# allOf rewritten"]);
  });

  it("keywords that belong together stay together in the description", async () => {
    const json = {
      allOf: [
        { type: "array", contains: { const: "a" }, minContains: 2 },
        { contains: { const: "b" }, minContains: 5 },
      ],
    };
    expect(await sentFor(json, ["a", "a", "b", "b", "b", "b", "b"])).toEqual({
      type: "array",
      description: 'contains: {"const":"b"}\nminContains: 5\ncontains: {"const":"a"}\nminContains: 2',
    });
    expect(await reportOf(json)).toContain("#/allOf/1 contains widened");
  });

  it("values of enums are compared regardless of the order of their members", async () => {
    const json = { allOf: [{ enum: [{ a: 1, b: 2 }, 5] }, { const: { b: 2, a: 1 } }] };
    expect(await sentFor(json, { a: 1, b: 2 })).toMatchObject({ type: "object" });
  });
});

/** The draft that a schema names, for the validator. */
const draftOf = ({ $schema }: Record<string, unknown>) => ($schema === DRAFT_4 ? "4" : $schema ? "7" : "2020-12");

test("F252 the converted schema accepts the same values as a combined schema of any draft, unless reported", () => {
  const seen = { compared: 0, exact: 0, fitting: 0 };
  fc.assert(
    fc.property(anyCombinedSchema, (json) => {
      let converted: ReturnType<typeof convertSchema>;
      try {
        converted = convertSchema("schema", json, "response");
      } catch (error) {
        expect(error).toMatchObject({ code: "invalid_options" });
        return;
      }
      if (converted.changes.some(({ action }) => action === "narrowed")) return;
      const isWidened = converted.changes.some(({ action }) => action === "widened");
      seen.compared += 1;
      if (!isWidened) seen.exact += 1;
      const before = new Validator(structuredClone(json), draftOf(json));
      const after = new Validator(structuredClone(converted.schema), "2020-12");
      for (const value of combinedValues) {
        const fits = before.validate(value).valid;
        if (fits) seen.fitting += 1;
        const isSent = after.validate(value).valid;
        expect({ value, isSent }).toEqual({ value, isSent: fits || (isWidened && isSent) });
      }
    }),
    { numRuns: 600, seed: 252 },
  );
  expect(seen.compared).toBeGreaterThan(200);
  expect(seen.exact).toBeGreaterThan(80);
  expect(seen.fitting).toBeGreaterThan(500);
});

test("F254 an object that fits a union fits the single object sent for parameters, unless it is narrowed", () => {
  const seen = { compared: 0, fitting: 0 };
  const objects = combinedValues.filter(
    (value) => typeof value === "object" && !Array.isArray(value) && value !== null,
  );
  fc.assert(
    fc.property(anyObjectUnion, (json) => {
      let converted: ReturnType<typeof convertSchema>;
      try {
        converted = convertSchema("parameters", json, "parameters");
      } catch (error) {
        expect(error).toMatchObject({ code: "invalid_options", summary: expect.stringContaining("no value at all") });
        return;
      }
      expect(converted.schema).toMatchObject({ type: "object" });
      expect(converted.schema).not.toHaveProperty("anyOf");
      if (converted.changes.some(({ action }) => action === "narrowed")) return;
      seen.compared += 1;
      const before = new Validator(structuredClone(json), "2020-12");
      const after = new Validator(structuredClone(converted.schema), "2020-12");
      for (const value of objects.filter((one) => before.validate(one).valid)) {
        seen.fitting += 1;
        expect({ value, fits: after.validate(value).valid }).toEqual({ value, fits: true });
      }
    }),
    { numRuns: 300, seed: 254 },
  );
  expect(seen.compared).toBeGreaterThan(60);
  expect(seen.fitting).toBeGreaterThan(60);
});

describe("F253 a recursive schema that inherits can be sent", () => {
  const node = { type: "object", properties: { name: { type: "string" }, parent: { $ref: "#/$defs/Folder" } } };
  const above = { properties: { parent: { description: "The folder above" } } };

  it("if it adds to the property that leads back to it", async () => {
    const schema = {
      $ref: "#/$defs/Folder",
      $defs: { Node: node, Folder: { allOf: [{ $ref: "#/$defs/Node" }, above] } },
    };
    const value = { name: "c", parent: { name: "b", parent: { name: "a" } } };
    const parent = { description: "The folder above", type: "object", propertyOrdering: ["name", "parent"] };
    const properties = { name: { type: "string" }, parent: { $ref: "#/$defs/parent" } };
    expect(await sentFor(schema, value)).toEqual({
      type: "object",
      properties: { name: { type: "string" }, parent: { ...parent, properties } },
      propertyOrdering: ["name", "parent"],
      $defs: { parent: { ...parent, properties } },
    });
    expect((await reportOf(schema)).filter((line) => /widened|narrowed/.test(line))).toEqual([]);
  });

  it.each<[string, Record<string, unknown>]>([
    [
      "through several generations",
      {
        A: { type: "object", properties: { next: { $ref: "#/$defs/C" }, a: { type: "string" } } },
        B: { allOf: [{ $ref: "#/$defs/A" }, { properties: { next: { title: "B" }, b: { type: "string" } } }] },
        C: { allOf: [{ $ref: "#/$defs/B" }, { properties: { next: { description: "C" } } }] },
      },
    ],
    [
      "if each generation names the next one again",
      {
        A: { type: "object", properties: { next: { $ref: "#/$defs/A" } } },
        C: { allOf: [{ $ref: "#/$defs/A" }, { properties: { next: { $ref: "#/$defs/C" } } }] },
      },
    ],
    [
      "through items and other properties",
      {
        A: {
          type: "object",
          properties: { list: { type: "array", items: { $ref: "#/$defs/C" } } },
          additionalProperties: { $ref: "#/$defs/C" },
        },
        C: {
          allOf: [
            { $ref: "#/$defs/A" },
            { properties: { list: { items: { title: "t" } } }, additionalProperties: { title: "u" } },
          ],
        },
      },
    ],
    [
      "through a union with keywords beside it",
      {
        A: { type: "object", properties: { next: { $ref: "#/$defs/C" } } },
        C: {
          allOf: [{ $ref: "#/$defs/A" }, { properties: { next: { title: "t" } } }],
          anyOf: [{ properties: { next: { description: "d" } } }, { required: ["next"] }],
        },
      },
    ],
  ])("%s", async (_, $defs) => {
    expect(await sentFor({ $ref: "#/$defs/C", $defs }, {})).toMatchObject({ $defs: expect.any(Object) });
  });
});

describe("F255 a date of Zod", () => {
  it("is sent as a date without a warning, and so is a date with a time and its offset", async () => {
    for (const schema of [z.iso.date(), z.iso.datetime({ offset: true })]) {
      expect(await schemaReport(schema)).not.toContainEqual(expect.objectContaining({ action: "widened" }));
    }
    const events: unknown[] = [];
    const started = await start();
    started.emulator.next({ json: { due: "2026-12-24" } });
    const schema = z.object({ due: z.iso.date() });
    await started.client({ onEvent: (event) => events.push(event) }).generate("canary-question", { schema });
    expect(started.requests()[0]?.generationConfig.responseJsonSchema).toMatchObject({
      properties: { due: { type: "string", format: "date" } },
    });
    expect(events).not.toContainEqual(expect.objectContaining({ type: "warning" }));
  });

  it("with a pattern of the caller is not sent in full, nor are a time and a duration", async () => {
    for (const schema of [z.iso.date().regex(/^2026/), z.iso.time(), z.iso.datetime(), z.iso.duration()]) {
      expect(await schemaReport(schema)).toContainEqual(expect.objectContaining({ action: "widened" }));
    }
  });
});
