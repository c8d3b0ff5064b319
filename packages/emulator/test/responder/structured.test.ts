import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Schema } from "../../src/wire/schema.ts";
import { ask } from "./ask.ts";
import { violations } from "./satisfies-schema.ts";

const json = (prompt: string, responseJsonSchema?: Schema): unknown =>
  JSON.parse(
    ask(prompt, {
      generationConfig: { responseMimeType: "application/json", ...(responseJsonSchema && { responseJsonSchema }) },
    }),
  );

const text = { type: "string" };

describe("values from the prompt", () => {
  test("takes names, numbers and places that stand in it", () => {
    const schema = {
      type: "object",
      properties: { name: text, age: { type: "integer" }, city: text },
      required: ["name", "age", "city"],
    };
    expect(json("Extract: Alice is 30 years old and lives in Paris.", schema)).toEqual({
      name: "Alice",
      age: 30,
      city: "Paris",
    });
  });

  test("takes the allowed value that it names", () => {
    const schema = {
      type: "object",
      properties: { mood: { type: "string", enum: ["negative", "positive"] } },
      required: ["mood"],
    };
    expect(json("I feel rather positive today", schema)).toEqual({ mood: "positive" });
  });

  test("makes lists as long as asked, of known things", () => {
    const item = { type: "OBJECT", properties: { recipeName: { type: "STRING" } }, required: ["recipeName"] };
    const answer = ask("List three cookie recipes", {
      generationConfig: { responseMimeType: "application/json", responseSchema: { type: "ARRAY", items: item } },
    });
    expect(JSON.parse(answer)).toEqual([
      { recipeName: "Chocolate chip" },
      { recipeName: "Oatmeal raisin" },
      { recipeName: "Peanut butter" },
    ]);
  });
});

test("without a schema the answer stands in a small object", () => {
  expect(json("What is 2+2?")).toEqual({ answer: "2 + 2 = 4." });
});

test("an enum answer is the bare value", () => {
  const generationConfig = {
    responseMimeType: "text/x.enum",
    responseSchema: { type: "STRING", enum: ["Percussion", "String", "Woodwind"] },
  };
  expect(ask("Which kind is a violin, percussion or string?", { generationConfig })).toBe("Percussion");
});

const SCHEMAS: readonly (readonly [string, Schema])[] = [
  [
    "Google's own types",
    {
      type: "OBJECT",
      properties: { a: { type: "STRING", nullable: true }, b: { type: "BOOLEAN" } },
      required: ["a", "b"],
    },
  ],
  [
    "references",
    {
      $ref: "#/$defs/a",
      $defs: {
        a: { type: "object", properties: { b: { $ref: "#/$defs/b" } }, required: ["b"] },
        b: { type: "integer", minimum: 7 },
      },
    },
  ],
  [
    "a recursive reference",
    {
      $ref: "#/$defs/node",
      $defs: {
        node: {
          type: "object",
          properties: { value: text, children: { type: "array", items: { $ref: "#/$defs/node" } } },
          required: ["value", "children"],
        },
      },
    },
  ],
  [
    "a recursion that only null ends",
    {
      $ref: "#/$defs/n",
      $defs: {
        n: {
          type: "object",
          properties: { next: { anyOf: [{ $ref: "#/$defs/n" }, { type: "null" }] } },
          required: ["next"],
        },
      },
    },
  ],
  [
    "all of several",
    {
      allOf: [
        { type: "object", properties: { a: { type: "integer", minimum: 3 } }, required: ["a"] },
        { properties: { a: { maximum: 5 }, b: text }, required: ["b"] },
      ],
    },
  ],
  [
    "one of several",
    { type: "object", properties: { kind: { oneOf: [{ const: "x" }, { type: "integer" }] } }, required: ["kind"] },
  ],
  [
    "formats",
    {
      type: "object",
      properties: Object.fromEntries(
        ["date", "date-time", "email", "uri", "uuid"].map((format) => [format, { type: "string", format }]),
      ),
    },
  ],
  [
    "patterns",
    {
      type: "array",
      prefixItems: ["^\\d{5}(-\\d{4})?$", "^[A-Z]{2,3}-[a-f0-9]+$", "^(foo|bar)\\.[^.]x?$", "^v\\d+\\.\\d+$"].map(
        (pattern) => ({ type: "string", pattern }),
      ),
      items: false,
    },
  ],
  [
    "a tuple and counts",
    { type: "array", prefixItems: [text, { type: "integer" }], items: { type: "boolean" }, minItems: 4, maxItems: 6 },
  ],
  ["a map", { type: "object", additionalProperties: { type: "number" }, minProperties: 2 }],
  [
    "exclusive limits",
    {
      type: "object",
      properties: {
        a: { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 0.1 },
        b: { type: "integer", exclusiveMinimum: 3 },
      },
      required: ["a", "b"],
    },
  ],
];

test.each(SCHEMAS)("satisfies %s", (_, schema) => {
  expect(violations(json("Give me 3 examples of 12 things for Alice", schema), schema)).toEqual([]);
});

const schemas = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.record({
      type: fc.constantFrom("string", ["string", "null"]),
      minLength: fc.nat(30),
      maxLength: fc.integer({ min: 30, max: 60 }),
    }),
    fc.record({
      type: fc.constant("integer"),
      minimum: fc.integer({ min: -50, max: 0 }),
      maximum: fc.integer({ min: 10, max: 99 }),
      multipleOf: fc.integer({ min: 1, max: 10 }),
    }),
    fc.record({
      type: fc.constant("number"),
      minimum: fc.integer({ min: -9, max: 0 }),
      exclusiveMaximum: fc.integer({ min: 1, max: 9 }),
    }),
    fc.record({ enum: fc.array(fc.string(), { minLength: 1, maxLength: 3 }) }),
    fc.record({
      type: fc.constant("array"),
      items: tie("schema"),
      minItems: fc.nat(2),
      maxItems: fc.integer({ min: 2, max: 4 }),
    }),
    fc
      .dictionary(
        fc.string({ minLength: 1, maxLength: 8 }).filter((name) => name !== "__proto__"),
        tie("schema"),
        { maxKeys: 4 },
      )
      .map((properties) => ({ type: "object", properties, required: Object.keys(properties) })),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
  ),
}));

test("satisfies any schema, whatever the prompt", () => {
  fc.assert(
    fc.property(
      schemas.schema,
      fc.oneof(fc.string(), fc.constant("Bob, 42, is in Rome: “hi”, -3.5 and a@b.io")),
      (schema, prompt) => {
        expect(violations(json(prompt, schema), schema)).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
