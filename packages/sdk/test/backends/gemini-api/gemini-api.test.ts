import { expect, test } from "vitest";
import { everythingShown } from "../../../../../tests/canaries/everything-shown.ts";
import { geminiApi } from "../../../src/backends/gemini-api/gemini-api.ts";
import { createWorld } from "../../auth/support/world.ts";
import { failureOf } from "../../support/clients.ts";

const keysSent = (calls: readonly { readonly headers: Readonly<Record<string, string>> }[]) =>
  calls.map((call) => call.headers["x-goog-api-key"]);

test("a key from the option, the body without an envelope", async () => {
  await using world = await createWorld({ environment: { GEMINI_API_KEY: "fake-not-this-one" } });
  const client = world.client({ backend: geminiApi({ apiKey: "fake-option" }), systemPrompt: null });
  expect((await client.sendMessage("What is 2+2?")).text).toContain("4");
  const [call] = world.emulator.calls;
  expect(`${call?.method} ${call?.path}`).toBe("POST /v1beta/models/gemini-3.5-flash-lite:generateContent");
  expect(call?.body).toEqual({
    contents: [{ role: "user", parts: [{ text: "What is 2+2?" }] }],
    generationConfig: expect.any(Object),
  });
  expect(keysSent(world.emulator.calls)).toEqual(["fake-option"]);
  expect(call?.query).toEqual({});
  expect(call?.headers).not.toHaveProperty("authorization");
  expect(call?.headers["user-agent"]).toMatch(/^gemini-ts\//);
});

test("a stream asks for server-sent events", async () => {
  await using world = await createWorld();
  const client = world.client({ backend: geminiApi({ apiKey: "fake-key" }) });
  expect((await client.sendMessageStream("What is 2+2?").response()).text).toContain("4");
  expect(world.emulator.calls).toMatchObject([
    { path: "/v1beta/models/gemini-3.5-flash-lite:streamGenerateContent", query: { alt: "sse" } },
  ]);
});

test("GEMINI_API_KEY takes precedence over GOOGLE_API_KEY", async () => {
  await using world = await createWorld({ environment: { GOOGLE_API_KEY: "fake-google" } });
  const client = world.client({ backend: "gemini-api" });
  await client.generate("hi");
  world.environment.GEMINI_API_KEY = "fake-gemini";
  await client.generate("hi");
  expect(keysSent(world.emulator.calls)).toEqual(["fake-google", "fake-gemini"]);
});

test("baseUrl takes precedence over GOOGLE_GEMINI_BASE_URL, and may have a path", async () => {
  await using world = await createWorld();
  const baseUrl = `${world.emulator.url}/proxy/`;
  world.environment.GOOGLE_GEMINI_BASE_URL = "https://gemini.invalid";
  await failureOf(world.client({ backend: geminiApi({ apiKey: "fake-key", baseUrl }) }).generate("hi"));
  expect(world.emulator.calls[0]?.path).toBe("/proxy/v1beta/models/gemini-3.5-flash-lite:generateContent");
});

test("a wrong key: api_key_invalid says where keys are created", async () => {
  await using world = await createWorld({ apiKeys: ["fake-right"] });
  const client = world.client({ backend: geminiApi({ apiKey: "fake-wrong-canary" }) });
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "api_key_invalid", status: 400, reason: "API_KEY_INVALID", attempts: 1 });
  expect(error.message).toContain("https://aistudio.google.com/apikey");
  expect(everythingShown(error)).not.toContain("canary");
});

test("a 401 concerns the key as well, and is not retried", async () => {
  await using world = await createWorld();
  world.on("generateContent", () => new Response("no", { status: 401 }));
  const error = await failureOf(world.client({ backend: geminiApi({ apiKey: "fake-key" }) }).generate("hi"));
  expect(error).toMatchObject({ code: "api_key_invalid", status: 401, attempts: 1 });
});

test("no key: no_credentials at the first call says where one is created", async () => {
  await using world = await createWorld();
  const error = await failureOf(world.client({ backend: "gemini-api" }).generate("hi"));
  expect(error).toMatchObject({ code: "no_credentials", phase: "credentials", attempts: 0 });
  for (const place of ["GEMINI_API_KEY", "GOOGLE_API_KEY", "https://aistudio.google.com/apikey"]) {
    expect(error.message).toContain(place);
  }
  expect(world.emulator.calls).toEqual([]);
});

