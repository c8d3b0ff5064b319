import { describe, expect, test } from "vitest";
import { type Backend, codeAssist, geminiApi, vertex } from "../../src/index.ts";
import { TestClock } from "../auth/support/test-clock.ts";
import { createWorld, type World } from "../auth/support/world.ts";
import { failureOf } from "../support/clients.ts";

const LOOK_UP_DEADLINE_MS = 5_000;

interface Case {
  readonly way: string;
  readonly backend: (world: World) => Backend;
  /** The operation that lists the models. */
  readonly operation: string;
  readonly request: string;
}

const cases: readonly Case[] = [
  {
    way: "gemini-api",
    backend: () => geminiApi({ apiKey: "fake-key" }),
    operation: "listModels",
    request: "GET /v1beta/models",
  },
  {
    way: "code-assist",
    backend: (world) => codeAssist({ accessToken: world.emulator.login().access_token }),
    operation: "retrieveUserQuota",
    request: "POST /v1internal:retrieveUserQuota",
  },
  {
    way: "vertex",
    backend: (world) => vertex({ accessToken: world.emulator.login().access_token, project: "fake-project-001" }),
    operation: "listModels",
    request: "GET /v1beta1/publishers/google/models",
  },
  {
    way: "vertex in express mode",
    backend: () => vertex({ apiKey: "fake-key" }),
    operation: "listModels",
    request: "GET /v1beta1/publishers/google/models",
  },
];

/** Other warnings than that the catalogue does not have the model. */
function warningsOf({ events }: World): readonly unknown[] {
  return events.filter((event) => event.type === "warning" && event.code !== "model_unknown");
}

const wrong = { model: "gemini-2.5-flesh" };

describe.each(cases)("F65 an unknown model on $way", ({ backend, operation, request }) => {
  test("the error lists the available models, the most similar first", async () => {
    const models = ["gemini-3-pro-preview", "gemini-2.5-pro", "gemini-2.5-flash", "gemini-2.5-flash-lite"];
    await using world = await createWorld({ models });
    const error = await failureOf(world.client({ backend: backend(world), ...wrong }).generate("hi"));
    expect(error).toMatchObject({ code: "model_unavailable", status: 404, attempts: 1, retryable: false });
    const nearest = ["gemini-2.5-flash", "gemini-2.5-pro", "gemini-2.5-flash-lite", "gemini-3-pro-preview"];
    expect(error.availableModels).toEqual(nearest);
    expect(error.remedy).toBe(`Use another \`model\` (available: ${nearest.join(", ")}).`);
    expect(world.calls(operation).map((call) => `${call.method} ${call.path}`)).toEqual([request]);
    expect(error.toJSON()).toMatchObject({ availableModels: nearest });
  });

  test.each([
    ["500", () => new Response("busy", { status: 500 })],
    ["401", () => new Response("no", { status: 401 })],
    ["HTML", () => new Response("<html>", { headers: { "content-type": "text/html" } })],
    ["an array", () => Response.json([])],
  ])("if the list request is answered with %s, the 404 is thrown unchanged, with a warning", async (_what, reply) => {
    await using world = await createWorld({ models: ["gemini-2.5-flash"] });
    world.on(operation, reply);
    const error = await failureOf(world.client({ backend: backend(world), ...wrong }).generate("hi"));
    const { code, availableModels, attempts } = error;
    expect({ code, availableModels, attempts }).toEqual({
      code: "model_unavailable",
      availableModels: undefined,
      attempts: 1,
    });
    expect(error.remedy).toContain("Check `model`");
    expect(warningsOf(world)).toHaveLength(1);
  });

  test("the list is waited for at most five seconds", async () => {
    const clock = new TestClock();
    await using world = await createWorld({ models: ["gemini-2.5-flash"], clock });
    world.on(operation, () => new Promise(() => {}));
    const failing = failureOf(world.client({ backend: backend(world), ...wrong }).generate("hi"));
    await clock.waitBegun(LOOK_UP_DEADLINE_MS);
    clock.advance(LOOK_UP_DEADLINE_MS);
    expect(await failing).toMatchObject({ code: "model_unavailable", status: 404 });
    expect(world.events.findLast(({ type }) => type === "warning")).toMatchObject({ code: "timeout" });
  });

  test.each([
    ["nothing", {}],
    ["null members", { models: null, publisherModels: null, buckets: null, nextPageToken: null }],
    [
      "odd members",
      { models: [null, 5, {}], publisherModels: [null, 5, {}], buckets: [null, 5, {}], nextPageToken: 5 },
    ],
  ])("a list of %s: the 404 is thrown unchanged", async (_what, list) => {
    await using world = await createWorld({ models: ["gemini-2.5-flash"] });
    world.on(operation, () => Response.json(list));
    const error = await failureOf(world.client({ backend: backend(world), ...wrong }).generate("hi"));
    expect(error).toMatchObject({ code: "model_unavailable" });
    expect(error.availableModels).toBeUndefined();
  });
});

