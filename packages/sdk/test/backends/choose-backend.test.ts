import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { chooseBackend } from "../../src/backends/choose-backend.ts";
import { geminiApi } from "../../src/backends/gemini-api/gemini-api.ts";
import { GeminiClient } from "../../src/client.ts";
import type { GeminiOptions } from "../../src/options/client-options.ts";
import { TestClock } from "../auth/support/test-clock.ts";
import { createWorld, type World } from "../auth/support/world.ts";
import { failureOf } from "../support/clients.ts";
import { testPlatform, withFiles } from "../support/platform.ts";

/** Everything that a lower row could find, so that a higher row has something to go before. */
async function createFullWorld(environment: Readonly<Record<string, string>> = {}): Promise<World> {
  const world = await createWorld({ accessTokens: ["fake-token"], environment });
  await world.signIn();
  return world;
}

/** The backends that were asked for content. */
const asked = ({ emulator }: World) =>
  emulator.calls.filter((call) => call.operation === "generateContent").map((call) => call.backend);

const key = { GEMINI_API_KEY: "fake-key" };
const settings = (world: World, text: string) => writeFile(join(world.home, ".gemini", "settings.json"), text);
const selects = (type: string) => JSON.stringify({ security: { auth: { selectedType: type } } });

test.each<[string, GeminiOptions, Record<string, string>, string]>([
  [
    "1: a Backend object, before a switch",
    { backend: geminiApi({ apiKey: "fake" }) },
    { GOOGLE_GENAI_USE_GCA: "true" },
    "gemini-api",
  ],
  ["1: a backend's name, before a key", { backend: "code-assist" }, key, "code-assist"],
  [
    "1: a backend's name, before a switch",
    { backend: "gemini-api" },
    { ...key, GOOGLE_GENAI_USE_GCA: "true" },
    "gemini-api",
  ],
  ["1: credentialsPath, before a key", { credentialsPath: "~/.gemini/oauth_creds.json" }, key, "code-assist"],
  ["1: apiKey, before a login", { apiKey: "fake-option-key" }, {}, "gemini-api"],
  ["1: apiKey, before a switch to a login", { apiKey: "fake" }, { GOOGLE_GENAI_USE_GCA: "true" }, "gemini-api"],
  ["1: apiKey, before a switch to Vertex AI", { apiKey: "fake" }, { GOOGLE_GENAI_USE_VERTEXAI: "true" }, "gemini-api"],
  ["1: apiKey with its backend", { apiKey: "fake", backend: "gemini-api" }, {}, "gemini-api"],
  ["2: GOOGLE_GENAI_USE_GCA, before a key", {}, { ...key, GOOGLE_GENAI_USE_GCA: "true" }, "code-assist"],
  ["2: GOOGLE_GENAI_USE_GCA as 1", {}, { ...key, GOOGLE_GENAI_USE_GCA: "1" }, "code-assist"],
  [
    "2: a switch that is off, then a key",
    {},
    { ...key, GOOGLE_GENAI_USE_GCA: "false", GOOGLE_GENAI_USE_VERTEXAI: "0" },
    "gemini-api",
  ],
  ["3: GEMINI_API_KEY, before a login", {}, key, "gemini-api"],
  ["3: GOOGLE_API_KEY, before a login", {}, { GOOGLE_API_KEY: "fake-key" }, "gemini-api"],
  ["5: a login", {}, {}, "code-assist"],
])("row %s", async (_name, options, environment, expected) => {
  await using world = await createFullWorld(environment);
  await world.client(options).generate("hi");
  expect(asked(world)).toEqual([expected]);
});

test("row 1: apiKey takes precedence over the keys of the environment, and each client uses its own", async () => {
  await using world = await createWorld({ environment: { ...key, GOOGLE_API_KEY: "fake-key" } });
  await world.client({ apiKey: "fake-option-key" }).generate("hi");
  await world.client({ apiKey: "fake-other-key" }).generate("hi");
  await world.client({ apiKey: null }).generate("hi");
  const keys = world.emulator.calls.map(({ headers }) => headers["x-goog-api-key"]);
  expect(keys).toEqual(["fake-option-key", "fake-other-key", "fake-key"]);
});

