import { describe, expect, test } from "vitest";
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

test("JSON Schema is not held to these rules", async () => {
  const parametersJsonSchema = { type: "object", properties: {}, required: ["n"] };
  expect(await send(declare({ parametersJsonSchema }))).toEqual({ status: 200 });
});
