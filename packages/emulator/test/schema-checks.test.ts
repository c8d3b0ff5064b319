import { describe, expect, test } from "vitest";
import { generate } from "./support/generate-on.ts";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";

const contents = [say("hello")];
const text = { type: "STRING" };
const object = (properties: object, more: object = {}) => ({ type: "OBJECT", properties, ...more });

/** Each place of a request that takes a schema, with Google's path to it. */
const places: Record<string, (schema: object) => object> = {
  "tools[0].function_declarations[0].parameters": (schema) => declare({ parameters: schema }),
  "tools[0].function_declarations[0].response": (schema) => declare({ response: schema }),
  "generation_config.response_schema": (schema) => ({
    contents,
    generationConfig: { responseMimeType: "application/json", responseSchema: schema },
  }),
};

/** Ways to nest a schema, with the path that Google appends. */
const nested: Record<string, (schema: object) => object> = {
  "": (schema) => schema,
  ".properties[a]": (schema) => object({ a: schema }),
  ".items": (schema) => ({ type: "ARRAY", items: schema }),
  ".any_of[1]": (schema) => ({ anyOf: [text, schema] }),
  ".properties[a].items.any_of[0].properties[b]": (schema) =>
    object({ a: { type: "ARRAY", items: { anyOf: [object({ b: schema })] } } }),
};

function declare(schemas: object): object {
  return { contents, tools: [{ functionDeclarations: [{ name: "f", description: "d", ...schemas }] }] };
}

async function send(request: object) {
  const { post } = await startEmulator();
  const { status, body } = await post("/v1beta/models/gemini-3.8-flash:generateContent", request, apiKey);
  return { status, message: body.error?.message };
}

describe.each(Object.entries(places))("%s", (place, toRequest) => {
  describe.each(Object.entries(nested))("at %j", (nesting, nest) => {
    test.each([
      ["an empty string in enum", { ...text, enum: ["list", "open", ""] }, [".enum[2]: cannot be empty"]],
      [
        "required properties that are not declared",
        object({ n: text }, { required: ["gone", "n", "toString"] }),
        [".required[0]: property is not defined", ".required[2]: property is not defined"],
      ],
      [
        "properties and required of a string",
        { type: "STRING", properties: { n: text }, required: ["n"] },
        [".properties: only allowed for OBJECT type", ".required: only allowed for OBJECT type"],
      ],
      [
        "properties without a type",
        { anyOf: [text], properties: { n: text } },
        [".properties: only allowed for OBJECT type"],
      ],
      ["an array without items", { type: "ARRAY" }, [".items: missing field"]],
      ["an enum of another type", { type: "INTEGER", enum: ["1"] }, [".enum: only allowed for STRING type"]],
      ["no type", { description: "d" }, [".type: must be specified"]],
      [
        "a format that it does not know",
        { ...text, format: "uri" },
        [".format: only 'enum' and 'date-time' are supported for STRING type"],
      ],
    ])("refuses %s", async (_, schema, problems) => {
      const lines = problems.map((problem) => `* GenerateContentRequest.${place}${nesting}${problem}\n`);
      expect(await send(toRequest(nest(schema)))).toEqual({ status: 400, message: lines.join("") });
    });

    test.each([
      ["exclusiveMinimum", { type: "INTEGER", exclusiveMinimum: 0 }, 'Unknown name "exclusiveMinimum"'],
      ["a list of types", { type: ["STRING", "NULL"] }, "Proto field is not repeating, cannot start list."],
      ["oneOf", { oneOf: [text] }, 'Unknown name "oneOf"'],
      ["an enum of numbers", { type: "INTEGER", enum: [1, 2] }, "enum[0]' (TYPE_STRING), 1"],
      ["$ref", { $ref: "#/$defs/node" }, 'Unknown name "$ref"'],
    ])("refuses %s", async (_, schema, problem) => {
      expect(await send(toRequest(nest(schema)))).toEqual({ status: 400, message: expect.stringContaining(problem) });
    });
  });

  test.each([
    ["required properties that are declared", object({ n: { ...text, enum: ["a"] } }, { required: ["n"] })],
    ["empty lists, which are the same as absent ones", { type: "STRING", properties: {}, required: [], enum: [] }],
    ["lower-case types", { type: "object", properties: { n: { type: "string" } }, required: ["n"] }],
  ])("accepts %s", async (_, schema) => {
    expect(await send(toRequest(schema))).toEqual({ status: 200 });
  });
});

test("all problems of all declarations are reported, with the place of each tool", async () => {
  const functionDeclarations = [{ name: "f" }, { name: "g", parameters: object({}, { required: ["n"] }) }];
  const second = [{ name: "h", parameters: object({ n: { ...text, enum: [""] } }) }];
  const tools = [{ googleSearch: {} }, { functionDeclarations }, { functionDeclarations: second }];
  expect(await send({ contents, tools })).toEqual({
    status: 400,
    message:
      "* GenerateContentRequest.tools[1].function_declarations[1].parameters.required[0]: property is not defined\n" +
      "* GenerateContentRequest.tools[2].function_declarations[0].parameters.properties[n].enum[0]: cannot be empty\n",
  });
});

