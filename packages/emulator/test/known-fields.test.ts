import { describe, expect, test } from "vitest";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";

const contents = [say("hello")];
const project = "fake-project-001";
const paths = {
  "gemini-api": "/v1beta/models/gemini-3-flash:generateContent",
  vertex: "/v1/projects/p/locations/global/publishers/google/models/gemini-3-flash:generateContent",
  "code-assist": "/v1internal:generateContent",
};

async function send(backend: keyof typeof paths, request: object | null) {
  const { emulator, post, bearer } = await startEmulator();
  const body = backend === "code-assist" ? { model: "gemini-3-flash", project, request } : request;
  return { emulator, ...(await post(paths[backend], body, backend === "gemini-api" ? apiKey : bearer)) };
}

describe("unknown fields are refused, with their path", () => {
  test.each([
    [{ contents, extra: 1 }, 'Unknown name "extra": Cannot find field.'],
    [{ contents, generationConfig: { temprature: 1 } }, `Unknown name "temprature" at 'generation_config': Cannot`],
    [{ contents: [{ role: "user", parts: [{ txt: "a" }] }] }, `Unknown name "txt" at 'contents[0].parts[0]': Cannot`],
    [{ contents, tools: [{ functions: [] }] }, `Unknown name "functions" at 'tools[0]': Cannot`],
    [{ contents, toolConfig: { mode: "ANY" } }, `Unknown name "mode" at 'tool_config': Cannot`],
    [{ contents, safetySettings: [{ kind: "X" }] }, `Unknown name "kind" at 'safety_settings[0]': Cannot`],
    [
      { contents, generationConfig: { responseSchema: { type: "OBJECT", properties: { a: { $ref: "b" } } } } },
      `Unknown name "$ref" at 'generation_config.response_schema.properties[0].value': Cannot`,
    ],
    [{ contents, constructor: 1 }, 'Unknown name "constructor": Cannot find field.'],
  ])("%j", async (request, message) => {
    const { status, body } = await send("gemini-api", request);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({
      status: "INVALID_ARGUMENT",
      message: expect.stringContaining(`Invalid JSON payload received. ${message}`),
      details: [{ "@type": "type.googleapis.com/google.rpc.BadRequest", fieldViolations: [{}] }],
    });
  });

  test("inside Code Assist's envelope, the path starts with the request", async () => {
    const { body } = await send("code-assist", { contents, generationConfig: { x: 1 } });
    expect(body.error.message).toBe(
      `Invalid JSON payload received. Unknown name "x" at 'request.generation_config': Cannot find field.`,
    );
    expect(body.error.details[0].fieldViolations).toEqual([
      { field: "request.generation_config", description: body.error.message },
    ]);
  });

  test("all of them at once", async () => {
    const { body } = await send("gemini-api", { contents, one: 1, two: 2 });
    expect(body.error.details[0].fieldViolations).toHaveLength(2);
    expect(body.error.message.split("\n")).toHaveLength(2);
  });
});

describe("values must be of the field's type", () => {
  test.each([
    [{ contents, generationConfig: [] }, 'Unknown name "generationConfig": Proto field is not repeating'],
    [{ contents, generationConfig: { temperature: "hot" } }, `'generation_config.temperature' (TYPE_FLOAT), "hot"`],
    [{ contents, generationConfig: { seed: 1.5 } }, `'generation_config.seed' (TYPE_INT32), 1.5`],
    [{ contents: [say(7 as unknown as string)] }, `'contents[0].parts[0].text' (TYPE_STRING), 7`],
    [
      { contents, generationConfig: { thinkingConfig: { thinkingLevel: "UTMOST" } } },
      `'generation_config.thinking_config.thinking_level' (type.googleapis.com/google.ai.generativelanguage.v1beta.ThinkingConfig.ThinkingLevel), "UTMOST"`,
    ],
    [
      { contents, generationConfig: { mediaResolution: { toString: 1 } } },
      "'generation_config.media_resolution' (type.googleapis.com/google.ai.generativelanguage.v1beta.GenerationConfig.MediaResolution)",
    ],
    [[], 'Unknown name "": Root element must be a message.'],
    [null, 'Unknown name "": Root element must be a message.'],
    [
      { contents: [{ parts: [{ inlineData: { mimeType: "image/png", data: "not base64!" } }] }] },
      `'contents[0].parts[0].inline_data.data' (TYPE_BYTES)`,
    ],
  ])("%j", async (request, message) => {
    const { status, body } = await send("gemini-api", request);
    expect({ status, message: body.error.message }).toEqual({ status: 400, message: expect.stringContaining(message) });
  });
});

// Google's example: https://github.com/google-gemini/generative-ai-python/blob/main/samples/rest/system_instruction.sh
test("F268 a single value is accepted for a list, on every service, and recorded as a list", async () => {
  const sum = "What is 2+2?";
  const request = {
    contents: { role: "user", parts: { text: sum } },
    systemInstruction: { parts: { text: "Be brief." } },
    generationConfig: { stopSequences: "END" },
    tools: { functionDeclarations: { name: "f", parameters: { type: "OBJECT", properties: {}, required: "x" } } },
  };
  for (const backend of Object.keys(paths) as (keyof typeof paths)[]) {
    const { status, body, emulator } = await send(backend, { ...request, tools: undefined });
    expect([status, JSON.stringify(body)]).toEqual([200, expect.stringContaining("2 + 2 = 4.")]);
    expect(emulator.calls[0]).toMatchObject({ prompt: sum, request: { contents: [{ parts: [{ text: sum }] }] } });
  }
  const { body } = await send("gemini-api", request);
  expect(body.error.message).toContain("parameters.required[0]: property is not defined");
});

