import { expect, test } from "vitest";
import type { Schema } from "../../src/wire/schema.ts";
import { ask } from "./ask.ts";

const json = (prompt: string, responseJsonSchema?: Schema): unknown =>
  JSON.parse(
    ask(prompt, {
      generationConfig: { responseMimeType: "application/json", ...(responseJsonSchema && { responseJsonSchema }) },
    }),
  );

const text = { type: "string" };
const withFormat = (format: string) => ({ type: "string", format });

const CASES: readonly (readonly [name: string, schema: Schema, value: unknown])[] = [
  [
    "nested objects, optional properties too",
    {
      type: "object",
      properties: { recipe: { type: "object", properties: { firstName: text } }, tried: { type: "boolean" } },
    },
    { recipe: { firstName: "Example first name" }, tried: true },
  ],
  [
    "Google's own types and order",
    {
      type: "OBJECT",
      properties: { a: { type: "STRING", nullable: true }, b: { type: "INTEGER" } },
      propertyOrdering: ["b", "a"],
      required: ["a"],
    },
    { b: 1, a: "Example a" },
  ],
  ["required properties without a schema", { type: "object", required: ["a"] }, { a: "Example a" }],
  ["arrays", { type: "array", items: text }, ["Example text", "Example text 2"]],
  ["a minimum of items", { type: "array", items: { type: "integer" }, minItems: 4 }, [1, 2, 3, 4]],
  ["a maximum of items", { type: "array", items: text, maxItems: 1 }, ["Example text"]],
  ["counts as strings of digits", { type: "ARRAY", items: { type: "NUMBER" }, minItems: "3" }, [1, 2, 3]],
  [
    "a tuple",
    { type: "array", prefixItems: [text, { type: "integer" }, { type: "null" }], items: false },
    ["Example text", 2, null],
  ],
  ["enums", { type: "array", items: { enum: ["a", "b"] }, minItems: 3 }, ["a", "b", "a"]],
  ["a constant", { type: "object", properties: { kind: { const: "x" } } }, { kind: "x" }],
  [
    "limits of numbers",
    {
      type: "array",
      prefixItems: [
        { type: "integer", minimum: 7 },
        { type: "integer", exclusiveMinimum: 3 },
        { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 0.5 },
        { type: "integer", minimum: 10, maximum: 20, multipleOf: 7 },
        { type: "number", maximum: -2.5 },
      ],
      items: false,
    },
    [7, 4, 0.25, 14, -2.5],
  ],
  ["a minimum of characters", { type: "string", minLength: 15 }, "Example text..."],
  ["a maximum of characters", { type: "string", maxLength: 7 }, "Example"],
  [
    "formats",
    {
      type: "object",
      properties: { d: withFormat("date"), t: withFormat("date-time"), e: withFormat("email"), u: withFormat("uri") },
    },
    { d: "2026-01-01", t: "2026-01-01T12:00:00Z", e: "user@example.com", u: "https://example.com/" },
  ],
  [
    "references",
    {
      $ref: "#/$defs/a",
      $defs: { a: { type: "object", properties: { b: { $ref: "#/$defs/b" } } }, b: { type: "integer", minimum: 7 } },
    },
    { b: 7 },
  ],
  [
    "allOf",
    {
      allOf: [
        { type: "object", properties: { a: { type: "integer", minimum: 3 } }, required: ["a"] },
        { properties: { a: { maximum: 5 }, b: text }, required: ["b"] },
      ],
    },
    { a: 3, b: "Example b" },
  ],
  [
    "anyOf and oneOf, not null",
    {
      type: "object",
      properties: { a: { anyOf: [{ type: "null" }, { type: "integer" }] }, b: { oneOf: [{ const: "x" }, text] } },
    },
    { a: 1, b: "x" },
  ],
];

test.each(CASES)("fills %s", (_, schema, value) => {
  expect(json("Fill this in", schema)).toEqual(value);
});

test("a recursive schema ends", () => {
  const node = { type: "object", properties: { next: { $ref: "#" } } };
  expect(JSON.stringify(json("Go", node))).toMatch(/^(?:\{"next":)+\{\}\}+$/);
  const next = { anyOf: [{ $ref: "#" }, { type: "null" }] };
  expect(JSON.stringify(json("Go", { ...node, properties: { next }, required: ["next"] }))).toMatch(/:null\}+$/);
});

test("the prompt chooses the value of an enum, and the length of an array", () => {
  const mood = { type: "string", enum: ["negative", "positive"] };
  expect(json("I feel rather positive today", { type: "object", properties: { mood } })).toEqual({ mood: "positive" });
  expect(json("Name three rivers", { type: "array", items: text })).toHaveLength(3);
});

test("without a schema, the answer is in a small object", () => {
  expect(json("What is 2+2?")).toEqual({ answer: "2 + 2 = 4." });
});

test("an enum answer is the bare value", () => {
  const generationConfig = {
    responseMimeType: "text/x.enum",
    responseSchema: { type: "STRING", enum: ["Percussion", "String", "Woodwind"] },
  };
  expect(ask("Is a clarinet a woodwind?", { generationConfig })).toBe("Woodwind");
});
