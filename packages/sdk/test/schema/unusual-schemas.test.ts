import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type GeminiEvent, mcpTools, schemaReport } from "../../src/index.ts";
import { convertSchema } from "../../src/schema/convert-schema.ts";
import { start } from "../client/support/ways.ts";
import { localServer } from "../features/tools/support/mcp.ts";
import { anySchema } from "./support/any-schema.ts";
import { expectRefusal, object, string, warningsOf } from "./support/plain-schemas.ts";

describe("F330 a valid schema that looks like a mistake is used", () => {
  const pet = object({ name: string });
  it.each<[string, object]>([
    [
      "a reference into a document of OpenAPI",
      { $ref: "#/components/schemas/Pet", components: { schemas: { Pet: pet } } },
    ],
    ["a reference to a member", { $ref: "#/Pet", Pet: pet }],
    ["a union of references to members", { oneOf: [{ $ref: "#/Pet" }, { $ref: "#/Dog" }], Pet: pet, Dog: pet }],
    [
      "a reference with a keyword of a form",
      { $defs: { pet }, ...object({ a: { $ref: "#/$defs/pet", widget: "date" } }) },
    ],
    ["a reference with a type's name", { $defs: { pet }, ...object({ a: { $ref: "#/$defs/pet", kind: "array" } }) }],
    [
      "a reference with texts",
      { $defs: { pet }, ...object({ a: { $ref: "#/$defs/pet", title: "date", description: "string" } }) },
    ],
    ["a comment alone", { $comment: "canary" }],
    ["an anchor", { $defs: { a: { $anchor: "b", ...pet } }, ...object({ a: { $ref: "#b" } }) }],
    [
      "draft 4",
      { id: "canary", definitions: { pet }, type: "object", properties: { a: { $ref: "#/definitions/pet" } } },
    ],
    [
      "values alone",
      object({ a: { const: "string" }, b: { enum: ["string"] }, c: { not: {} }, d: { if: string, else: string } }),
    ],
    ["examples alone", object({ a: { examples: ["canary"], default: "canary" }, b: { example: "canary" } })],
    [
      "OpenAPI alone",
      object({ a: { xml: { name: "b" } }, b: { externalDocs: { url: "canary" } }, c: { nullable: true } }),
    ],
    ["booleans", object({ a: true, b: true }, { additionalProperties: false })],
    ["a keyword of a validator", { ...string, noneOf: [{ const: "canary" }] }],
  ])("%s", async (_, schema) => {
    const codes = (await warningsOf(schema)).map(({ code }) => code);
    expect(codes).not.toContain("schema_suspicious");
  });

  it.each<[string, object]>([
    ["an example that is the name of a type", { description: "string", example: "string" }],
    ["several annotations", { title: "string", default: "string", examples: ["string"] }],
  ])("at most with a warning: %s", async (_, schema) => {
    expect(await warningsOf(object({ a: schema }))).toMatchObject([{ code: "schema_suspicious" }]);
  });

  it.each<[string, object]>([
    ["$dynamicRef", { $dynamicRef: "#a" }],
    ["$recursiveRef", { $recursiveRef: "#", kind: "array" }],
  ])("but %s says that Gemini does not take it", async (keyword, schema) => {
    await expectRefusal(
      { $defs: { a: { $dynamicAnchor: "a", ...pet } }, ...object({ a: schema }) },
      `#/properties/a/${keyword}`,
      "`$ref`",
    );
  });
});

it("F330 every schema that can be converted is used, also with other members beside its references", async () => {
  const withMembers = (_: string, value: unknown) =>
    isReference(value)
      ? { ...value, widget: "date", title: "string", [value.$ref.slice(2)]: { type: "string" } }
      : value;
  let converted = 0;
  const used = fc.asyncProperty(anySchema, async (generated) => {
    const schema = JSON.parse(JSON.stringify(generated), withMembers);
    try {
      convertSchema("schema", schema, "response");
    } catch {
      return;
    }
    converted += 1;
    expect(await schemaReport(schema)).toBeInstanceOf(Array);
  });
  await fc.assert(used, { numRuns: 100, seed: 330 });
  expect(converted).toBeGreaterThan(30);
});

function isReference(value: unknown): value is { readonly $ref: string } {
  return typeof value === "object" && value !== null && "$ref" in value && typeof value.$ref === "string";
}

describe("F331 a tool of an MCP server has a schema with keywords of the wrong kind", () => {
  /** What is declared for the schema, and the codes of all warnings. */
  async function declared(inputSchema: object) {
    const started = await start();
    const server = localServer(["get"]);
    server.tools = [{ name: "get", inputSchema }];
    started.emulator.next({ text: "Done." });
    const codes: string[] = [];
    const onEvent = (event: GeminiEvent) => event.type === "warning" && codes.push(event.code);
    await started.client({ tools: [mcpTools(server)], onEvent }).generate("canary");
    const tools = started.requests()[0]?.tools as readonly {
      functionDeclarations: readonly { parametersJsonSchema: unknown }[];
    }[];
    return { schema: tools[0]?.functionDeclarations[0]?.parametersJsonSchema, codes };
  }

  it.each<[string, object, object]>([
    ["types in another case", object({ a: { type: "String" } }), { properties: { a: string } }],
    [
      "types of another language",
      object({ a: { type: ["int", "None"] } }),
      { properties: { a: { type: ["integer", "null"] } } },
    ],
    [
      "a type that nobody knows",
      object({ a: { type: "any", description: "A" } }),
      { properties: { a: { description: "A" } } },
    ],
    [
      "null in place of a text",
      object({ a: { ...string, description: null } }, { title: null }),
      { properties: { a: string } },
    ],
    [
      "the properties of draft 3",
      object({ a: { ...string, required: true }, b: { ...string, required: false } }, { required: ["b"] }),
      { properties: { a: string, b: string }, required: ["a", "b"] },
    ],
    [
      "a value in place of a schema",
      object({ a: null, b: { type: "array", items: "string" } }),
      { properties: { a: {}, b: { type: "array", items: {} } } },
    ],
    [
      "a mistake in a definition",
      { ...object({ a: { $ref: "#/$defs/a" } }), $defs: { a: { type: "Number" } } },
      { properties: { a: { $ref: "#/$defs/a" } }, $defs: { a: { type: "number" } } },
    ],
    ["an empty union", object({ a: { ...string, anyOf: [] } }), { properties: { a: string } }],
  ])("%s: the tool is declared without the mistake, with a warning", async (_, given, expected) => {
    const { schema, codes } = await declared(given);
    expect(schema).toMatchObject(expected);
    expect(codes).toContain("schema_suspicious");
    expect(codes).not.toContain("tool_left_out");
  });
});

it("F298 names the keyword in the same words wherever the schema is from", async () => {
  const bad = {
    "~standard": {
      version: 1,
      vendor: "canary",
      validate: () => ({}),
      jsonSchema: { input: () => object({ a: { enum: "b" } }) },
    },
  };
  const problem = "has a value for `enum` that is not a list of values (at #/properties/a/enum)";
  for (const schema of [object({ a: { enum: "b" } }), bad]) {
    await expect(schemaReport(schema as never)).rejects.toThrow(problem);
  }
});
