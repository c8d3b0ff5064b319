import { describe, expect, it } from "vitest";
import { z } from "zod";
import { type GeminiEvent, jsonSchema, mcpTools } from "../../src/index.ts";
import { ANNOTATIONS, CONVERTED, UNSUPPORTED } from "../../src/schema/convert/keywords.ts";
import { KEYWORD_NAMES } from "../../src/schema/keyword-names.ts";
import { start } from "../client/support/ways.ts";
import { localServer } from "../features/tools/support/mcp.ts";
import { expectRefusal, object, string, warningsOf } from "./support/plain-schemas.ts";

const PROPERTIES = '`{ type: "object", properties: { … } }`';

describe("F295 an object without a keyword of JSON Schema is refused", () => {
  it.each<[string, unknown, string, string]>([
    ["names of types", { name: "string", age: "number" }, "#", PROPERTIES],
    ["schemas of the properties", { city: string }, "#", PROPERTIES],
    ["an example", { name: "canary", age: 5 }, "#", PROPERTIES],
    ["a list of a type", { tags: ["string"] }, "#", PROPERTIES],
    ["constructors", { name: String }, "#", PROPERTIES],
    ["properties with names of keywords", { title: "string", year: "number" }, "#", PROPERTIES],
    ["properties that all have names of keywords", { title: "string", description: "string" }, "#", PROPERTIES],
    ["schemas of properties with names of keywords", { id: string, name: string }, "#", PROPERTIES],
    ["schemas of `title` and `type`", { type: string, title: string }, "#/type", PROPERTIES],
    ["beside `$schema`", { $schema: "https://json-schema.org/draft/2020-12/schema", a: "string" }, "#", PROPERTIES],
    ["with schemas of a library", { name: z.string() }, "#", "z.object({ … })"],
    ["only a misspelt keyword", { propeties: { a: string } }, "#", "`properties`"],
    ["in a property", object({ address: { street: "string" } }), "#/properties/address", PROPERTIES],
    ["in items", { type: "array", items: { a: string } }, "#/items", PROPERTIES],
    ["in a branch", { anyOf: [string, { a: string }] }, "#/anyOf/1", PROPERTIES],
    [
      "in a definition that is used",
      { $defs: { a: { b: string } }, ...object({ a: { $ref: "#/$defs/a" } }) },
      "#/$defs/a",
      PROPERTIES,
    ],
    ["a schema of a library in a property", object({ a: z.string() }), "#/properties/a", "whole schema"],
    ["a schema of a library in jsonSchema()", jsonSchema(z.object({}) as never), "#", "without `jsonSchema()`"],
    ["a promise", Promise.resolve(object({})), "#", "A schema is an object"],
  ])("%s", async (_, schema, path, remedy) => {
    await expectRefusal(schema, path, remedy);
  });
});

describe("F296 a wrapper around a schema is refused with the member to pass", () => {
  const schema = object({ city: string });
  it.each<[string, unknown, string]>([
    ["OpenAI", { name: "canary", strict: true, schema }, "schema"],
    ["OpenAI, response_format", { type: "json_schema", json_schema: { name: "canary", schema } }, "json_schema/schema"],
    ["OpenAI, text.format", { type: "json_schema", name: "canary", strict: true, schema }, "schema"],
    ["OpenAI, tools", { type: "function", function: { name: "a", parameters: schema } }, "function/parameters"],
    ["OpenAI, tools of responses", { type: "function", name: "a", parameters: schema, strict: true }, "parameters"],
    ["AI SDK", { _type: undefined, jsonSchema: schema, validate: () => true, [Symbol("s")]: true }, "jsonSchema"],
    ["AI SDK, without a validator", { _type: undefined, jsonSchema: schema, validate: undefined }, "jsonSchema"],
    ["Anthropic", { name: "a", description: "canary", input_schema: schema }, "input_schema"],
    ["MCP", { name: "a", description: "canary", inputSchema: schema }, "inputSchema"],
    ["Google", { name: "a", description: "canary", parametersJsonSchema: schema }, "parametersJsonSchema"],
    ["a single member", { schema }, "schema"],
    ["a module", { default: schema }, "default"],
  ])("%s", async (_, wrapper, member) => {
    await expectRefusal(wrapper, "#", `Pass only its member #/${member}.`);
  });

  it("but an object that has a property of that name is a schema", async () => {
    for (const name of ["schema", "parameters", "function"])
      expect(await warningsOf(object({ [name]: string }))).toEqual([]);
  });
});

