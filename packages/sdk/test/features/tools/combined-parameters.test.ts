import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type JsonSchema, mcpTools, schemaReport, tool } from "../../../src/index.ts";
import { failureOf } from "../../support/clients.ts";
import { declarationsIn, startAgent } from "./support/agent.ts";
import { localServer, textResult } from "./support/mcp.ts";

const [string, integer] = [{ type: "string" }, { type: "integer" }];
const properties = { id: string, name: string };
const lookup = { type: "object", properties };
const ordered = { ...lookup, propertyOrdering: ["id", "name"] };

/** What is declared for parameters, and the messages of all warnings. */
async function declare(parameters: JsonSchema) {
  const agent = await startAgent([{ text: "Ok." }]);
  const find = tool({ name: "find", parameters, execute: () => "ok" });
  await agent.client({ tools: [find] }).generate("canary-question");
  const [declared] = declarationsIn(agent.requests()[0]);
  const warnings = agent.events.flatMap((event) => (event.type === "warning" ? [event.message] : []));
  return { sent: declared?.parametersJsonSchema, warnings };
}

const branch = (kind: string, more: object) => ({
  type: "object",
  properties: { kind: { const: kind }, ...more },
  required: ["kind", ...Object.keys(more)],
});

describe("F254 parameters that combine objects are sent as one object", () => {
  it.each<[string, JsonSchema, object]>([
    [
      "anyOf of required names",
      { ...lookup, anyOf: [{ required: ["id"] }, { required: ["name"] }] },
      { ...ordered, description: 'anyOf: [{"required":["id"]},{"required":["name"]}]' },
    ],
    [
      "oneOf of required names, with a description",
      {
        ...lookup,
        description: "d",
        required: ["id"],
        oneOf: [{ required: ["name"] }, { properties: { name: false } }],
      },
      { ...ordered, required: ["id"], description: 'd\nanyOf: [{"required":["id","name"]},{"required":["id"]}]' },
    ],
    [
      "a union of objects without a type of the whole",
      { anyOf: [branch("a", { x: string }), branch("b", { x: integer })] },
      {
        type: "object",
        properties: { kind: { ...string, enum: ["a", "b"] }, x: { anyOf: [string, integer] } },
        required: ["kind", "x"],
        propertyOrdering: ["kind", "x"],
        description:
          'anyOf: [{"properties":{"kind":{"enum":["a"]}},"required":["kind","x"]},{"properties":{"kind":{"enum":["b"]}},"required":["kind","x"]}]',
      },
    ],
    [
      "a union of references",
      {
        oneOf: [{ $ref: "#/$defs/a" }, { $ref: "#/$defs/b" }],
        $defs: {
          a: { type: "object", properties: { a: { $ref: "#/$defs/c" } }, required: ["a"], additionalProperties: false },
          b: { anyOf: [{ type: "object", properties: { b: integer }, additionalProperties: false }] },
          c: string,
        },
      },
      {
        type: "object",
        properties: { a: { $ref: "#/$defs/c" }, b: integer },
        additionalProperties: false,
        propertyOrdering: ["a", "b"],
        description: 'anyOf: [{"required":["a"]},{}]',
        $defs: { c: string },
      },
    ],
  ])("%s", async (_, parameters, sent) => {
    const declared = await declare(parameters);
    expect(declared.sent).toEqual(sent);
    expect(declared.warnings).toHaveLength(1);
    expect(declared.warnings[0]).toMatch(/`(anyOf|oneOf)` at # \(widened\)/);
  });

  it.each<[string, JsonSchema, object]>([
    ["one reference", { anyOf: [{ $ref: "#/$defs/a" }] }, {}],
    ["one reference, with a description", { description: "d", oneOf: [{ $ref: "#/$defs/a" }] }, { description: "d" }],
    ["the same reference twice", { anyOf: [{ $ref: "#/$defs/a" }, { $ref: "#/$defs/a" }] }, {}],
  ])("F257 a union of %s is the object that it refers to", async (_, union, more) => {
    const a = { ...lookup, required: ["id"] };
    const { sent, warnings } = await declare({ ...union, $defs: { a } });
    expect(sent).toEqual({ ...a, ...more, propertyOrdering: ["id", "name"] });
    expect(warnings).toEqual([]);
    const invalid = { type: "object", properties: { "not valid": string } };
    const parameters: JsonSchema = { ...union, $defs: { a: invalid } };
    expect(await failureOf(declare(parameters))).toMatchObject({ code: "invalid_options" });
  });

  it.each<[string, object]>([
    ["not", { not: { required: ["id"] } }],
    // biome-ignore lint/suspicious/noThenProperty: the keyword
    ["if", { if: { required: ["id"] }, then: { required: ["name"] } }],
    ["dependentRequired", { dependentRequired: { id: ["name"] } }],
    ["dependentSchemas", { dependentSchemas: { id: { required: ["name"] } } }],
    ["allOf", { allOf: [{ not: { required: ["id"] } }] }],
  ])("%s beside the properties goes into the description", async (keyword, more) => {
    const { sent, warnings } = await declare({ ...lookup, ...more });
    expect(sent).toMatchObject({
      ...ordered,
      description: expect.stringContaining(keyword === "allOf" ? "not" : keyword),
    });
    expect(warnings).toHaveLength(1);
  });

  it("a discriminated union of Zod, whose arguments are validated", async () => {
    const one = z.object({ kind: z.literal("one"), id: z.string() });
    const all = z.object({ kind: z.literal("all"), limit: z.int() });
    const args = { kind: "one", limit: 3 };
    const agent = await startAgent([
      { functionCall: { name: "find", args } },
      { functionCall: { name: "find", args: { kind: "all", limit: 3 } } },
      { text: "Ok." },
    ]);
    const got: unknown[] = [];
    const find = tool({
      name: "find",
      parameters: z.discriminatedUnion("kind", [one, all]),
      execute: (found) => {
        got.push(found);
        return "ok";
      },
    });
    await agent.client({ tools: [find] }).generate("canary-question");
    expect(got).toEqual([{ kind: "all", limit: 3 }]);
    expect(declarationsIn(agent.requests()[0])[0]?.parametersJsonSchema).toMatchObject({
      type: "object",
      properties: {
        kind: { type: "string", enum: ["one", "all"] },
        id: { type: "string" },
        limit: { type: "integer" },
      },
      required: ["kind"],
    });
  });

  it("of an MCP server are not left out", async () => {
    const server = localServer(["find"], () => textResult("ok"));
    server.tools = [
      { name: "find", inputSchema: { ...lookup, anyOf: [{ required: ["id"] }, { required: ["name"] }] } },
    ];
    const agent = await startAgent([{ text: "Ok." }]);
    await agent.client({ tools: [mcpTools(server)] }).generate("canary-question");
    expect(declarationsIn(agent.requests()[0])).toMatchObject([{ name: "find", parametersJsonSchema: lookup }]);
    expect(agent.events.filter(({ type }) => type === "warning")).toMatchObject([{ code: "schema_changed" }]);
  });

  it("a schema of the output stays a union", async () => {
    const json = { ...lookup, anyOf: [{ required: ["id"] }, { required: ["name"] }] };
    expect((await schemaReport(json)).map(({ action }) => action)).toEqual(["rewritten"]);
  });

  it.each<[string, JsonSchema]>([
    ["an object or a string", { anyOf: [lookup, string] }],
    ["an object or null", { ...lookup, type: ["object", "null"] }],
    ["an object or a list, by reference", { anyOf: [lookup, { $ref: "#/$defs/a" }], $defs: { a: { type: "array" } } }],
    ["branches without a value in common", { ...lookup, anyOf: [string] }],
  ])("%s is invalid_options still", async (_, parameters) => {
    const agent = await startAgent([]);
    const find = tool({ name: "find", parameters, execute: () => "ok" });
    expect(await failureOf(agent.client({ tools: [find] }).generate("canary-question"))).toMatchObject({
      code: "invalid_options",
      option: "find.parameters",
    });
  });

  it("a name that Gemini does not accept is found in every branch", async () => {
    const parameters = { anyOf: [lookup, { type: "object", properties: { "a b": string } }] };
    const agent = await startAgent([]);
    const find = tool({ name: "find", parameters, execute: () => "ok" });
    expect((await failureOf(agent.client({ tools: [find] }).generate("canary-question"))).message).toContain("a b");
  });
});
