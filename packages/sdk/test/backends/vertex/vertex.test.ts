import { expect, test } from "vitest";
import { vertex } from "../../../src/backends/vertex/vertex.ts";
import type { VertexOptions } from "../../../src/backends/vertex/vertex-options.ts";
import type { FetchInit } from "../../../src/platform/web-types.ts";
import { createWorld } from "../../auth/support/world.ts";
import { failureOf } from "../../support/clients.ts";

const answer = { candidates: [{ content: { role: "model", parts: [{ text: "yes" }] }, finishReason: "STOP" }] };

/** A fetch that answers itself, so that the real hosts are named and not asked. */
function createRecorder() {
  const sent: { readonly url: string; readonly headers: Record<string, string> }[] = [];
  const fetch = async (url: string, { headers }: FetchInit) => {
    sent.push({ url, headers });
    return Response.json(answer);
  };
  return { sent, fetch };
}

const signIn = { project: "fake-project", accessToken: "fake-token" };
const own = "/v1/projects/fake-project/locations";

test.each([
  [{}, `https://aiplatform.googleapis.com${own}/global`],
  [{ location: "us-central1" }, `https://us-central1-aiplatform.googleapis.com${own}/us-central1`],
  [{ location: "europe-west4" }, `https://europe-west4-aiplatform.googleapis.com${own}/europe-west4`],
  [
    { location: "northamerica-northeast1" },
    `https://northamerica-northeast1-aiplatform.googleapis.com${own}/northamerica-northeast1`,
  ],
  [{ location: "global" }, `https://aiplatform.googleapis.com${own}/global`],
  [{ location: "us" }, `https://aiplatform.us.rep.googleapis.com${own}/us`],
  [{ location: "eu" }, `https://aiplatform.eu.rep.googleapis.com${own}/eu`],
])("with %o, requests go to %s", async (options: VertexOptions, beginning) => {
  await using world = await createWorld();
  delete world.environment.GOOGLE_VERTEX_BASE_URL;
  const { sent, fetch } = createRecorder();
  const client = world.client({ backend: vertex({ ...signIn, ...options }), fetch });
  expect((await client.generate("hi")).text).toBe("yes");
  expect(sent.map((request) => request.url)).toEqual([
    `${beginning}/publishers/google/models/gemini-3.5-flash-lite:generateContent`,
  ]);
  expect(sent[0]?.headers).toMatchObject({ authorization: "Bearer fake-token" });
});

test("express mode: an API key, the global host, no project", async () => {
  await using world = await createWorld({ environment: { GOOGLE_CLOUD_LOCATION: "global" } });
  delete world.environment.GOOGLE_VERTEX_BASE_URL;
  const { sent, fetch } = createRecorder();
  await world.client({ backend: vertex({ apiKey: "fake-key" }), fetch }).generate("hi");
  expect(sent.map((request) => request.url)).toEqual([
    "https://aiplatform.googleapis.com/v1/publishers/google/models/gemini-3.5-flash-lite:generateContent",
  ]);
  expect(sent[0]?.headers).toMatchObject({ "x-goog-api-key": "fake-key" });
  expect(sent[0]?.headers).not.toHaveProperty("authorization");
});

test.each(["europe-west4", "us", "eu"])(
  "F163 express mode with GOOGLE_CLOUD_LOCATION=%s is refused: the key has only the global host",
  async (location) => {
    await using world = await createWorld({ environment: { GOOGLE_CLOUD_LOCATION: location } });
    const error = await failureOf(world.client({ backend: vertex({ apiKey: "fake-key" }) }).generate("hi"));
    expect(error).toMatchObject({ code: "invalid_options", variable: "GOOGLE_CLOUD_LOCATION", attempts: 0 });
    expect(error.message).toContain("`vertex.apiKey`");
    expect(world.emulator.calls).toEqual([]);
  },
);

test.each(["moon", "europe", "us-central", "us-central1-a", "US-CENTRAL1", "us-centre1", "global1", "us-central1/x"])(
  "F163 the location %s is not a region: refused, as an option and in the environment",
  async (location) => {
    expect(() => vertex({ location })).toThrow(/a region such as "us-central1"/);
    await using world = await createWorld({ environment: { GOOGLE_CLOUD_LOCATION: location } });
    const error = await failureOf(world.client({ backend: vertex(signIn) }).generate("hi"));
    expect(error).toMatchObject({ code: "invalid_options", variable: "GOOGLE_CLOUD_LOCATION", attempts: 0 });
  },
);