test("row 1: clients with the same apiKey share a backend, among the 1,000 keys used last", async () => {
  const platform = testPlatform();
  const backendOf = (apiKey: string) => chooseBackend({ apiKey }, platform, () => {});
  const first = await backendOf("fake-first");
  const second = await backendOf("fake-second");
  expect(await backendOf("fake-first")).toBe(first);
  for (let index = 0; index < 999; index += 1) await backendOf(`fake-${index}`);
  expect(await backendOf("fake-first")).toBe(first);
  expect(await backendOf("fake-second")).not.toBe(second);
});

test('row 1: apiKey with `backend: "vertex"` is express mode, without project and location', async () => {
  await using world = await createWorld();
  world.environment.GOOGLE_VERTEX_BASE_URL = world.emulator.url;
  world.environment.GOOGLE_CLOUD_PROJECT = "fake-project";
  await world.client({ apiKey: "fake-option-key", backend: "vertex" }).generate("hi");
  expect(asked(world)).toEqual(["vertex"]);
  expect(world.emulator.calls[0]?.headers["x-goog-api-key"]).toBe("fake-option-key");
});

test("row 2: GOOGLE_GENAI_USE_VERTEXAI, before a key", async () => {
  await using world = await createFullWorld({
    ...key,
    GOOGLE_GENAI_USE_VERTEXAI: "TRUE",
    GOOGLE_VERTEX_BASE_URL: "ftp://x",
  });
  // Vertex AI was chosen: it is its address that is refused, before any default credentials are looked for.
  const error = await failureOf(world.client().generate("hi"));
  expect(error.message).toContain("GOOGLE_VERTEX_BASE_URL");
});

test("row 2: both switches: invalid_options that names both", async () => {
  await using world = await createFullWorld({ GOOGLE_GENAI_USE_GCA: "true", GOOGLE_GENAI_USE_VERTEXAI: "true" });
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "invalid_options", attempts: 0 });
  expect(error.message).toContain("GOOGLE_GENAI_USE_GCA");
  expect(error.message).toContain("GOOGLE_GENAI_USE_VERTEXAI");
  expect(world.emulator.calls).toEqual([]);
});

test("row 3 takes precedence over row 4: a key over the choice in settings.json", async () => {
  await using world = await createFullWorld(key);
  await settings(world, selects("oauth-personal"));
  await world.client().generate("hi");
  expect(asked(world)).toEqual(["gemini-api"]);
});

test.each([
  ["oauth-personal", "the Gemini CLI login file"],
  ["gemini-api-key", "the option `apiKey`"],
])("row 4: the choice %s is used even if its sign-in is missing", async (type, lookedFor) => {
  await using world = await createWorld();
  if (type !== "oauth-personal") await world.signIn();
  await settings(world, selects(type));
  const error = await failureOf(world.client().generate("hi"));
  expect(error.code).toBe("no_credentials");
  expect(error.message).toContain(lookedFor);
});

test("row 4: vertex-ai", async () => {
  await using world = await createFullWorld({ GOOGLE_VERTEX_BASE_URL: "ftp://x" });
  await settings(world, selects("vertex-ai"));
  const error = await failureOf(world.client().generate("hi"));
  expect(error.message).toContain("GOOGLE_VERTEX_BASE_URL");
});

test("row 4: settings.json with comments, trailing commas, and strings that look like either", async () => {
  await using world = await createWorld();
  await world.signIn();
  await settings(
    world,
    `\ufeff// the user's settings
    {
      /* a comment, "selectedType": "oauth-personal" */
      "ui": { "title": "no // comment, no /* comment */ \\" // either", "list": [1, 2, ], },
      "security": { "auth": { "selectedType": "gemini-api-key", }, },
    } // the end`,
  );
  const error = await failureOf(world.client().generate("hi"));
  expect(error.message).toContain("GEMINI_API_KEY");
  expect(world.events.filter((event) => event.type === "warning")).toEqual([]);
});

