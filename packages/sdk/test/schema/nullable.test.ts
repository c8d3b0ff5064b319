import { describe, expect, test } from "vitest";
import { jsonSchema, tool } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { calls, declarationsIn, startAgent } from "../features/tools/support/agent.ts";
import { object, string } from "./support/conversion-cases.ts";

const nullable = { nullable: true };
const person = object({ name: string }, { required: ["name"] });
const ada = { name: "Ada" };
const none = { type: "null" };
const reference = { $ref: "#/$defs/person" };

/** A property with OpenAPI's `nullable`, the same as it is sent, a value that fits and one that does not. */
const CASES: Record<string, readonly [given: object, sent: object, fits: unknown, not: unknown]> = {
  "a type": [{ ...string, ...nullable }, { type: ["string", "null"] }, "a", 1],
  "a type with restrictions": [
    { type: "integer", minimum: 2, description: "d", default: null, ...nullable },
    { type: ["integer", "null"], minimum: 2, description: "d" },
    2,
    1,
  ],
  "a list of types": [{ type: ["string", "null"], ...nullable }, { type: ["string", "null"] }, "a", 1],
  "an object": [{ ...person, ...nullable }, { ...person, type: ["object", "null"] }, ada, {}],
  "an array": [
    { type: "array", items: { ...string, ...nullable }, ...nullable },
    { type: ["array", "null"], items: { type: ["string", "null"] } },
    ["a", null],
    [1],
  ],
  "an enum": [
    { ...string, enum: ["a", "b"], ...nullable },
    { anyOf: [{ ...string, enum: ["a", "b"] }, none] },
    "b",
    "c",
  ],
  "an enum that has null, without a type": [
    { enum: ["a", null], ...nullable },
    { anyOf: [{ ...string, enum: ["a"] }, none] },
    "a",
    "c",
  ],
  "a const": [{ const: "a", ...nullable }, { anyOf: [{ ...string, enum: ["a"] }, none] }, "a", "b"],
  anyOf: [
    { anyOf: [string, { type: "boolean" }], description: "d", ...nullable },
    { description: "d", anyOf: [string, { type: "boolean" }, none] },
    true,
    1,
  ],
  "a branch of anyOf": [
    { anyOf: [{ ...string, ...nullable }, { type: "boolean" }] },
    { anyOf: [{ type: ["string", "null"] }, { type: "boolean" }] },
    "a",
    1,
  ],
  oneOf: [
    { oneOf: [{ ...string, ...nullable }, { type: "boolean" }], ...nullable },
    { anyOf: [{ anyOf: [{ type: ["string", "null"] }, { type: "boolean" }] }, none] },
    true,
    1,
  ],
  "a reference": [{ ...reference, ...nullable }, { anyOf: [reference, none] }, ada, {}],
  "a reference with a description": [
    { description: "d", ...reference, ...nullable },
    { description: "d", anyOf: [reference, none] },
    ada,
    {},
  ],
  "allOf of a reference, as generators write it": [
    { allOf: [reference], description: "d", ...nullable },
    { description: "d", anyOf: [reference, none] },
    ada,
    {},
  ],
  "a reference to a nullable schema": [{ $ref: "#/$defs/maybe" }, { $ref: "#/$defs/maybe" }, ada, {}],
  "properties without a type": [
    { properties: { name: string }, required: ["name"], ...nullable },
    { ...person, type: ["object", "null"] },
    ada,
    {},
  ],
};

const inObject = (schema: object) =>
  object({ nullable: schema }, { required: ["nullable"], $defs: { person, maybe: { ...person, ...nullable } } });

async function answerOf(schema: object, value: unknown) {
  const started = await start();
  const warnings: unknown[] = [];
  started.emulator.next({ text: JSON.stringify({ nullable: value }) });
  const client = started.client({ onEvent: (event) => event.type === "warning" && warnings.push(event.code) });
  const options = { schema: jsonSchema<{ nullable: unknown }>(inObject(schema)), repairAttempts: 0 };
  const answer = await client.generate("canary", options).then(
    ({ object: found }) => found.nullable,
    ({ code }: { readonly code: string }) => code,
  );
  return { answer, warnings, sent: started.requests()[0]?.generationConfig.responseJsonSchema };
}

describe("F327 OpenAPI's `nullable: true` in a schema is sent as null, and null is a valid output", () => {
  test.each(Object.entries(CASES))("beside %s", async (what, [given, sent, fits, not]) => {
    const ofNull = await answerOf(given, null);
    expect(ofNull.answer).toBe(null);
    expect(ofNull.sent).toMatchObject({ properties: { nullable: sent } });
    const isNarrowed = what === "properties without a type";
    expect(ofNull.warnings).toEqual(isNarrowed ? ["schema_changed"] : []);
    expect((await answerOf(given, fits)).answer).toEqual(fits);
    expect((await answerOf(given, not)).answer).toBe("output_invalid");
  });

  test("at the top: null is an output", async () => {
    const started = await start();
    started.emulator.next({ text: "null" });
    const { object: found } = await started.client().generate("canary", { schema: { ...person, ...nullable } });
    expect(found).toBe(null);
  });

  test("`nullable: false` says nothing, and another value is refused", async () => {
    expect((await answerOf({ ...string, nullable: false }, null)).answer).toBe("output_invalid");
    const { answer, sent } = await answerOf({ ...reference, nullable: false }, ada);
    expect([answer, sent]).toMatchObject([ada, { properties: { nullable: reference } }]);
    expect((await answerOf({ ...string, nullable: "true" }, null)).answer).toBe("invalid_options");
  });

  test("a property with that name is a property", async () => {
    const { answer, sent } = await answerOf(object({ nullable: { type: "boolean" } }), { nullable: true });
    expect(answer).toEqual({ nullable: true });
    expect(sent).toMatchObject({ properties: { nullable: object({ nullable: { type: "boolean" } }) } });
  });

  test("in the parameters of a function, whose arguments are an object all the same", async () => {
    const agent = await startAgent([
      { functionCall: { name: "greet", args: { name: null } } },
      calls("greet"),
      { text: "Done." },
    ]);
    const got: unknown[] = [];
    const greet = tool({
      name: "greet",
      parameters: { ...object({ name: { ...string, ...nullable } }, { required: ["name"] }), ...nullable },
      execute: (args) => {
        got.push(args);
        return "hi";
      },
    });
    const { steps } = await agent.client({ tools: [greet] }).generate("canary");
    expect(got).toEqual([{ name: null }]);
    expect(steps[1]?.results[0]?.error).toContain("name");
    expect(declarationsIn(agent.requests()[0])).toMatchObject([
      {
        parametersJsonSchema: {
          type: "object",
          properties: { name: { type: ["string", "null"] } },
          required: ["name"],
        },
      },
    ]);
    expect(agent.events.filter(({ type }) => type === "warning")).toEqual([]);
  });
});