test.each(["GEMINI_API_KEY", "GOOGLE_API_KEY"])(
  "a key in %s that no header can contain: invalid_options names it",
  async (name) => {
    await using world = await createWorld({ environment: { [name]: "fake-canary\r" } });
    const error = await failureOf(world.client({ backend: "gemini-api" }).generate("hi"));
    expect(error).toMatchObject({ code: "invalid_options", attempts: 0 });
    expect(error.message).toContain(name);
    expect(everythingShown(error)).not.toContain("canary");
  },
);

test("F301 a 401 with an `authorization` of the caller: the remedy names the header", async () => {
  await using world = await createWorld();
  world.on("generateContent", () => new Response("no", { status: 401 }));
  const client = world.client({
    backend: geminiApi({ apiKey: "fake-key" }),
    headers: { authorization: "Bearer fake" },
  });
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "api_key_invalid", remedy: expect.stringContaining("header `authorization`") });
});

test.each([
  ["google/gemini-3.8-flash", '"google/gemini-3.8-flash"'],
  ["publishers/google/models/gemini-3.8-flash", "a string"],
])("F303 the model %s of a gateway or of Vertex AI is refused with its name here", async (model, got) => {
  await using world = await createWorld();
  const error = await failureOf(world.client({ backend: geminiApi({ apiKey: "fake-key" }), model }).generate("hi"));
  expect(error).toMatchObject({ code: "invalid_options", option: "model", attempts: 0 });
  expect(error.message).toBe(
    `Option \`model\` got ${got}. It takes the name alone on the Gemini API: "gemini-3.8-flash".`,
  );
});

test("F303 the error for such a name says that it is in GEMINI_MODEL", async () => {
  await using world = await createWorld({ environment: { GEMINI_MODEL: "google/gemini-3.8-flash" } });
  const client = world.client({ backend: geminiApi({ apiKey: "fake-key" }), model: null });
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "invalid_options", variable: "GEMINI_MODEL", attempts: 0 });
  expect(error.option).toBeUndefined();
  expect(error.summary).toBe('The environment variable `GEMINI_MODEL` got "google/gemini-3.8-flash".');
});

test("F303 the error for such a name says that it is in `fallbackModels`", async () => {
  await using world = await createWorld();
  world.emulator.on({}, { error: "overloaded" });
  const fallbackModels = ["google/gemini-2.5-flash"];
  const client = world.client({
    backend: geminiApi({ apiKey: "fake-key" }),
    fallbackModels,
    retry: { maxAttempts: 2 },
  });
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "invalid_options", option: "fallbackModels" });
  expect(error.summary).toContain('Option `fallbackModels` got "google/gemini-2.5-flash".');
});

test.each([
  ["gemini-3.8-flash", "/v1beta/models/gemini-3.8-flash:generateContent"],
  ["models/gemini-3.8-flash", "/v1beta/models/gemini-3.8-flash:generateContent"],
  ["tunedModels/x", "/v1beta/tunedModels/x:generateContent"],
])("the model %s is requested at %s", async (model, path) => {
  await using world = await createWorld();
  const urls: string[] = [];
  const client = world.client({
    backend: geminiApi({ apiKey: "fake-key" }),
    model,
    onEvent: (event) => event.type === "request" && event.operation === "generateContent" && urls.push(event.url),
  });
  await client.generate("hi").catch(() => {});
  expect(urls).toEqual([world.emulator.url + path]);
});

test.each([
  ["an unknown member", { key: "fake" }, "geminiApi.key"],
  ["a misspelt member", { apikey: "fake" }, "geminiApi.apiKey"],
  ["an empty key", { apiKey: "" }, "geminiApi.apiKey"],
  ["a key with a line break", { apiKey: "fake-canary\n" }, "geminiApi.apiKey"],
  ["a key that is not a string", { apiKey: 5 }, "geminiApi.apiKey"],
  ["no object", null, "geminiApi"],
])("%s: invalid_options at once", (_name, options, named) => {
  const make = () => geminiApi(options as object);
  expect(make).toThrow(expect.objectContaining({ code: "invalid_options", message: expect.stringContaining(named) }));
  expect(make).not.toThrow(/canary/);
});

test("later changes to the options object have no effect", async () => {
  await using world = await createWorld();
  const options = { apiKey: "fake-first" };
  const client = world.client({ backend: geminiApi(options) });
  options.apiKey = "fake-second";
  await client.generate("hi");
  expect(keysSent(world.emulator.calls)).toEqual(["fake-first"]);
});
