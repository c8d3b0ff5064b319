import { expect, test } from "vitest";
import { codeAssist } from "../../../src/backends/code-assist/code-assist.ts";
import { createWorld } from "../../auth/support/world.ts";
import { failureOf } from "../../support/clients.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

interface Envelope {
  readonly model: string;
  readonly project: string;
  readonly user_prompt_id: string;
  readonly request: { readonly session_id: string; readonly contents: readonly unknown[] };
}

const envelope = (call: { readonly body: unknown } | undefined) => call?.body as Envelope;

test("the envelope: bare model name, project, ids, and the request inside", async () => {
  await using world = await createWorld();
  const login = await world.signIn();
  await world.client({ systemPrompt: "Be brief.", temperature: 0.5 }).sendMessage("What is 2+2?");
  const [call] = world.calls("generateContent");
  expect(`${call?.method} ${call?.path}`).toBe("POST /v1internal:generateContent");
  expect(call?.body).toEqual({
    model: "gemini-3.5-flash-lite",
    project: "fake-project-001",
    user_prompt_id: expect.stringMatching(UUID),
    request: {
      contents: [{ role: "user", parts: [{ text: "What is 2+2?" }] }],
      systemInstruction: { role: "user", parts: [{ text: "Be brief." }] },
      generationConfig: expect.objectContaining({ temperature: 0.5 }),
      session_id: expect.stringMatching(UUID),
    },
  });
  expect(call?.headers).toMatchObject({
    authorization: `Bearer ${login.access_token}`,
    accept: "application/json",
    "content-type": "application/json",
    "user-agent": expect.stringMatching(/^gemini-ts\/\d+\.\d+\.\d+ \(node\/\d+\.\d+\.\d+; \w+-\w+\)$/),
    "x-goog-api-client": expect.stringMatching(/^gemini-ts\/\d+\.\d+\.\d+ node\/\d+\.\d+\.\d+$/),
  });
  for (const value of Object.values(call?.headers ?? {})) expect(value).not.toMatch(/GeminiCLI|google-api-nodejs/);
});

test("a stream asks for server-sent events", async () => {
  await using world = await createWorld();
  await world.signIn();
  const response = await world.client().sendMessageStream("What is 2+2?").response();
  expect(response.text).toContain("4");
  const [call] = world.calls("streamGenerateContent");
  expect(call).toMatchObject({ path: "/v1internal:streamGenerateContent", query: { alt: "sse" } });
  expect(call?.headers.accept).toBe("text/event-stream");
});

test("session_id lasts as long as the conversation, user_prompt_id one prompt", async () => {
  await using world = await createWorld();
  await world.signIn();
  const client = world.client();
  await client.sendMessage("hi");
  await client.sendMessageStream("hi again").response();
  await client.fork().sendMessage("hi");
  await client.generate("hi");
  await world.client().sendMessage("hi");
  const sent = world.emulator.calls.filter((call) => call.model === "gemini-3.5-flash-lite").map(envelope);
  const sessions = sent.map((one) => one.request.session_id);
  expect(sessions[0]).toBe(sessions[1]);
  expect(new Set(sessions).size).toBe(4);
  expect(new Set(sent.map((one) => one.user_prompt_id)).size).toBe(5);
  expect(sent.map((one) => one.request.contents.length)).toEqual([1, 3, 5, 1, 1]);
});

test("a `models/` prefix of the model is removed", async () => {
  await using world = await createWorld();
  await world.signIn();
  await world.client({ model: "models/gemini-2.5-pro" }).generate("hi");
  expect(envelope(world.calls("generateContent")[0]).model).toBe("gemini-2.5-pro");
});

test("CODE_ASSIST_ENDPOINT may have a path and end in a slash, CODE_ASSIST_API_VERSION names the version", async () => {
  await using world = await createWorld({ environment: { CODE_ASSIST_API_VERSION: "v9test" } });
  await world.signIn();
  world.environment.CODE_ASSIST_ENDPOINT += "/base/";
  await failureOf(world.client().generate("hi"));
  expect(world.emulator.calls.map((call) => call.path)).toEqual(["/base/v9test:loadCodeAssist"]);
});

test("traceId comes from the envelope, the raw reply is whole", async () => {
  await using world = await createWorld();
  await world.signIn();
  const reply = {
    response: { candidates: [{ content: { role: "model", parts: [{ text: "yes" }] }, finishReason: "STOP" }] },
    traceId: "fake-trace",
  };
  world.on("generateContent", () => Response.json(reply));
  const response = await world.client().generate("hi");
  expect(response).toMatchObject({ text: "yes", traceId: "fake-trace" });
  expect(response.raw).toEqual(expect.arrayContaining([reply]));
});

