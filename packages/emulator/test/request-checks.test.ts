import { expect, test } from "vitest";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";

const contents = [say("hello")];
const call = { functionCall: { name: "f", args: {} } };
const response = { functionResponse: { name: "f", response: { output: 1 } } };
const model = (...parts: object[]) => ({ role: "model", parts });
const user = (...parts: object[]) => ({ role: "user", parts });
const config = (generationConfig: object) => ({ contents, generationConfig });
const declare = (...declarations: object[]) => ({ contents, tools: [{ functionDeclarations: declarations }] });

async function send(request: object, name = "gemini-2.5-flash-lite") {
  const { post } = await startEmulator({ models: [name] });
  const { status, body } = await post(`/v1beta/models/${name}:generateContent`, request, apiKey);
  return { status, message: body.error?.message };
}

test.each([
  [{}, "contents is not specified"],
  [{ contents: [] }, "contents is not specified"],
  [{ contents: [{ role: "assistant", parts: [{ text: "a" }] }] }, "valid role: user, model"],
  [{ contents: [{ role: "user" }] }, "parts must not be empty"],
  [{ contents: [user()] }, "parts must not be empty"],
  [{ contents: [user({})] }, "must have one initialized field"],
  [{ contents: [user({ text: null })] }, "contents[0].parts[0].data: required oneof field"],
  [{ contents: [user({ text: "a" }, { thought: true })] }, "contents[0].parts[1].data: required oneof field"],
  [{ contents: [user({ functionResponse: { response: {} } })] }, "function_response.name: Name cannot be empty."],
  [{ contents: [user({ text: "a", ...call })] }, "oneof field 'data' is already set"],
  [{ contents: [user({ inlineData: { data: "AAAA" } })] }, "inline_data.mime_type"],
  [{ contents, systemInstruction: { parts: [] } }, "system_instruction.parts"],
  [{ contents: [user({ text: "a" }), model(call, call), user(response)] }, "number of function response parts"],
  [{ contents: [user({ text: "a" }), model(call), user({ text: "b" })] }, "number of function response parts"],
  [{ contents: [user(response)] }, "immediately after a function call turn"],
  [{ contents: [user({ text: "a" }), model({ text: "b" }), user(response)] }, "immediately after a function call turn"],
  [
    { contents: [user({ text: "a" }), model(call), user(response), model({ text: "b" }), user(response)] },
    "immediately after a function call turn",
  ],
  [{ contents: [user({ text: "a" }), model(call), user(response, response)] }, "number of function response parts"],
  [config({ temperature: 2.1 }), "temperature value of 2.1"],
  [config({ temperature: -0.1 }), "temperature value of -0.1"],
  [config({ topP: 1.1 }), "topP value of 1.1"],
  [config({ candidateCount: 0 }), "candidateCount value of 0"],
  [config({ candidateCount: 9 }), "candidateCount value of 9"],
  [config({ maxOutputTokens: 0 }), "maxOutputTokens value of 0"],
  [config({ maxOutputTokens: 65_537 }), "maxOutputTokens value of 65537"],
  [config({ stopSequences: ["1", "2", "3", "4", "5", "6"] }), "number of stop sequences"],
  [config({ logprobs: 3 }), "logprobs is only allowed"],
  [config({ responseMimeType: "image/png" }), "allowed mimetypes"],
  [config({ responseJsonSchema: {} }), "response mimetype is set"],
  [
    config({ responseMimeType: "application/json", responseJsonSchema: {}, responseSchema: {} }),
    "Only one of response_schema and response_json_schema",
  ],
  [config({ thinkingConfig: { thinkingBudget: 1, thinkingLevel: "LOW" } }), "only one of thinking budget and thinking"],
  [config({ thinkingConfig: { thinkingLevel: "LOW" } }), "level is not supported for this model"],
  [config({ thinkingConfig: { thinkingBudget: 30_000 } }), "between 512 and 24576"],
  [declare({ name: "1f" }), "Invalid function name"],
  [declare({ name: "f".repeat(129) }), "with a maximum length of 128."],
  [declare({ name: "f" }, { name: "f" }), "Duplicate function declaration found: f"],
  [declare({ name: "f", parameters: {}, parametersJsonSchema: {} }), "only one of parameters"],
  [
    { ...declare({ name: "f" }), generationConfig: { responseMimeType: "application/json" } },
    "response mime type: 'application/json' is unsupported",
  ],
  [
    { ...declare({ name: "f" }), toolConfig: { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["g"] } } },
    "not declared: g",
  ],
  [
    { contents, toolConfig: { functionCallingConfig: { mode: "NONE" } } },
    "Function calling config is set without function_declarations.",
  ],
])("refuses %j", async (request, message) => {
  expect(await send(request)).toEqual({ status: 400, message: expect.stringContaining(message) });
});

