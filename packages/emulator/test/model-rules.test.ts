import { expect, test } from "vitest";
import { apiKey, say, startEmulator } from "./support/start-emulator.ts";

const contents = [say("hello")];
const modelTurn = { role: "model", parts: [{ text: "It is" }] };

test.each([
  [
    "a thinking budget",
    { thinkingConfig: { thinkingBudget: 1_000 } },
    /^Thinking budget is not supported.*thinking level/,
  ],
  ["the level MINIMAL", { thinkingConfig: { thinkingLevel: "MINIMAL" } }, /MINIMAL is not supported/],
  ["a presence penalty", { presencePenalty: 0.5 }, /^Penalty is not enabled/],
  ["a frequency penalty", { frequencyPenalty: 0.5 }, /^Penalty is not enabled/],
  ["two candidates", { candidateCount: 2 }, /^Multiple candidates is not enabled/],
  ["images", { responseModalities: ["TEXT", "IMAGE"] }, /^The requested combination of response modalities/],
  ["more than 32,768 tokens at once", { maxOutputTokens: 32_769 }, /maxOutputTokens value of 32769/],
])("Gemini 4 Argon refuses %s", async (_what, generationConfig, message) => {
  const { post } = await startEmulator();
  const path = "/v1beta/models/gemini-4-argon:generateContent";
  expect(await post(path, { contents, generationConfig }, apiKey)).toMatchObject({
    status: 400,
    body: { error: { status: "INVALID_ARGUMENT", message: expect.stringMatching(message) } },
  });
});

test.each([
  ["XHIGH on Neon", "gemini-4-neon:generateContent", { thinkingConfig: { thinkingLevel: "XHIGH" } }],
  ["65,536 tokens at once on Neon", "gemini-4-neon:generateContent", { maxOutputTokens: 65_536 }],
  ["a million tokens in a stream", "gemini-4-argon:streamGenerateContent", { maxOutputTokens: 1_000_000 }],
  ["sampling, which it ignores", "gemini-4-carbon:generateContent", { temperature: 0.2, topP: 0.5, topK: 3 }],
])("Gemini 4 accepts %s", async (_what, path, generationConfig) => {
  const { post } = await startEmulator();
  expect((await post(`/v1beta/models/${path}`, { contents, generationConfig }, apiKey)).status).toBe(200);
});

test.each([
  ["gemini-4-argon", 400],
  ["gemini-3.8-flash", 400],
  ["gemini-3.5-flash-lite", 400],
  ["gemini-2.5-flash-lite", 200],
])("%s answers a turn of the model at the end with %d", async (model, status) => {
  const { post } = await startEmulator();
  const reply = await post(`/v1beta/models/${model}:generateContent`, { contents: [...contents, modelTurn] }, apiKey);
  expect(reply.status).toBe(status);
});

test("the Gemini API names the tier in a header, and refuses tiers that do not exist", async () => {
  const { emulator } = await startEmulator();
  const ask = async (serviceTier?: string, operation = "generateContent") => {
    const url = `https://generativelanguage.googleapis.com/v1beta/models/gemini-3.8-flash:${operation}`;
    const headers = { "content-type": "application/json", "x-goog-api-key": "fake-key" };
    const body = JSON.stringify({ contents, ...(serviceTier !== undefined && { serviceTier }) });
    const response = await emulator.fetch(url, { method: "POST", headers, body });
    await response.text();
    return [response.status, response.headers.get("x-gemini-service-tier")];
  };
  expect(await ask()).toEqual([200, "standard"]);
  expect(await ask("flex")).toEqual([200, "flex"]);
  expect(await ask("priority", "streamGenerateContent")).toEqual([200, "priority"]);
  expect(await ask("fast")).toEqual([400, null]);
});