describe("F297 a misspelt keyword", () => {
  it.each<[string, unknown, string, string]>([
    ["letter left out", { type: "object", propeties: { a: string } }, "#/propeties", "`properties`"],
    ["empty", { type: "object", propeties: {} }, "#/propeties", "`properties`"],
    ["letters swapped", object({ a: string }, { requried: ["a"] }), "#/requried", "`required`"],
    ["plural", object({ a: { ...string, enums: ["a"] } }), "#/properties/a/enums", "`enum`"],
    [
      "case",
      object({ a: string }, { additionalproperties: false }),
      "#/additionalproperties",
      "`additionalProperties`",
    ],
    [
      "two letters",
      object({ a: string }, { aditonalProperties: false }),
      "#/aditonalProperties",
      "`additionalProperties`",
    ],
    ["underscores", { title: "canary", any_of: [string] }, "#/any_of", "`anyOf`"],
    ["underscores of a limit", { type: "array", items: string, min_items: 1 }, "#/min_items", "`minItems`"],
    ["singular", { type: "array", item: string }, "#/item", "`items`"],
    ["a limit", { type: "string", maxLenght: 5 }, "#/maxLenght", "`maxLength`"],
  ])("is refused if nothing else can be meant: %s", async (_, schema, path, keyword) => {
    await expectRefusal(schema, path, `Did you mean ${keyword}?`);
  });

  it.each<[string, object, string, string]>([
    ["an annotation", { ...string, desciption: "canary" }, "#/desciption", "Did you mean `description`?"],
    ["another kind of value", { ...string, requird: true }, "#/requird", "Did you mean `required`?"],
    ["properties beside `type`", { type: "object", city: string }, "#/city", PROPERTIES],
    ["properties beside a title", { title: "canary", city: string }, "#/city", PROPERTIES],
    ["no keyword further inside", object({ a: { note: "canary" } }), "#/properties/a", PROPERTIES],
  ])("is a warning if it can have a meaning of its own: %s", async (_, schema, path, remedy) => {
    const [warning, ...others] = await warningsOf(schema);
    expect(others).toEqual([]);
    expect(warning).toMatchObject({ code: "schema_suspicious", summary: expect.stringContaining(`(at ${path})`) });
    expect(warning?.message.startsWith(`${warning.summary} `)).toBe(true);
    expect(warning?.message).toContain(remedy);
    expect(warning?.message).not.toContain("canary");
  });
});

describe("F298 a keyword with a value of the wrong kind is refused with a valid one", () => {
  it.each<[string, unknown, string, string]>([
    ["a list of properties", { type: "object", properties: [] }, "#/properties", '{ name: { type: "string" } }'],
    ["one required name", object({ name: string }, { required: "name" }), "#/required", '["name"]'],
    [
      "a property that is required",
      object({ name: { ...string, required: true } }),
      "#/properties/name/required",
      '["name"]',
    ],
    ["an unknown type", object({ a: { type: "strng" } }), "#/properties/a/type", 'Did you mean `"string"`?'],
    ["a type of another language", { type: "list" }, "#/type", 'Did you mean `"array"`?'],
    ["several types in a string", { type: "canary | null" }, "#/type", "The types are string"],
    ["a type of Google's", { type: "OBJECT", properties: {} }, "#/type", "`FunctionDeclaration`"],
    ["a constructor", object({ a: { type: String } }), "#/properties/a/type", "The types are string"],
    ["items that are a name", { type: "array", items: "string" }, "#/items", '{ type: "string" }'],
    ["a property that is a name", object({ a: "string" }), "#/properties/a", '{ type: "string" }'],
    ["an enum that is an object", { type: "string", enum: {} }, "#/enum", '["red", "green"]'],
    ["a length that is a string", { ...string, minLength: "canary" }, "#/minLength", "takes a number"],
    ["a pattern that is an object", { ...string, pattern: /canary/ }, "#/pattern", "takes a string"],
    ["branches that are an object", { anyOf: { a: string } }, "#/anyOf", "a list of schemas"],
    ["items that are null", { type: "array", items: string, minItems: null }, "#/minItems", "a whole number"],
  ])("%s", async (_, schema, path, remedy) => {
    await expectRefusal(schema, path, remedy);
  });

  it("but what the drafts allow is a schema", async () => {
    const schemas: readonly object[] = [
      {},
      object({ a: true, b: {} }),
      { $schema: "http://json-schema.org/draft-04/schema#", type: "number", minimum: 1, exclusiveMinimum: true },
      { type: "array", items: [string, { type: "number" }], additionalItems: false },
      object(
        { a: string },
        { dependencies: { a: ["b"] }, definitions: { folder: { a: string } }, maxProperties: null },
      ),
    ];
    for (const schema of schemas) {
      const codes = (await warningsOf(schema)).map(({ code }) => code);
      expect(codes).not.toContain("schema_suspicious");
    }
  });
});