test.each([
  "africa-south1",
  "me-central2",
  "australia-southeast1",
  "northamerica-northeast2",
  "us-east5",
  "asia-east12",
])("F163 %s has the form of a region", (location) => {
  expect(vertex({ location }).name).toBe("vertex");
});

test.each(["GOOGLE_GENAI_USE_VERTEXAI", "GOOGLE_GENAI_USE_ENTERPRISE"])(
  "F164 %s with GOOGLE_API_KEY is express mode, unless a project or a token is named",
  async (variable) => {
    await using world = await createWorld({ environment: { [variable]: "true", GOOGLE_API_KEY: "fake-key" } });
    expect((await world.client().generate("What is 2+2?")).text).toContain("4");
    expect((await world.client({ backend: vertex() }).generate("What is 2+2?")).text).toContain("4");
    const token = world.emulator.login().access_token;
    const signed = vertex({ accessToken: token, project: "fake-project" });
    expect((await world.client({ backend: signed }).generate("What is 2+2?")).text).toContain("4");
    const keys = world.emulator.calls.map(({ backend, headers }) => [backend, headers["x-goog-api-key"] !== undefined]);
    expect(keys).toEqual([
      ["vertex", true],
      ["vertex", true],
      ["vertex", false],
    ]);
    world.environment.GOOGLE_CLOUD_LOCATION = "us-central1";
    const refused = await failureOf(world.client().generate("hi"));
    expect(refused).toMatchObject({ code: "invalid_options", variable: "GOOGLE_CLOUD_LOCATION" });
    expect(refused.message).toContain("`GOOGLE_API_KEY`");
  },
);

test("F164 without a switch, GOOGLE_API_KEY is a key of the Gemini API; the two switches exclude each other", async () => {
  await using world = await createWorld({ environment: { GOOGLE_API_KEY: "fake-key" } });
  await world.client().generate("hi");
  expect(world.emulator.calls.map(({ backend }) => backend)).toEqual(["gemini-api"]);
  Object.assign(world.environment, { GOOGLE_GENAI_USE_ENTERPRISE: "1", GOOGLE_GENAI_USE_GCA: "true" });
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "invalid_options", variable: "GOOGLE_GENAI_USE_GCA" });
  expect(error.message).toContain("`GOOGLE_GENAI_USE_ENTERPRISE`");
});

test.each([
  ["us-central1", "`global`"],
  ["global", "`us-central1`"],
])("F165 a listed model that gets a 404 at %s: the remedy is another location, %s", async (location, other) => {
  await using world = await createWorld({ models: ["gemini-3.5-flash-lite", "gemini-9-flash"] });
  world.emulator.next({ error: "model-not-found" });
  const accessToken = world.emulator.login().access_token;
  const backend = vertex({ accessToken, project: "fake-project", location });
  const error = await failureOf(world.client({ backend }).generate("hi"));
  expect(error).toMatchObject({
    code: "model_unavailable",
    option: "vertex.location",
    variable: "GOOGLE_CLOUD_LOCATION",
  });
  expect(error.availableModels).toBeUndefined();
  expect(error.remedy).toContain(`try ${other === "`global`" ? other : `a region such as ${other}`}`);
  expect(world.calls("listModels").map(({ headers }) => headers["x-goog-user-project"])).toEqual(["fake-project"]);
});

test.each([
  ["gemini-3.8-flash", `${own}/global/publishers/google/models/gemini-3.8-flash`],
  ["models/gemini-3.8-flash", `${own}/global/publishers/google/models/gemini-3.8-flash`],
  ["publishers/google/models/gemini-3.8-flash", `${own}/global/publishers/google/models/gemini-3.8-flash`],
  ["endpoints/123", `${own}/global/endpoints/123`],
  [
    "projects/fake-other/locations/us-central1/endpoints/123",
    "/v1/projects/fake-other/locations/us-central1/endpoints/123",
  ],
])("the model %s is requested at %s", async (model, path) => {
  await using world = await createWorld();
  delete world.environment.GOOGLE_VERTEX_BASE_URL;
  const { sent, fetch } = createRecorder();
  await world.client({ backend: vertex(signIn), fetch, model }).generate("hi");
  expect(new URL(sent[0]?.url ?? "").pathname).toBe(`${path}:generateContent`);
});

