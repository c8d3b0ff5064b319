import { expect, test } from "vitest";
import { GeminiClient, geminiApi, isGeminiError, vertex } from "../../src/index.ts";
import { clientAt, failureOf } from "../support/clients.ts";
import { testPlatform } from "../support/platform.ts";
import { startRawServer } from "../support/raw-server.ts";
import { jsonReply } from "../support/replies.ts";

function thrownBy(make: () => unknown): unknown {
  try {
    make();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
}

test.each<[string, () => unknown]>([
  ["temperature", () => new GeminiClient({ temperature: 5 })],
  ["timeouts.idle", () => new GeminiClient({ timeouts: { idle: -1 } })],
  ["fallbackModels[1]", () => new GeminiClient({ fallbackModels: ["gemini-x", "a b"] })],
  ["temprature", () => new GeminiClient({ temprature: 1 } as object)],
  ["thinkingBudget", () => new GeminiClient({ thinkingBudget: 1, thinkingLevel: "LOW" })],
  ["vertex.location", () => vertex({ location: "no location" })],
  ["geminiApi.baseUrl", () => geminiApi({ baseUrl: "http://example.com" })],
])("the invalid option is a field: %s", (option, make) => {
  const error = thrownBy(make);
  expect(isGeminiError(error) && { option: error.option, group: error.group }).toEqual({
    option,
    group: option === "geminiApi.baseUrl" ? "sign-in" : "request",
  });
});

test("an invalid environment variable, or one that helps, is a field", async () => {
  const failing = (environment: Record<string, string>) =>
    failureOf(
      clientAt("https://fake.invalid", { backend: "gemini-api" }, testPlatform({ environment })).generate("Hi"),
    );
  expect(await failing({ GEMINI_API_KEY: "not a key" })).toMatchObject({
    code: "invalid_options",
    variable: "GEMINI_API_KEY",
  });
  expect(await failing({})).toMatchObject({ code: "no_credentials", variable: "GEMINI_API_KEY", group: "sign-in" });
});

test("Google's message is a field: on one line, without secrets, at most 400 characters", async () => {
  const message = `Bad\n\u001b[31mrequest with AIzaFakeFakeFakeFakeFakeFakeFakeFakeFake. ${"word ".repeat(100)}`;
  const server = await startRawServer(({ socket }) => socket.end(jsonReply({ error: { code: 400, message } }, 400)));
  const error = await failureOf(clientAt(server.url).generate("Hi"));
  expect(error.googleMessage).toMatch(/^Bad \[31mrequest with \[redacted\]\. word/);
  expect(error.googleMessage?.length).toBe(401);
  expect(JSON.parse(JSON.stringify(error))).toMatchObject({ group: "request", googleMessage: error.googleMessage });
});