describe("F299 schemas with keywords of tools", () => {
  it.each<[string, object]>([
    [
      "of editors",
      object(
        { a: { ...string, markdownDescription: "canary", enumDescriptions: ["canary"], defaultSnippets: [] } },
        { $schema: "https://json-schema.org/draft/2020-12/schema", $id: "a", errorMessage: { required: "canary" } },
      ),
    ],
    [
      "of forms",
      object({ a: { ...string, "ui:widget": "textarea", widget: "text", options: {}, order: 1, label: "A" } }),
    ],
    [
      "of MCP servers",
      object({ a: { ...string, "x-mcp-header": "a", title: "A", examples: ["canary"], deprecated: true } }),
    ],
    [
      "of OpenAPI",
      object({ a: { ...string, nullable: true, example: "canary", xml: { name: "b" }, externalDocs: {} } }),
    ],
    [
      "alone in a property",
      object({ a: { tsType: "string" }, b: { "x-any": true }, c: { markdownDescription: "canary" } }),
    ],
    [
      "of code generators",
      object({ a: { ...string, javaType: "string", faker: "name", format: "uuid", cost: 1, multiple: true } }),
    ],
    ["TypeBox", object({ a: { ...string, [Symbol.for("TypeBox.Kind")]: "String" }, b: { "~kind": "Any" } })],
    ["Zod as JSON Schema", object({ a: z.toJSONSchema(z.object({ b: z.string().meta({ note: "canary" }) })) })],
    ["folders of definitions", { $defs: { all: { a: string } }, ...object({ a: { $ref: "#/$defs/all/a" } }) }],
  ])("%s are used without a warning", async (_, schema) => {
    const codes = (await warningsOf(schema)).map(({ code }) => code);
    expect(codes).not.toContain("schema_suspicious");
  });

  it("every keyword that is converted is a known one", () => {
    expect(KEYWORD_NAMES).toEqual(expect.arrayContaining([...CONVERTED, ...UNSUPPORTED, ...ANNOTATIONS]));
  });

  it("mistakes in the schema of an MCP server are warnings, and its tool is used as before", async () => {
    const started = await start();
    const server = localServer(["shape", "typo", "length", "wrapper"]);
    const schemas = [
      { city: string },
      object({ a: string }, { requried: ["a"] }),
      object({ a: { ...string, minLength: "1" } }),
      { name: "canary", inputSchema: object({ a: string }) },
    ];
    server.tools = server.tools.map((one, index) => ({ ...one, inputSchema: schemas[index] ?? {} }));
    started.emulator.next({ text: "Done." });
    const events: GeminiEvent[] = [];
    const client = started.client({ tools: [mcpTools(server)], onEvent: (event) => events.push(event) });
    await client.generate("canary");
    await client.generate("canary");
    const [request] = started.requests();
    expect(JSON.stringify(request)).toMatch(/shape.*typo.*length.*wrapper/);
    const warnings = events.flatMap((event) => (event.type === "warning" ? [`${event.code} ${event.message}`] : []));
    expect(warnings.filter((one) => one.startsWith("schema_suspicious"))).toEqual([
      expect.stringContaining("`shape.parameters` has no JSON Schema keyword"),
      expect.stringContaining("Did you mean `required`?"),
      expect.stringContaining("(at #/properties/a/minLength)"),
      expect.stringContaining("#/inputSchema"),
    ]);
    expect(warnings.filter((one) => one.startsWith("tool_left_out"))).toEqual([]);
  });
});