test.each([
  { contents: [{ parts: [{ text: "no role" }] }] },
  { contents: [user({ text: "a" }), user({ text: "b" })] },
  { contents: [user({ text: "a" }), model({ text: "" }), user({ text: "b" })] },
  { contents: [user({ text: "a" }), model(call, call), user(response), user(response)] },
  { contents: [user({ text: "a" }), model(call), user(response, { text: "and now?" })] },
  config({ temperature: 0, topP: 0, topK: 1, candidateCount: 8, maxOutputTokens: 1, presencePenalty: -2 }),
  config({ thinkingConfig: { thinkingBudget: -1 } }),
  config({ thinkingConfig: { thinkingBudget: 0 } }),
  declare({ name: "_f.g-1" }),
  declare({ name: "f".repeat(128) }),
])("accepts %j", async (request) => {
  expect(await send(request)).toEqual({ status: 200 });
});

test("the limits depend on the model", async () => {
  const budget = (thinkingBudget: number) => config({ thinkingConfig: { thinkingBudget } });
  expect((await send(budget(0), "gemini-2.5-pro")).message).toContain("only works in thinking mode");
  expect((await send(budget(32_768), "gemini-2.5-pro")).status).toBe(200);
  expect((await send(config({ maxOutputTokens: 8_193 }), "gemma-4-31b-it")).status).toBe(400);
});

test.each([
  ["gemini-3-flash-preview", ["minimal", "LOW", "MEDIUM", "high"]],
  ["gemini-3.5-flash-lite", ["MINIMAL", "LOW", "MEDIUM", "HIGH"]],
  ["gemini-3.6-flash", ["MINIMAL", "LOW", "MEDIUM", "HIGH"]],
  ["gemini-3.8-flash", ["LOW", "MEDIUM", "HIGH"]],
  ["gemini-3.1-pro-preview", ["LOW", "MEDIUM", "HIGH"]],
  ["gemini-3-pro-preview", ["LOW", "HIGH"]],
  ["gemini-4-argon", ["LOW", "MEDIUM", "HIGH"]],
  ["gemini-4-neon", ["LOW", "MEDIUM", "HIGH", "XHIGH"]],
])("%s accepts only the levels %j", async (name, levels) => {
  for (const thinkingLevel of ["MINIMAL", "LOW", "MEDIUM", "HIGH", "XHIGH"]) {
    const written = levels.find((level) => level.toUpperCase() === thinkingLevel);
    const { status, message } = await send(
      config({ thinkingConfig: { thinkingLevel: written ?? thinkingLevel } }),
      name,
    );
    expect({ thinkingLevel, status }).toEqual({ thinkingLevel, status: written ? 200 : 400 });
    if (!written) expect(message).toMatch(/^Thinking level .* is not supported for this model\./);
  }
});

test("Gemini 3 accepts a budget too; Gemini 4 refuses it", async () => {
  const budget = config({ thinkingConfig: { thinkingBudget: 1_024 } });
  expect((await send(budget, "gemini-3.8-flash")).status).toBe(200);
  expect(await send(budget, "gemini-4-hydrogen")).toMatchObject({ status: 400 });
});

const cacheless = {
  "gemini-api": [
    "/v1beta/models/gemini-3.8-flash:generateContent",
    "cachedContents/fake-cache",
    { code: 403, status: "PERMISSION_DENIED", message: "CachedContent not found (or permission denied)" },
  ],
  vertex: [
    "/v1/projects/p/locations/global/publishers/google/models/gemini-3.8-flash:generateContent",
    "projects/p/locations/global/cachedContents/12345",
    { code: 404, status: "NOT_FOUND", message: "Not found: cached content metadata for 12345." },
  ],
} as const;

test.each(["gemini-api", "vertex"] as const)(
  "%s refuses cached content, which does not exist, unless the answer is scripted",
  async (backend) => {
    const [path, cachedContent, error] = cacheless[backend];
    const { emulator, post, bearer } = await startEmulator();
    const headers = backend === "vertex" ? bearer : apiKey;
    expect(await post(path, { contents, cachedContent }, headers)).toMatchObject({
      status: error.code,
      body: { error },
    });

    emulator.next({ text: "from the cache", usage: { cachedContentTokenCount: 2_048 } });
    const { status, body } = await post(path, { contents, cachedContent }, headers);
    expect({ status, cached: body.usageMetadata?.cachedContentTokenCount }).toEqual({ status: 200, cached: 2_048 });
  },
);

test.each([[model(call)], [model({ text: "a" }, call)], [model({ text: "a" }), model(call)]])(
  "F266 a conversation cannot start with a function call: %j",
  async (...turns) => {
    expect(await send({ contents: [...turns, user(response)] })).toEqual({
      status: 400,
      message:
        "Please ensure that function call turn comes immediately after a user turn or after a function response turn.",
    });
  },
);
