import { describe, expect, it } from "vitest";
import { z } from "zod";
import { schemaReport } from "../../src/index.ts";
import { convertSchema } from "../../src/schema/convert-schema.ts";

describe("F281 keywords that are in two members of allOf", () => {
  it.each<[string, object, object, string]>([
    ["pattern", { type: "string", pattern: "^a" }, { pattern: "b$" }, 'pattern: "b$"\npattern: "^a"'],
    ["multipleOf", { type: "integer", multipleOf: 2 }, { multipleOf: 3 }, "multipleOf: 3\nmultipleOf: 2"],
    ["not", { type: "integer", not: { const: 2 } }, { not: { const: 3 } }, 'not: {"const":3}\nnot: {"const":2}'],
    ["format", { type: "string", format: "date" }, { format: "email" }, 'format: "email"'],
    ["anyOf", { anyOf: [{ type: "string" }] }, { anyOf: [{ minLength: 2 }] }, 'anyOf: [{"minLength":2}]'],
    ["oneOf", { oneOf: [{ type: "string" }] }, { oneOf: [{ minLength: 2 }] }, 'oneOf: [{"minLength":2}]'],
    ["oneOf", { anyOf: [{ type: "string" }] }, { oneOf: [{ minLength: 2 }] }, 'oneOf: [{"minLength":2}]'],
  ])("%s: the description names the second one, and the report says so", async (keyword, one, other, description) => {
    const json = { allOf: [{ description: "d", ...one }, other] };
    expect(convertSchema("schema", json, "response").schema).toMatchObject({ description: `d\n${description}` });
    const named = (await schemaReport(json)).filter(
      (change) => change.keyword === keyword && change.action === "widened",
    );
    expect(named.length).toBeGreaterThan(0);
    for (const { note } of named) expect(note).toMatch(/: the description names it, and the answer is validated/);
  });

  it("the report does not say that the description names what is too long for it", async () => {
    const long = { type: "string", pattern: "a".repeat(300) };
    expect(convertSchema("schema", long, "response").schema).toEqual({ type: "string" });
    expect(await schemaReport(long)).toMatchObject([
      { note: "Gemini does not know it: the answer is validated against it." },
    ]);
  });
});

describe("F281 a date of Zod", () => {
  it.each<[string, z.ZodType, RegExp]>([
    ["UTC", z.iso.datetime(), /T.*\(\?:Z\)\)\$"$/],
    ["local", z.iso.datetime({ local: true }), /T.*\(\?:Z\)\|/],
    ["in milliseconds", z.iso.datetime({ precision: 3 }), /T.*\{3\}\(\?:Z\)\)\$"$/],
  ])("with a time that is %s: the description says so, without the days of the calendar", (_, schema, said) => {
    const { description } = convertSchema("schema", z.toJSONSchema(schema), "response").schema;
    expect(description).toMatch(said);
    expect(description).not.toContain("02-29");
  });
});