test.each([
  ["an array", "[]", "response_invalid"],
  ["a number", "5", "response_invalid"],
  ["an empty envelope", "{}", "empty_response"],
  ["an envelope around nothing", '{"response":null,"traceId":5}', "empty_response"],
])("a reply that is %s: %s fails as %s", async (_name, text, code) => {
  await using world = await createWorld();
  await world.signIn();
  world.on("generateContent", () => new Response(text));
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code, attempts: 1 });
});

test("the caller's access token is used instead of a login file", async () => {
  await using world = await createWorld({ accessTokens: ["fake-own-token"] });
  const backend = codeAssist({ accessToken: "fake-own-token" });
  const clients = [world.client({ backend }), world.client({ backend })];
  await Promise.all(clients.map((client) => client.generate("hi")));
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
  expect(world.calls("generateContent").map((call) => call.headers.authorization)).toEqual(
    Array.from({ length: 2 }, () => "Bearer fake-own-token"),
  );
});

test("options of the backend take precedence over the environment", async () => {
  await using world = await createWorld({
    account: { project: null },
    environment: { GOOGLE_CLOUD_PROJECT: "fake-environment", GOOGLE_GENAI_USE_GCA: "true" },
  });
  await world.signIn();
  world.environment.GOOGLE_CLOUD_ACCESS_TOKEN = "fake-not-this-one";
  const backend = codeAssist({ credentialsPath: world.loginPath, project: "fake-own" });
  await world.client({ backend }).generate("hi");
  expect(envelope(world.calls("generateContent")[0]).project).toBe("fake-own");
});

test("a token in the environment that no header can contain is ignored if the caller passes one", async () => {
  await using world = await createWorld({
    accessTokens: ["fake-own-token"],
    environment: { GOOGLE_GENAI_USE_GCA: "true", GOOGLE_CLOUD_ACCESS_TOKEN: "fake with spaces" },
  });
  const client = world.client({ backend: codeAssist({ accessToken: "fake-own-token" }) });
  expect((await client.generate("hi")).text).not.toBe("");
  expect(await failureOf(world.client({ backend: codeAssist() }).generate("hi"))).toMatchObject({
    code: "invalid_options",
    message: expect.stringContaining("GOOGLE_CLOUD_ACCESS_TOKEN"),
  });
});

test.each([
  ["an unknown member", { credentialPath: "x" }, "codeAssist.credentialPath"],
  ["no object", "x", "codeAssist"],
  ["an empty path", { credentialsPath: "" }, "codeAssist.credentialsPath"],
  ["an empty project", { project: "" }, "codeAssist.project"],
  ["a token with a space", { accessToken: "fake canary" }, "codeAssist.accessToken"],
  ["an invalid cache", { tokenCache: {} }, "codeAssist.tokenCache"],
  ["a cache for a token that is never renewed", { accessToken: "fake", tokenCache: new Map() }, "exclude each other"],
  ["two sign-ins", { accessToken: "fake", credentialsPath: "x" }, "exclude each other"],
  ["an unknown member of oauthClient", { oauthClient: { id: "x" } }, "codeAssist.oauthClient.id"],
  ["a client id that is not a string", { oauthClient: { clientId: 5 } }, "codeAssist.oauthClient.clientId"],
  [
    "a secret with a line break",
    { oauthClient: { clientSecret: "fake\ncanary" } },
    "codeAssist.oauthClient.clientSecret",
  ],
])("%s: invalid_options at once", (_name, options, named) => {
  const make = () => codeAssist(options as object);
  expect(make).toThrow(expect.objectContaining({ code: "invalid_options", message: expect.stringContaining(named) }));
  expect(make).not.toThrow(/canary/);
});

test("two OAuth client secrets for one login file do not interfere", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  world.on("token", async (_number, request) =>
    new URLSearchParams(await request.text()).get("client_secret") === "fake-right"
      ? undefined
      : Response.json({ error: "invalid_client" }, { status: 401 }),
  );
  const withSecret = (clientSecret: string) => world.client({ backend: codeAssist({ oauthClient: { clientSecret } }) });
  expect(await failureOf(withSecret("fake-wrong").generate("hi"))).toMatchObject({ code: "oauth_client_rejected" });
  expect((await withSecret("fake-right").generate("What is 2+2?")).text).toContain("4");
});

test("later changes to the options and their OAuth client have no effect", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const secrets: (string | null)[] = [];
  world.on("token", async (_number, request) => {
    secrets.push(new URLSearchParams(await request.clone().text()).get("client_secret"));
    return undefined;
  });
  const oauthClient = { clientSecret: "fake-first" };
  const options = { oauthClient };
  const client = world.client({ backend: codeAssist(options) });
  oauthClient.clientSecret = "fake-second";
  options.oauthClient = { clientSecret: "fake-third" };
  await client.generate("hi");
  expect(secrets).toEqual(["fake-first"]);
});