describe.each(["vertex", "code-assist"] as const)("%s checks types in its own words", (service) => {
  const learnMore = "Learn more: https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal";
  const other = "specified other fields alongside any_of. When using any_of, it must be the only field set.";
  const failure = async (request: object) => {
    const { emulator, url } = await startEmulator();
    const ask = (path: string, init?: RequestInit) => fetch(url + path, init);
    const { status, error } = await generate({ emulator, ask }, "hello", { service, request });
    return { status, message: error?.message };
  };

  test.each([
    ["no type", { a: object({ b: { description: "d" } }) }, "a.b", "didn't specify the schema type field."],
    [
      "no type of items",
      { a: { type: "ARRAY", items: { enum: ["x"] } } },
      "a",
      "didn't specify the schema type field.",
    ],
    ["anyOf and more", { w: { anyOf: [text], nullable: true } }, "w", other],
  ])("%s of a parameter", async (_, properties, path, problem) => {
    expect(await failure(declare({ parameters: object(properties) }))).toEqual({
      status: 400,
      message: `Unable to submit request because \`f\` functionDeclaration \`parameters.${path}\` schema ${problem} ${learnMore}/function-calling`,
    });
  });

  test("anyOf and more in the schema of a response", async () => {
    const responseSchema = object({ w: { anyOf: [text, { type: "INTEGER" }], nullable: true } });
    expect(
      await failure({ contents, generationConfig: { responseMimeType: "application/json", responseSchema } }),
    ).toEqual({
      status: 400,
      message: `Unable to submit request because one or more response schemas ${other} ${learnMore}/control-generated-output`,
    });
  });

  test("anyOf alone is accepted", async () => {
    expect(await failure(declare({ parameters: object({ w: { anyOf: [text, { type: "INTEGER" }] } }) }))).toEqual({
      status: 200,
    });
  });
});

/** A JSON Schema as the parameters of a function, and as the schema of a response. */
const jsonSchemaPlaces: Record<string, (schema: object) => object> = {
  parameters_json_schema: (schema) => declare({ parametersJsonSchema: schema }),
  response_json_schema: (schema) => ({
    contents,
    generationConfig: { responseMimeType: "application/json", responseJsonSchema: schema },
  }),
};

describe.each(Object.entries(jsonSchemaPlaces))("JSON Schema in %s", (_place, toRequest) => {
  const json = (properties: object, more: object = {}) => ({ type: "object", properties, ...more });
  const string = { type: "string" };
  const node = (required: readonly string[], next: object = { $ref: "#/$defs/Node" }) => ({
    ...json({ node: { $ref: "#/$defs/Node" } }),
    $defs: { Node: json({ next, value: string }, { required }) },
  });
  const loop = (path: string) =>
    `ref loops are only supported if they include optional or nullable property values, or a potentially-zero-length array items, but a ref loop of required fields was found at ${path}`;

  test.each<[string, object]>([
    [
      "keywords of Google's Schema that break its rules",
      json({ n: { type: ["array", "null"] } }, { required: ["gone"] }),
    ],
    ["keywords that Google ignores", json({ n: { const: 1, multipleOf: 2, exclusiveMinimum: 0 } }, { $schema: "x" })],
    [
      "references, with a description",
      { ...json({ a: { $ref: "#/$defs/A", description: "d" } }), $defs: { A: string } },
    ],
    ["recursion in optional properties", node(["value"])],
    ["recursion in items", node(["next"], { type: "array", items: { $ref: "#/$defs/Node" } })],
  ])("accepts %s", async (_, schema) => {
    expect(await send(toRequest(schema))).toEqual({ status: 200 });
  });

  test.each<[string, object, string]>([
    [
      "a reference to nothing",
      json({ a: { anyOf: [string, { $ref: "#/$defs/Gone" }] } }),
      "reference to undefined schema at properties.a.anyOf.1",
    ],
    [
      "keywords beside a reference",
      { ...json({ a: { $ref: "#/$defs/Option", type: "string" } }), $defs: { Option: string } },
      "Schema.ref 'Option' was set alongside unsupported fields.  If a schema node has Schema.ref set, then only description and default can be set alongside it; other fields they would be replaced by the expanded reference.",
    ],
    ["recursion in required properties", node(["next"]), loop("$defs.Node.properties.next")],
    [
      "recursion in required properties that may be null",
      node(["next"], { anyOf: [{ type: "null" }, { $ref: "#/$defs/Node" }] }),
      loop("$defs.Node.properties.next.anyOf.1"),
    ],
    [
      "recursion in items that are required",
      node(["next"], { type: "array", items: { $ref: "#/$defs/Node" }, minItems: 1 }),
      loop("$defs.Node.properties.next.items"),
    ],
    [
      "too many items in all",
      json({ a: { type: "array", maxItems: 500, items: string }, b: { type: "array", maxItems: 500, items: string } }),
      "Request contains an invalid argument.",
    ],
  ])("refuses %s", async (_, schema, message) => {
    expect(await send(toRequest(schema))).toEqual({ status: 400, message });
  });

  test("refuses deep nesting", async () => {
    const deep = Array.from({ length: 40 }).reduce<object>((inner) => json({ a: inner }), string);
    expect(await send(toRequest(deep))).toEqual({
      status: 400,
      message: expect.stringMatching(/^A .* in the request exceeds the maximum allowed nesting depth\.$/),
    });
  });
});

test("parameters in JSON Schema have to be an object", async () => {
  expect(await send(declare({ parametersJsonSchema: { type: "string" } }))).toEqual({
    status: 400,
    message: "Unable to submit request because `f` functionDeclaration parameters schema should be of type OBJECT",
  });
});