test("F65 of many models, eight are named, with the number of the others", async () => {
  const models = Array.from({ length: 20 }, (_, index) => `gemini-9.${index}-flash`);
  await using world = await createWorld({ models });
  const error = await failureOf(
    world.client({ backend: geminiApi({ apiKey: "fake-key" }), model: "gemini-9.99-flash" }).generate("hi"),
  );
  expect(error.availableModels).toHaveLength(20);
  expect(error.remedy.match(/gemini-9/g)).toHaveLength(8);
  expect(error.remedy).toMatch(/ and 12 more\)\.$/);
});

test("F65 pages are followed, up to ten, and only what generates content counts", async () => {
  await using world = await createWorld({ models: [] });
  const page = (number: number) => ({
    models: [
      { name: `models/gemini-page-${number}`, supportedGenerationMethods: ["countTokens", "generateContent"] },
      { name: `models/embedding-${number}`, supportedGenerationMethods: ["embedContent"] },
      { name: `models/unknown-${number}` },
      { name: `models/hostile \u001b[2J`, supportedGenerationMethods: ["generateContent"] },
    ],
    nextPageToken: `next&${number}`,
  });
  world.on("listModels", (number) => Response.json(page(number)));
  const error = await failureOf(world.client({ backend: geminiApi({ apiKey: "fake-key" }) }).generate("hi"));
  expect(error.availableModels?.toSorted()).toEqual(
    Array.from({ length: 10 }, (_, index) => `gemini-page-${index + 1}`).toSorted(),
  );
  expect(world.calls("listModels").map((call) => call.query.pageToken)).toEqual([
    undefined,
    ...Array.from({ length: 9 }, (_, index) => `next&${index + 1}`),
  ]);
});

test("F65 Code Assist: names without `_vertex`, each once", async () => {
  await using world = await createWorld({ models: [] });
  const names = ["gemini-2.5-pro", "gemini-2.5-pro_vertex", "gemini-3-pro-preview_vertex"];
  world.on("retrieveUserQuota", () => Response.json({ buckets: names.map((modelId) => ({ modelId })) }));
  const backend = codeAssist({ accessToken: world.emulator.login().access_token });
  const error = await failureOf(world.client({ backend, model: "gemini-2.5-prx" }).generate("hi"));
  expect(error.availableModels).toEqual(["gemini-2.5-pro", "gemini-3-pro-preview"]);
  expect(world.calls("retrieveUserQuota").map((call) => call.body)).toEqual([{ project: "fake-project-001" }]);
});

test("F65 Vertex AI: of all published models, only the Gemini models that generate content", async () => {
  await using world = await createWorld({ models: [] });
  const names = ["imagen-4", "gemini-2.5-pro", "gemini-embedding-001", "text-bison"];
  const publisherModels = names.map((name) => ({ name: `publishers/google/models/${name}` }));
  world.on("listModels", () => Response.json({ publisherModels }));
  const error = await failureOf(world.client({ backend: vertex({ apiKey: "fake-key" }), ...wrong }).generate("hi"));
  expect(error.availableModels).toEqual(["gemini-2.5-pro"]);
});

test("F65 a model that is listed but unavailable is not suggested", async () => {
  await using world = await createWorld({ models: ["gemini-2.5-flash"] });
  world.on("generateContent", () =>
    Response.json({ error: { code: 404, message: "Not found.", status: "NOT_FOUND" } }, { status: 404 }),
  );
  const error = await failureOf(
    world.client({ backend: geminiApi({ apiKey: "fake-key" }), model: "models/gemini-2.5-flash" }).generate("hi"),
  );
  expect(error.availableModels).toBeUndefined();
  expect(error.remedy).toContain("location");
});

test("F65 with a fallback model, the list is not requested", async () => {
  await using world = await createWorld({ models: ["gemini-2.5-flash"] });
  const backend = geminiApi({ apiKey: "fake-key" });
  const client = world.client({ backend, ...wrong, fallbackModels: ["gemini-2.5-flash"] });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("listModels")).toEqual([]);
  const error = await failureOf(world.client({ backend, ...wrong, fallbackModels: ["gemini-x"] }).generate("hi"));
  expect(error).toMatchObject({ code: "model_unavailable", availableModels: ["gemini-2.5-flash"], attempts: 2 });
  expect(world.calls("listModels")).toHaveLength(1);
});

test("F65 an abort during the list request ends the call at once, without a warning", async () => {
  await using world = await createWorld({ models: ["gemini-2.5-flash"] });
  const controller = new AbortController();
  world.on("listModels", () => {
    controller.abort();
    return new Promise(() => {});
  });
  const client = world.client({ backend: geminiApi({ apiKey: "fake-key" }), ...wrong, signal: controller.signal });
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "model_unavailable", attempts: 1 });
  expect(warningsOf(world)).toEqual([]);
});
