import { expect, test } from "vitest";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";

const body = { contents: [say("hello")] };
const geminiApi = "/v1beta/models/gemini-3.5-flash-lite:generateContent";
const vertex = "/v1/projects/p/locations/us-central1/publishers/google/models/gemini-3.5-flash-lite:generateContent";
const express = "/v1/publishers/google/models/gemini-3.5-flash-lite:generateContent";

test("the Gemini API accepts any fake key, in the header or the query", async () => {
  const { post } = await startEmulator();
  expect((await post(geminiApi, body, apiKey)).status).toBe(200);
  expect((await post(geminiApi, body, { "x-goog-api-key": "offline" })).status).toBe(200);
  expect((await post(`${geminiApi}?key=fake-key`, body, {})).status).toBe(200);
});

test("a missing key and a wrong key get Google's errors", async () => {
  const { post, get } = await startEmulator({ apiKeys: ["fake-right"] });
  expect((await post(geminiApi, body, { "x-goog-api-key": "fake-right" })).status).toBe(200);
  const missing = { status: 403, body: { error: { status: "PERMISSION_DENIED" } } };
  expect(await post(geminiApi, body, {})).toMatchObject(missing);
  expect(await get("/v1beta/models", {})).toMatchObject(missing);
  const wrong = {
    status: 400,
    body: {
      error: {
        status: "INVALID_ARGUMENT",
        message: "API key not valid. Please pass a valid API key.",
        details: [{ reason: "API_KEY_INVALID", domain: "googleapis.com" }, {}],
      },
    },
  };
  expect(await post(geminiApi, body, apiKey)).toMatchObject(wrong);
  expect(await post(express, body, apiKey)).toMatchObject(wrong);
});

test("Vertex AI accepts a token for a project and a key in express mode, but not the reverse", async () => {
  const { post, bearer } = await startEmulator();
  expect((await post(vertex, body, bearer)).status).toBe(200);
  expect((await post(express, body, apiKey)).status).toBe(200);
  expect((await post(vertex, body, apiKey)).status).toBe(401);
  expect((await post(vertex, body, {})).status).toBe(401);
  expect((await post(express, body, bearer)).status).toBe(403);
});

test("Vertex AI refuses a project that is not in the account's list", async () => {
  const { post } = await startEmulator({ account: { projects: ["q"] } });
  expect(await post(vertex, body)).toMatchObject({
    status: 403,
    body: { error: { details: [{ reason: "IAM_PERMISSION_DENIED" }] } },
  });
});

test("given access tokens are accepted and never expire", async () => {
  const { post } = await startEmulator({ accessTokens: ["fake-given"], now: () => Date.UTC(2100, 0) });
  expect((await post(vertex, body, { authorization: "Bearer fake-given" })).status).toBe(200);
  expect(await post(vertex, body, { authorization: "Bearer fake-other" })).toMatchObject({
    status: 401,
    body: { error: { details: [{ reason: "ACCESS_TOKEN_TYPE_UNSUPPORTED" }] } },
  });
});