test.each([
  ["a value that we do not know", selects("cloud-shell")],
  ["a value named like a member of every object", selects("constructor")],
  ["a value that is not a string", '{"security":{"auth":{"selectedType":5}}}'],
  ["what is not JSON", '{"security": fake-canary'],
])("row 4: %s is ignored with an event", async (_name, text) => {
  await using world = await createFullWorld();
  await settings(world, text);
  await world.client().generate("hi");
  expect(asked(world)).toEqual(["code-assist"]);
  const warnings = world.events.filter((event) => event.type === "warning");
  expect(warnings).toMatchObject([{ code: "settings_ignored", message: expect.stringContaining("settings.json") }]);
  expect(JSON.stringify(warnings)).not.toMatch(/canary|cloud-shell/);
});

test.each([
  ["says nothing of signing in", '{"security":{"auth":null},"ui":{}}'],
  ["is null", "null"],
  ["is a list", "[]"],
  ["chooses nothing", '{"security":{"auth":{"selectedType":null}}}'],
])("row 4: settings.json that %s is ignored without an event", async (_name, text) => {
  await using world = await createFullWorld();
  await settings(world, text);
  await world.client().generate("hi");
  expect(asked(world)).toEqual(["code-assist"]);
  expect(world.events.filter((event) => event.type === "warning")).toEqual([]);
});

test("row 4: a folder instead of settings.json is ignored with an event, a dangling link without one", async () => {
  await using world = await createFullWorld();
  const path = join(world.home, ".gemini", "settings.json");
  await mkdir(path);
  await world.client().generate("hi");
  expect(world.events.filter((event) => event.type === "warning")).toMatchObject([{ code: "settings_ignored" }]);
  await using other = await createFullWorld();
  await symlink(join(other.home, "nowhere"), join(other.home, ".gemini", "settings.json"));
  await other.client().generate("hi");
  expect(other.events.filter((event) => event.type === "warning")).toEqual([]);
});

test("row 6: no_credentials lists everything, and how to get each", async () => {
  await using world = await createWorld();
  const { message } = await failureOf(world.client().generate("hi"));
  for (const place of [
    "backend",
    "credentialsPath",
    "GOOGLE_GENAI_USE_GCA",
    "GOOGLE_GENAI_USE_VERTEXAI",
    "GEMINI_API_KEY",
    "GOOGLE_API_KEY",
    "settings.json",
    world.loginPath,
  ]) {
    expect(message).toContain(place);
  }
  for (const way of ["https://aistudio.google.com/apikey", "gcloud auth application-default login", "run `gemini`"]) {
    expect(message).toContain(way);
  }
});

test("the sign-in that is found may change between two calls of one client", async () => {
  await using world = await createWorld();
  const client = world.client();
  await failureOf(client.generate("hi"));
  world.environment.GEMINI_API_KEY = "fake-key";
  await client.generate("hi");
  delete world.environment.GEMINI_API_KEY;
  await world.signIn();
  await client.generate("hi");
  expect(asked(world)).toEqual(["gemini-api", "code-assist"]);
});

test.each([
  ["F83 an abort", "aborted"],
  ["F39 the total deadline", "timeout"],
])("%s ends a call that searches for a sign-in on a disk that hangs", async (_what, code) => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  let end = () => {};
  const read = () => {
    setImmediate(() => end());
    return new Promise<never>(() => {});
  };
  const client = world.client({ timeouts: { total: 1_000 } }, withFiles(world.platform, { read }));
  for (const send of [
    (signal: AbortSignal) => client.generate("hi", { signal }),
    (signal: AbortSignal) => client.sendMessageStream("hi", { signal }).response(),
  ]) {
    const controller = new AbortController();
    end = () => (code === "aborted" ? controller.abort() : clock.advance(1_000));
    expect(await failureOf(send(controller.signal))).toMatchObject({ code, attempts: 0 });
  }
  expect(clock.waiting).toBe(0);
});

test.each<[string, GeminiOptions]>([
  ["backend", { backend: geminiApi(), credentialsPath: "x" }],
  ["backend", { backend: geminiApi(), project: "x" }],
  ["backend", { backend: "vertex", credentialsPath: "x" }],
  ["backend", { backend: { name: "gemini-api" } }],
  ["backend", { backend: "gemini" as "gemini-api" }],
])("a conflict of `%s` with %o: invalid_options at once", (named, options) => {
  expect(() => new GeminiClient(options)).toThrow(
    expect.objectContaining({ code: "invalid_options", message: expect.stringContaining(named) }),
  );
});
