import { expect, test } from "vitest";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";

test("the Gemini API lists its models page by page", async () => {
  const { get } = await startEmulator({ models: ["one", "two", "three"] });
  const first = await get("/v1beta/models?pageSize=2", apiKey);
  expect(first.body.models.map((model: { name: string }) => model.name)).toEqual(["models/one", "models/two"]);
  const last = await get(`/v1beta/models?pageSize=2&pageToken=${first.body.nextPageToken}`, apiKey);
  expect(last.body).toEqual({ models: [expect.objectContaining({ name: "models/three" })] });
  expect((await get("/v1beta/models?pageToken=bogus", apiKey)).status).toBe(400);
  expect((await get("/v1beta/models?pageSize=-1", apiKey)).status).toBe(400);
});

test("the Gemini API describes one model", async () => {
  const { get } = await startEmulator();
  expect((await get("/v1beta/models/gemini-3.8-flash", apiKey)).body).toMatchObject({
    name: "models/gemini-3.8-flash",
    inputTokenLimit: 1_048_576,
    outputTokenLimit: 65_536,
    supportedGenerationMethods: expect.arrayContaining(["generateContent"]),
  });
  expect((await get("/v1/models/xyz", apiKey)).status).toBe(404);
});

test("Vertex AI lists and describes its models", async () => {
  const { get } = await startEmulator({ models: ["one"] });
  const model = expect.objectContaining({ name: "publishers/google/models/one" });
  expect((await get("/v1beta1/publishers/google/models")).body).toEqual({ publisherModels: [model] });
  expect((await get("/v1beta1/publishers/google/models/one", apiKey)).body).toEqual(model);
});

const lastDayOf25 = Date.UTC(2026, 10, 30, 23, 59);
const dayAfter = Date.UTC(2026, 11, 1);
const body = { contents: [say("hello")] };

test.each([
  ["gemini-2.5-pro", "gemini-3.8-flash"],
  ["gemini-2.5-flash", "gemini-3.5-flash-lite"],
])("the Gemini API serves %s up to 30 November 2026, then %s under its name", async (retired, replacement) => {
  let now = lastDayOf25;
  const { get, post } = await startEmulator({ now: () => now });
  const listed = async () => {
    const { models } = (await get("/v1beta/models", apiKey)).body;
    return models.map(({ name }: { name: string }) => name);
  };
  const answering = async () =>
    (await post(`/v1beta/models/${retired}:generateContent`, body, apiKey)).body.modelVersion;
  expect(await answering()).toBe(retired);
  expect(await listed()).toContain(`models/${retired}`);
  now = dayAfter;
  expect(await answering()).toBe(replacement);
  expect(await listed()).not.toContain(`models/${retired}`);
  expect(await listed()).toContain(`models/${replacement}`);
});

test("a replaced model has the rules of its replacement", async () => {
  const { post } = await startEmulator({ now: () => dayAfter });
  const generationConfig = { thinkingConfig: { thinkingLevel: "MINIMAL" } };
  expect(
    await post("/v1beta/models/gemini-2.5-pro:generateContent", { ...body, generationConfig }, apiKey),
  ).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining("MINIMAL is not supported") } } });
});

test.each(["gemini-2.5-pro", "gemini-2.5-flash", "gemini-2.5-flash-lite"])(
  "Vertex AI has served %s until 19 October 2026; since then it answers 404",
  async (model) => {
    let now = Date.UTC(2026, 9, 19, 23, 59);
    const { post, get } = await startEmulator({ now: () => now });
    const path = `/v1/projects/fake-mine/locations/global/publishers/google/models/${model}`;
    expect((await post(`${path}:generateContent`, body)).body.modelVersion).toBe(model);
    now = Date.UTC(2026, 9, 20);
    for (const operation of ["generateContent", "streamGenerateContent", "countTokens"]) {
      expect(await post(`${path}:${operation}?alt=sse`, body)).toMatchObject({
        status: 404,
        body: { error: { status: "NOT_FOUND", message: expect.stringContaining(`/${model}\` was not found`) } },
      });
    }
    const { publisherModels } = (await get("/v1beta1/publishers/google/models")).body;
    expect(JSON.stringify(publisherModels)).toContain("gemini-3.8-flash");
    expect(JSON.stringify(publisherModels)).not.toContain(`/${model}"`);
  },
);

test("Code Assist continues to serve Gemini 2.5", async () => {
  const { post } = await startEmulator({ now: () => dayAfter });
  const envelope = { model: "gemini-2.5-pro", project: "fake-project-001", request: body };
  expect((await post("/v1internal:generateContent", envelope)).body.response.modelVersion).toBe("gemini-2.5-pro");
});

test.each(["gemini-2.0-flash", "gemini-2.0-flash-lite-001", "gemini-3-pro-preview", "gemini-2.5-flash-image"])(
  "F284 %s is refused by the Gemini API from its retirement on, if there is a clock",
  async (model) => {
    const path = `/v1beta/models/${model}:generateContent`;
    const { post } = await startEmulator({ now: () => Date.UTC(2026, 10, 28) });
    expect(await post(path, body, apiKey)).toMatchObject({
      status: 404,
      body: { error: { message: expect.stringContaining(`models/${model} is not found`) } },
    });
    for (const options of [{}, { models: [model] }, { now: () => Date.UTC(2026, 0, 1) }]) {
      expect((await (await startEmulator(options)).post(path, body, apiKey)).status).toBe(200);
    }
  },
);

test("F284 without a clock no model retires, so that a test does not fail from one day to the next", async () => {
  const { post, get } = await startEmulator();
  const path = "/v1/projects/fake-mine/locations/global/publishers/google/models/gemini-2.5-flash";
  expect((await post(`${path}:generateContent`, body)).body.modelVersion).toBe("gemini-2.5-flash");
  const listed = (await get("/v1beta1/publishers/google/models")).body;
  expect(JSON.stringify(listed)).toContain("/gemini-2.5-flash");
});

test("models of the option do not retire", async () => {
  const { post } = await startEmulator({ models: ["gemini-2.5-pro"], now: () => dayAfter });
  const { body: answer } = await post("/v1beta/models/gemini-2.5-pro:generateContent", body, apiKey);
  expect(answer.modelVersion).toBe("gemini-2.5-pro");
});
