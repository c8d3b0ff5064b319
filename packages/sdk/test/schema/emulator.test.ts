import { Validator } from "@cfworker/json-schema";
import { createEmulator } from "@gemini-ts/emulator";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { convertSchema } from "../../src/schema/convert-schema.ts";
import { anySchema } from "./support/any-schema.ts";
import { conversionCases } from "./support/conversion-cases.ts";

const model = "gemini-3.8-flash";
const contents = [{ role: "user", parts: [{ text: "canary" }] }];

function startEmulator() {
  const emulator = createEmulator();
  onTestFinished(() => emulator.close());
  return async (request: object) => {
    const response = await emulator.fetch(`http://emulator.test/v1beta/models/${model}:generateContent`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-goog-api-key": "fake-key-canary" },
      body: JSON.stringify({ contents, ...request }),
    });
    return { status: response.status, body: JSON.parse(await response.text()) };
  };
}

const asResponse = (responseJsonSchema: unknown) => ({
  generationConfig: { responseMimeType: "application/json", responseJsonSchema },
});

const asParameters = (parametersJsonSchema: unknown) => ({
  tools: [{ functionDeclarations: [{ name: "f", description: "d", parametersJsonSchema }] }],
});

/** The value that the emulator answers, and whether it fits the schema that it was asked for. */
async function answerTo(send: ReturnType<typeof startEmulator>, schema: unknown) {
  const { status, body } = await send(asResponse(schema));
  if (status !== 200) return { status, message: body.error.message };
  const value = JSON.parse(body.candidates[0].content.parts[0].text);
  const { valid } = new Validator(JSON.parse(JSON.stringify(schema)), "2020-12").validate(value);
  return { status, valid, value };
}

test("F131 the emulator accepts any converted schema, for responses and for parameters", async () => {
  const send = startEmulator();
  let sent = 0;
  await fc.assert(
    fc.asyncProperty(anySchema, async (json) => {
      for (const use of ["response", "parameters"] as const) {
        let converted: ReturnType<typeof convertSchema>;
        try {
          converted = convertSchema("schema", json, use);
        } catch (error) {
          expect(error).toMatchObject({ code: "invalid_options" });
          continue;
        }
        const request = use === "response" ? asResponse(converted.schema) : asParameters(converted.schema);
        const { status, body } = await send(request);
        expect({ status, message: body.error?.message }).toEqual({ status: 200, message: undefined });
        sent += 1;
      }
    }),
    { numRuns: 150, seed: 131 },
  );
  expect(sent).toBeGreaterThan(100);
});

test.each(Object.entries(conversionCases))("F131 the emulator answers with a valid value for %s", async (_, [json]) => {
  const { schema } = convertSchema("schema", json, "response");
  expect(await answerTo(startEmulator(), schema)).toMatchObject({ status: 200, valid: true });
});
