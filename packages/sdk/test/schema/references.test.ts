import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { type JsonSchema, jsonSchema, tool } from "../../src/index.ts";
import { JsonSchemaValidator } from "../../src/schema/json-schema-validator.ts";
import { innerSchemas } from "../../src/schema/shape/vocabulary.ts";
import { start } from "../client/support/ways.ts";
import { startAgent } from "../features/tools/support/agent.ts";
import { failureOf } from "../support/clients.ts";
import { anySchema, values } from "./support/any-schema.ts";
import { expectRefusal, object, string, warningsOf } from "./support/plain-schemas.ts";

const nullable = { nullable: true };
const zip = { type: "string", minLength: 2 };
const address = object({ zip }, { required: ["zip"] });
const person = object({ name: string }, { required: ["name"] });

/** What a call returns if the model answers with the value: the value, or the code of its error. */
async function answerOf(schema: JsonSchema, value: unknown) {
  const started = await start();
  started.emulator.next({ text: JSON.stringify(value) });
  const options = { schema: jsonSchema<unknown>(schema), repairAttempts: 0 };
  return started
    .client()
    .generate("canary", options)
    .then(
      ({ object: found }) => found,
      ({ code }: { readonly code: string }) => code,
    );
}

/** Expects that the validator refuses the schema before anything is sent, as output and as parameters of a function. */
async function expectNotSent(schema: JsonSchema, path: string, remedy: string) {
  const started = await start();
  const parameters = jsonSchema<Record<string, unknown>>(schema);
  const get = tool({ name: "get", parameters, execute: () => "canary" });
  for (const options of [{ schema: parameters }, { tools: [get] }]) {
    const error = await failureOf(started.client().generate("canary", options));
    expect([error.code, error.remedy]).toEqual(["invalid_options", expect.stringContaining(remedy)]);
    expect(error.summary).toContain(`(at ${path})`);
  }
  expect(started.emulator.calls).toEqual([]);
}

/** A nullable schema, a reference into it, and what fits there. */
const INTO_NULLABLE: Record<string, readonly [home: object, reference: string, fits: unknown, not: unknown]> = {
  allOf: [{ allOf: [address] }, "#/properties/home/allOf/0", { zip: "12" }, {}],
  "a property in allOf": [{ allOf: [address] }, "#/properties/home/allOf/0/properties/zip", "12", "1"],
  oneOf: [{ oneOf: [address, zip] }, "#/properties/home/oneOf/1", "12", "1"],
  anyOf: [{ anyOf: [address, zip] }, "#/properties/home/anyOf/1", "12", "1"],
  "anyOf beside other keywords": [
    { type: ["object", "string"], anyOf: [address, zip], not: { const: "canary" } },
    "#/properties/home/anyOf/0",
    { zip: "12" },
    {},
  ],
  "properties without a type": [{ properties: { zip } }, "#/properties/home/properties/zip", "12", "1"],
  "an anchor in it": [{ allOf: [{ $anchor: "address", ...address }] }, "#address", { zip: "12" }, {}],
  "definitions in it": [
    { $defs: { zip }, allOf: [{ $ref: "#/properties/home/$defs/zip" }] },
    "#/properties/home/$defs/zip",
    "12",
    "1",
  ],
};

describe("F339 a reference leads into a schema with `nullable: true`", () => {
  test.each(Object.entries(INTO_NULLABLE))("beside %s", async (_, [home, $ref, fits, not]) => {
    const schema = object({ home: { ...home, ...nullable }, there: { $ref } }, { required: ["home", "there"] });
    expect(await answerOf(schema, { home: null, there: fits })).toEqual({ home: null, there: fits });
    expect(await answerOf(schema, { home: null, there: not })).toBe("output_invalid");
    expect(await answerOf(schema, { home: null, there: null })).toBe("output_invalid");
  });

  it.each(["http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2020-12/schema"])(
    "a nullable reference to a nullable schema, and into it: %s",
    async ($schema) => {
      const schema = object(
        {
          a: { $ref: "#/definitions/maybe", ...nullable },
          b: { $ref: "#/definitions/maybe" },
          c: { $ref: "#/definitions/maybe/allOf/0" },
        },
        { $schema, definitions: { maybe: { allOf: [person], ...nullable } } },
      );
      const ada = { name: "Ada" };
      expect(await answerOf(schema, { a: null, b: null, c: ada })).toEqual({ a: null, b: null, c: ada });
      expect(await answerOf(schema, { a: {} })).toBe("output_invalid");
      expect(await answerOf(schema, { b: {} })).toBe("output_invalid");
      expect(await answerOf(schema, { c: null })).toBe("output_invalid");
    },
  );

  it("as zod-to-json-schema writes an intersection that is used twice, for OpenAPI", async () => {
    const vat = object({ vat: string }, { required: ["vat"] });
    const schema = object({
      billing: { allOf: [address, vat], ...nullable },
      shipping: { $ref: "#/properties/billing/allOf/0" },
    });
    const answer = { billing: null, shipping: { zip: "12" } };
    expect(await answerOf(schema, answer)).toEqual(answer);
  });

  it("in the parameters of a function, which runs", async () => {
    const args = { home: null, zip: "123" };
    const agent = await startAgent([{ functionCall: { name: "move", args } }, { text: "Done." }]);
    const got: unknown[] = [];
    const home = { allOf: [address], ...nullable };
    const parameters = object({ home, zip: { $ref: "#/properties/home/allOf/0/properties/zip" } });
    const execute = (given: unknown) => {
      got.push(given);
      return "moved";
    };
    await agent.client({ tools: [tool({ name: "move", parameters, execute })] }).generate("canary");
    expect(got).toEqual([args]);
  });
});

