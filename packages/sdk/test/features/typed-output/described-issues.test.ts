import { type } from "arktype";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { OutputSchema } from "../../../src/index.ts";
import { start } from "../../client/support/ways.ts";
import { failureOf } from "../../support/clients.ts";

/** The issues of the output `{ value }`, each in a line. */
async function issuesOf(schema: OutputSchema, value: unknown): Promise<string> {
  const started = await start();
  started.emulator.next({ json: { value } });
  const error = await failureOf(started.client().generate("canary", { schema, repairAttempts: 0 }));
  expect(error.code).toBe("output_invalid");
  return (error.issues ?? []).map(({ path, message }) => `${path} ${message}`).join("\n");
}

const text = z.string();
const list = z.array(z.number());

describe("F343 an issue names the keyword that the output does not fit", () => {
  it.each<[string, z.ZodType, unknown]>([
    ["`pattern`", text.regex(/^[a-z]{2}$/), "canary"],
    ["`format: starts_with`", text.startsWith("x"), "canary"],
    ["`format: email`", z.email(), "canary"],
    ["`minLength: 10`", text.min(10), "canary"],
    ["`maxLength: 3`", text.max(3), "canary"],
    ["`minimum: 18`", z.number().min(18), 17],
    ["`maximum: 18`", z.number().max(18), 19],
    ["`exclusiveMinimum: 0`", z.number().positive(), 0],
    ["`exclusiveMaximum: 5`", z.number().lt(5), 5],
    ["`multipleOf: 0.1`", z.number().multipleOf(0.1), 0.25],
    ["`minItems: 2`", list.min(2), [1]],
    ["`maxItems: 1`", list.max(1), [1, 2]],
  ])("%s of Zod", async (keyword, schema, value) => {
    expect(await issuesOf(z.object({ value: schema }), value)).toBe(`#/value does not fit ${keyword}`);
  });

  it.each<[string, OutputSchema, unknown]>([
    ["`pattern`", type({ value: "/^[a-z]{2}$/" }), "canary"],
    ["`minimum: 18`", type({ value: "number >= 18" }), 17],
  ])("%s of ArkType", async (keyword, schema, value) => {
    expect(await issuesOf(schema, value)).toBe(`#/value does not fit ${keyword}`);
  });

  it.each<[string, object, unknown]>([
    ["`pattern`", { type: "string", pattern: "^[a-z]{2}$" }, "canary"],
    ["`format: email`", { type: "string", format: "email" }, "canary"],
    ["`uniqueItems`", { type: "array", items: { type: "string" }, uniqueItems: true }, ["canary", "canary"]],
    ["`minProperties: 2`", { type: "object", minProperties: 2 }, { canary: 1 }],
    ["`maxProperties: 1`", { type: "object", maxProperties: 1 }, { canary: 1, b: 2 }],
    ["`not`", { not: { type: "string" } }, "canary"],
    ["`contains`", { type: "array", contains: { const: 5 } }, [1]],
  ])("%s of plain JSON Schema", async (keyword, schema, value) => {
    const issues = await issuesOf({ type: "object", properties: { value: schema } }, value);
    expect(issues.split("\n")).toContain(`#/value does not fit ${keyword}`);
  });

  it("a member that plain JSON Schema does not allow", async () => {
    const issues = await issuesOf({ type: "object", properties: {}, additionalProperties: false }, "canary");
    expect(issues).toContain("is not allowed by the schema");
  });
});

describe("F343 an issue that no keyword explains says so, without the words of the validator", () => {
  const OF_VALIDATOR = "check that only the validator has";
  const evenLength = (value: string) => value.length % 2 === 1;
  it.each<[string, z.ZodType, unknown, string]>([
    [
      "a refinement",
      text.refine(evenLength, { error: ({ input }) => `canary ${input}` }),
      "canary",
      `fails a ${OF_VALIDATOR}`,
    ],
    [
      "a refinement beside keywords",
      text.min(2).max(20).regex(/./).refine(evenLength),
      "canary",
      `fails a ${OF_VALIDATOR}`,
    ],
    [
      "a refinement of a union",
      z.union([z.object({ a: text }), z.object({ b: text })]).refine(() => false),
      { a: "canary" },
      `does not fit \`anyOf\`, or fails a ${OF_VALIDATOR}`,
    ],
    [
      "a union",
      z.union([z.object({ a: text }), z.object({ b: text })]),
      { c: "canary" },
      `does not fit \`anyOf\`, or fails a ${OF_VALIDATOR}`,
    ],
    [
      "a transform",
      text.transform((_, context) => {
        context.addIssue("canary");
        return z.NEVER;
      }),
      "canary",
      `fails a ${OF_VALIDATOR}`,
    ],
  ])("%s", async (_, schema, value, said) => {
    const issues = await issuesOf(z.object({ value: schema }), value);
    expect(issues).toBe(`#/value ${said}, such as a refinement`);
  });

  it("a refinement of the whole output", async () => {
    const schema = z.object({ value: text }).refine(() => false, "canary");
    expect(await issuesOf(schema, "canary")).toBe(`# fails a ${OF_VALIDATOR}, such as a refinement`);
  });
});