test.each([
  ["gemini-api", "google.ai.generativelanguage.v1beta.", "ThinkingConfig"],
  ["vertex", "google.cloud.aiplatform.v1.", "GenerationConfig.ThinkingConfig"],
  ["code-assist", "google.cloud.aiplatform.master.", "GenerationConfig.ThinkingConfig"],
] as const)("F269 errors about values name the types of %s", async (backend, pack, thinking) => {
  const thinkingConfig = { thinkingLevel: "UTMOST" };
  const { body } = await send(backend, {
    contents: "Hi",
    systemInstruction: "Hi",
    generationConfig: { thinkingConfig },
  });
  const at = backend === "code-assist" ? "request." : "";
  expect(body.error.message.split("\n")).toEqual([
    `Invalid value at '${at}contents' (type.googleapis.com/${pack}Content), "Hi"`,
    `Invalid value at '${at}system_instruction' (type.googleapis.com/${pack}Content), "Hi"`,
    `Invalid value at '${at}generation_config.thinking_config.thinking_level' (type.googleapis.com/${pack}${thinking}.ThinkingLevel), "UTMOST"`,
  ]);
});

test("field names in snake case, numbers as strings, enums in lower case and nulls are accepted", async () => {
  const { status, body } = await send("gemini-api", {
    contents: [say("What is 2+2?")],
    system_instruction: null,
    generation_config: { max_output_tokens: "100", candidate_count: 2, response_modalities: ["text"] },
  });
  expect(status).toBe(200);
  expect(body.candidates).toHaveLength(2);
});

test.each([
  [{ contents, labels: { team: "a" } }, ["vertex", "code-assist"]],
  [{ contents, generationConfig: { audioTimestamp: true } }, ["vertex", "code-assist"]],
  [{ contents, toolConfig: { includeServerSideToolInvocations: true } }, ["gemini-api", "code-assist"]],
  [{ contents, session_id: "1" }, ["code-assist"]],
  [{ contents, store: false }, ["gemini-api"]],
] as const)("%j is known only to %j", async (request, known) => {
  const accepted: string[] = [];
  for (const backend of Object.keys(paths) as (keyof typeof paths)[]) {
    if ((await send(backend, request)).status === 200) accepted.push(backend);
  }
  expect(accepted.sort()).toEqual([...known].sort());
});

test("everything that the official converter sends is known", async () => {
  const { body, status } = await send("code-assist", {
    contents,
    systemInstruction: { role: "user", parts: [{ text: "Be brief." }] },
    labels: { team: "a" },
    safetySettings: [{ category: "HARM_CATEGORY_HARASSMENT", threshold: "BLOCK_NONE" }],
    tools: [{ functionDeclarations: [{ name: "f", parametersJsonSchema: { $schema: "x", type: "object" } }] }],
    toolConfig: { functionCallingConfig: { mode: "AUTO" } },
    session_id: "fake-session",
    generationConfig: {
      temperature: 1,
      topP: 0.95,
      topK: 64,
      candidateCount: 1,
      maxOutputTokens: 100,
      stopSequences: ["END"],
      responseLogprobs: true,
      logprobs: 2,
      presencePenalty: 0.1,
      frequencyPenalty: 0.1,
      seed: 7,
      responseMimeType: "text/plain",
      responseModalities: ["TEXT"],
      mediaResolution: "MEDIA_RESOLUTION_LOW",
      audioTimestamp: true,
      routingConfig: {},
      modelSelectionConfig: {},
      speechConfig: {},
      thinkingConfig: { includeThoughts: true, thinkingBudget: 512 },
    },
  });
  expect({ status, error: body.error }).toEqual({ status: 200, error: undefined });
});

test("a schema that is nested too deep is refused", async () => {
  const { post } = await startEmulator();
  const depth = 50_000;
  const schema = `${'{"items":'.repeat(depth)}{}${"}".repeat(depth)}`;
  const request = `{"contents":[{"parts":[{"text":"a"}]}],"generationConfig":{"responseSchema":${schema}}}`;
  const { status, body } = await post(paths["gemini-api"], request, apiKey);
  expect(status).toBe(400);
  expect(body.error.message).toContain("too deep");
});

test("a body that is not JSON is refused", async () => {
  const { post } = await startEmulator();
  expect(await post(paths["gemini-api"], "{", apiKey)).toMatchObject({ status: 400 });
  expect(await post(paths["gemini-api"], "[]", apiKey)).toMatchObject({ status: 400 });
});

test.each([
  ["gemini-api", undefined],
  ["code-assist", "Please use a valid role: user, model."],
  [
    "vertex",
    "Unable to submit request because Please use a valid role: user, model.. Learn more: https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/gemini",
  ],
] as const)("F276 contents without a role on %s", async (backend, message) => {
  const { body } = await send(backend, { contents: [{ parts: [{ text: "Hi" }] }] });
  expect(body.error?.message).toBe(message);
});

test.each([
  [{ text: "" }, "it has an empty text parameter. Add a value to the parameter and try again. Learn more: https://"],
  [{ text: "", thoughtSignature: "skip_thought_signature_validator" }, undefined],
])("F276 Vertex AI refuses an empty text, the Gemini API does not: %j", async (part, message) => {
  const request = { contents: [say("Hi"), { role: "model", parts: [part] }, say("Hi")] };
  const { body } = await send("vertex", request);
  expect(body.error?.message).toEqual(message === undefined ? undefined : expect.stringContaining(message));
  expect((await send("gemini-api", request)).status).toBe(200);
});
