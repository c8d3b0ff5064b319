import { expect, test } from "vitest";
import { apiKey, startEmulator } from "./support/start-emulator.ts";

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
  expect((await get("/v1beta/models/gemini-2.5-pro", apiKey)).body).toMatchObject({
    name: "models/gemini-2.5-pro",
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