it("F339 a reference into a schema accepts what the schema in that place accepts", async () => {
  let references = 0;
  const accepts = async (schema: unknown) => {
    const validator = new JsonSchemaValidator("schema", schema);
    // A reference that leads back to itself never ends.
    return Promise.all(values.map((value) => validator.validate(value).then((it) => it.issues === undefined, String)));
  };
  const property = fc.asyncProperty(anySchema, fc.infiniteStream(fc.boolean()), async (generated, choices) => {
    const root = JSON.parse(JSON.stringify(generated));
    if (JSON.stringify(root).includes('"$ref":"#"')) return;
    const places = everyInner(root, "#/$defs/root");
    for (const [schema] of places) if (choices.next().value === true) Object.assign(schema, nullable);
    for (const [schema, $ref] of places.slice(0, 5)) {
      references += 1;
      const there = await accepts({ $ref, $defs: { ...root.$defs, root } });
      expect([$ref, there]).toEqual([$ref, await accepts({ allOf: [schema], $defs: root.$defs ?? {} })]);
    }
  });
  await fc.assert(property, { numRuns: 60, seed: 339 });
  expect(references).toBeGreaterThan(60);
});

/** A schema and all objects that are schemas in it, with their paths. */
function everyInner(schema: unknown, path: string): readonly (readonly [schema: object, path: string])[] {
  if (typeof schema !== "object" || schema === null) return [];
  const inner = innerSchemas(schema as Record<string, unknown>, path);
  return [[schema, path], ...inner.flatMap(([one, place]) => everyInner(one, place))];
}

describe("F339 a reference that leads nowhere is refused before anything is sent", () => {
  const nowhere = { $ref: "#/$defs/nowhere" };
  it.each<[string, JsonSchema, string]>([
    ["in a property", object({ a: nowhere }), "#/properties/a/$ref"],
    ["in a keyword that is not sent", object({ a: { ...string, not: nowhere } }), "#/properties/a/not/$ref"],
    [
      "behind a reference",
      object({ a: { $ref: "#/$defs/a" } }, { $defs: { a: { ...string, not: nowhere } } }),
      "#/$defs/a/not/$ref",
    ],
    ["in `dependencies`", object({ a: string }, { dependencies: { a: nowhere } }), "#/dependencies/a/$ref"],
  ])("%s", async (_, schema, path) => {
    await expectNotSent(schema, path, "include what it refers to");
  });

  it("unless nothing leads to it", async () => {
    expect(await warningsOf(object({ a: string }, { $defs: { nowhere } }))).toEqual([]);
  });
});

describe("F340 data in a schema looks like a schema", () => {
  const thing = { id: 7, $ref: "http://[", pattern: "[", nullable: true };
  it.each<[string, object]>([
    ["an example", object({ a: { type: "object", example: thing } })],
    ["the same example twice", object({ a: { type: "object", example: thing } }, { example: { a: thing } })],
    ["a list of examples", object({ a: { type: "object", examples: [thing] } })],
    ["a member of a tool", object({ a: { ...string, "x-mask": thing }, b: { ...string, "x-mask": thing } })],
    [
      "an example in a definition",
      object({ a: { $ref: "#/$defs/a" } }, { $defs: { a: { ...string, example: thing } } }),
    ],
    ["data that is the value", object({ a: { const: thing }, b: { enum: [thing] }, c: { default: thing } })],
  ])("%s", async (_, schema) => {
    expect((await warningsOf(schema)).map(({ code }) => code)).not.toContain("schema_suspicious");
  });

  it("but properties of these names, and what a reference leads to, are schemas", async () => {
    const shared = { "x-zip": zip, example: { zip } };
    const schema = object(
      { example: zip, "x-mask": zip, a: { $ref: "#/x-zip" }, b: { $ref: "#/example/zip" } },
      shared,
    );
    for (const name of ["example", "x-mask", "a", "b"]) {
      expect(await answerOf(schema, { [name]: "12" })).toEqual({ [name]: "12" });
      expect(await answerOf(schema, { [name]: "1" })).toBe("output_invalid");
    }
    await expectNotSent(
      object({ example: { ...string, pattern: "[" } }),
      "#/properties/example",
      "Correct the pattern.",
    );
  });

  it("a `when` is no misspelt `then`, which means nothing without `if`", async () => {
    const when = { properties: { b: { const: 1 } } };
    expect(await warningsOf(object({ a: { ...string, when } }))).toEqual([]);
    const beside = object({ a: { ...string, if: { minLength: 1 }, when } });
    await expectRefusal(beside, "#/properties/a/when", "Did you mean `then`?");
  });
});
