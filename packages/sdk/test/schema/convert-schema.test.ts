import { describe, expect, test } from "vitest";
import { convertSchema } from "../../src/schema/convert-schema.ts";
import { conversionCases, object, string } from "./support/conversion-cases.ts";

const convert = (json: unknown) => convertSchema("schema", json, "response");
describe("F81 a schema is converted to what Gemini takes, and each change is reported", () => {
  test.each(Object.entries(conversionCases))("%s", (_, [given, sent, changes]) => {
    const before = JSON.stringify(given);
    const converted = convert(given);
    expect(JSON.parse(JSON.stringify(converted.schema))).toEqual(sent);
    expect(converted.changes.map(({ path, keyword, action }) => `${path} ${keyword} ${action}`)).toEqual(changes);
    for (const { note } of converted.changes) expect(note).toMatch(/^[A-Z`].*\.$/);
    expect(JSON.stringify(given)).toBe(before);
  });

  test("converting a converted schema changes only hints in descriptions", () => {
    for (const [given] of Object.values(conversionCases)) {
      const once = convert(given).schema;
      const twice = convert(once);
      expect(twice.changes.filter(({ action }) => action === "widened" || action === "narrowed")).toEqual([]);
    }
  });
});

describe("F129 a schema that cannot be converted fails with the path of the problem", () => {
  const failure = (json: unknown, use: "parameters" | "response" = "response") => {
    try {
      return convertSchema("tools[0].parameters", json, use);
    } catch (error) {
      return error;
    }
  };
  const deep = (levels: number): object => (levels === 0 ? string : { type: "array", items: deep(levels - 1) });
  const cyclic: Record<string, unknown> = { type: "object" };
  cyclic.properties = { own: cyclic };

  test.each<[string, unknown, string]>([
    ["a reference out of the schema", object({ a: { $ref: "https://example.com/a.json" } }), "#/properties/a/$ref"],
    ["a reference to nothing", object({ "a/b": { $ref: "#/$defs/gone" } }), "#/properties/a~1b/$ref"],
    ["a dynamic reference", object({ a: { $dynamicRef: "#node" } }), "#/properties/a/$dynamicRef"],
    [
      "a reference to itself",
      { $defs: { a: { $ref: "#/$defs/a" } }, ...object({ a: { $ref: "#/$defs/a" } }) },
      "#/$defs/a",
    ],
    [
      "a union with itself",
      { $defs: { a: { anyOf: [string, { $ref: "#/$defs/a" }] } }, $ref: "#/$defs/a" },
      "#/$defs/a",
    ],
    ["no value at all", object({ a: { allOf: [string, { type: "number" }] } }, { required: ["a"] }), "#"],
    ["a type of Google's Schema", object({ a: { type: "STRING" } }), "#/properties/a/type"],
    ["a list that is none", object({ a: string }, { required: true }), "#/required"],
    ["a property that is no schema", object({ a: "string" }), "#"],
    ["a schema that is none", 5, "#"],
    ["a false schema", false, "#"],
    ["a function", object({ a: { ...string, default: () => 1 } }), "#/properties/a/default"],
    ["an object that contains itself", cyclic, "#/properties/own"],
    ["deep nesting", deep(40), `#${"/items".repeat(33)}`],
    ["very deep nesting", deep(500), `#${"/items".repeat(33)}`.slice(0, 20)],
  ])("%s", (_, json, path) => {
    expect(failure(json)).toMatchObject({
      code: "invalid_options",
      option: "tools[0].parameters",
      summary: expect.stringContaining(`(at ${path}`),
    });
  });

  const union = (branch: object, more: object = {}) => ({
    $ref: "#/$defs/a",
    $defs: { a: { anyOf: [string, branch], ...more } },
  });
  const itself = { $ref: "#/$defs/a" };
  const both = { anyOf: [{ type: "number" }, itself] };
  test.each<[string, unknown]>([
    ["alone", union(itself)],
    ["with a description", union({ ...itself, description: "again" })],
    ["with oneOf", { anyOf: [string, { oneOf: [{ type: "number" }, { $ref: "#" }] }] }],
    ["beside a restriction", union(itself, { minLength: 2 })],
    ["beside a restriction of the branch", union({ ...itself, minLength: 2 })],
    ["in allOf", union({ allOf: [itself, { minLength: 2 }] }, { maxLength: 9 })],
    ["through another union", union(both)],
    [
      "through a union beside it",
      { ...union({ $ref: "#/$defs/b" }), $defs: { ...union({ $ref: "#/$defs/b" }).$defs, b: both } },
    ],
  ])("F280 a union with itself, %s: the message says so", (_, json) => {
    for (const use of ["response", "parameters"] as const) {
      expect(failure(json, use)).toMatchObject({
        summary: expect.stringContaining("has a union with itself as a branch"),
        remedy: expect.stringContaining("Leave out the branch"),
      });
    }
  });

  test("a small schema that grows too much when merged", () => {
    const twice = (index: number) => ({ allOf: [{ $ref: `#/$defs/d${index}` }, { $ref: `#/$defs/d${index}` }] });
    const definitions = Array.from({ length: 40 }, (_, index) => [`d${index}`, twice(index + 1)] as const);
    const json = { $defs: { ...Object.fromEntries(definitions), d40: string }, ...twice(0) };
    expect(failure(json)).toMatchObject({ code: "invalid_options", summary: expect.stringContaining("5000 schemas") });
  });

  test.each<[string, unknown]>([
    ["a string", string],
    ["a union of an object and a string", { anyOf: [object({ a: string }), string] }],
    ["an object or null", { ...object({ a: string }), type: ["object", "null"] }],
  ])("parameters that are %s", (_, json) => {
    expect(failure(json, "parameters")).toMatchObject({ code: "invalid_options", option: "tools[0].parameters" });
  });

  test.each(["a-b", "1a", "", "a.b", "ä", "a".repeat(65), "__proto__-"])("a parameter with the name %j", (name) => {
    expect(failure(object({ [name]: string }), "parameters")).toMatchObject({ code: "invalid_options" });
    expect(failure(object({ [name]: string }))).not.toBeInstanceOf(Error);
  });

  test("an empty schema of parameters is an object without properties", () => {
    expect(failure({}, "parameters")).toMatchObject({ schema: { type: "object" } });
  });
});