test.each(["example.com/", "example.com#", "user@example.com", "us-central1.example.com", "../../x", "US", ""])(
  "F29 GOOGLE_CLOUD_LOCATION %j cannot change the host",
  async (location) => {
    await using world = await createWorld({ environment: { GOOGLE_CLOUD_LOCATION: location } });
    delete world.environment.GOOGLE_VERTEX_BASE_URL;
    const { sent, fetch } = createRecorder();
    const outcome = world.client({ backend: vertex(signIn), fetch }).generate("hi");
    if (location === "") {
      await outcome;
      expect(sent[0]?.url).toMatch(/^https:\/\/aiplatform\.googleapis\.com\//);
      return;
    }
    const error = await failureOf(outcome);
    expect(error).toMatchObject({ code: "invalid_options", attempts: 0 });
    expect(error.message).toContain("GOOGLE_CLOUD_LOCATION");
    expect(sent).toEqual([]);
  },
);

test("answers and streams over a socket, with the body without an envelope", async () => {
  await using world = await createWorld({ accessTokens: ["fake-token"] });
  const client = world.client({ backend: vertex(signIn), systemPrompt: null });
  expect((await client.sendMessage("What is 2+2?")).text).toContain("4");
  expect((await client.sendMessageStream("What is 2+3?").response()).text).toContain("5");
  expect(world.emulator.calls).toMatchObject([
    {
      path: `${own}/global/publishers/google/models/gemini-3.5-flash-lite:generateContent`,
      body: { contents: [{ role: "user", parts: [{ text: "What is 2+2?" }] }] },
    },
    {
      path: `${own}/global/publishers/google/models/gemini-3.5-flash-lite:streamGenerateContent`,
      query: { alt: "sse" },
    },
  ]);
  expect(Object.keys(world.emulator.calls[0]?.body as object).sort()).toEqual(["contents", "generationConfig"]);
  expect(world.emulator.calls[0]?.headers["user-agent"]).toMatch(/^gemini-ts\//);
});

test("the project and location of the environment are used if the options name none", async () => {
  await using world = await createWorld({
    accessTokens: ["fake-token"],
    environment: { GOOGLE_CLOUD_PROJECT: "123456", GOOGLE_CLOUD_LOCATION: "asia-east1" },
  });
  await world.client({ backend: vertex({ accessToken: "fake-token" }) }).generate("hi");
  expect(world.emulator.calls[0]?.path).toContain("/projects/123456/locations/asia-east1/");
});

test("a token and no project: project_required, nothing is sent", async () => {
  await using world = await createWorld();
  const client = world.client({ backend: vertex({ accessToken: "fake-token" }) });
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "project_required", attempts: 0 });
  expect(world.emulator.calls).toEqual([]);
});

test("a project that the account may not use: permission_denied", async () => {
  await using world = await createWorld({ accessTokens: ["fake-token"], account: { projects: [] } });
  const client = world.client({ backend: vertex({ ...signIn, project: "somebody-elses" }) });
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "permission_denied", status: 403, attempts: 1 });
});

test.each([
  ["an unknown member", { region: "us" }, "vertex.region"],
  ["an invalid location", { location: "example.com/" }, "vertex.location"],
  ["a location that is not a string", { location: ["us"] }, "vertex.location"],
  ["an empty project", { project: "" }, "vertex.project"],
  ["a key with a space", { apiKey: "fake canary" }, "vertex.apiKey"],
  ["a token with a line break", { accessToken: "fake\ncanary" }, "vertex.accessToken"],
  ["two sign-ins", { apiKey: "fake", accessToken: "fake" }, "exclude each other"],
  ["a project that a key has no use for", { apiKey: "fake", project: "a-project" }, "`vertex.project` exclude"],
  ["a location that a key has no use for", { apiKey: "fake", location: "us-east1" }, "`vertex.location` exclude"],
])("%s: invalid_options at once", (_name, options, named) => {
  const make = () => vertex(options as object);
  expect(make).toThrow(expect.objectContaining({ code: "invalid_options", message: expect.stringContaining(named) }));
  expect(make).not.toThrow(/canary/);
});
