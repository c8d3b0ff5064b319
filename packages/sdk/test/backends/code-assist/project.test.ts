import { expect, test } from "vitest";
import { codeAssist } from "../../../src/backends/code-assist/code-assist.ts";
import { vertex } from "../../../src/backends/vertex/vertex.ts";
import { createWorld, type World } from "../../auth/support/world.ts";
import { failureOf } from "../../support/clients.ts";

const projectsSent = (calls: readonly { readonly body: unknown }[]) =>
  calls.map((call) => (call.body as { project?: string }).project);

test("loadCodeAssist gets the same request as from the Gemini CLI, with the configured project", async () => {
  await using world = await createWorld({ environment: { GOOGLE_CLOUD_PROJECT: "fake-configured" } });
  const login = await world.signIn();
  await world.client().generate("hi");
  const [call] = world.calls("loadCodeAssist");
  expect(call?.body).toEqual({
    cloudaicompanionProject: "fake-configured",
    metadata: {
      ideType: "IDE_UNSPECIFIED",
      platform: "PLATFORM_UNSPECIFIED",
      pluginType: "GEMINI",
      duetProject: "fake-configured",
    },
  });
  expect(call?.headers).toMatchObject({ authorization: `Bearer ${login.access_token}` });
  expect(call?.headers["user-agent"]).toMatch(/^gemini-ts\/\d/);
  expect(call?.headers["x-goog-api-client"]).toMatch(/^gemini-ts\/\d/);
});

test("without a configured project none is sent", async () => {
  await using world = await createWorld();
  await world.signIn();
  await world.client().generate("hi");
  expect(world.calls("loadCodeAssist")[0]?.body).toEqual({
    metadata: { ideType: "IDE_UNSPECIFIED", platform: "PLATFORM_UNSPECIFIED", pluginType: "GEMINI" },
  });
});

test("the project that Google names takes precedence over the configured one", async () => {
  await using world = await createWorld({
    account: { project: "fake-of-google" },
    environment: { GOOGLE_CLOUD_PROJECT: "fake-configured" },
  });
  await world.signIn();
  await world.client().generate("hi");
  expect(projectsSent(world.calls("generateContent"))).toEqual(["fake-of-google"]);
});

test.each([
  ["the option", { project: "fake-option" }, "fake-option"],
  ["GOOGLE_CLOUD_PROJECT", {}, "fake-first"],
])("if Google names none, %s does", async (_name, options, expected) => {
  await using world = await createWorld({
    account: { project: null },
    environment: { GOOGLE_CLOUD_PROJECT: "fake-first", GOOGLE_CLOUD_PROJECT_ID: "fake-second" },
  });
  await world.signIn();
  await world.client(options).generate("hi");
  expect(projectsSent(world.calls("generateContent"))).toEqual([expected]);
});

test("GOOGLE_CLOUD_PROJECT_ID is used if GOOGLE_CLOUD_PROJECT is not set", async () => {
  await using world = await createWorld({
    account: { project: null },
    environment: { GOOGLE_CLOUD_PROJECT_ID: "fake-second" },
  });
  await world.signIn();
  await world.client().generate("hi");
  expect(projectsSent(world.calls("generateContent"))).toEqual(["fake-second"]);
});

test("two clients with different projects on one login each use their own", async () => {
  await using world = await createWorld({ account: { project: null } });
  await world.signIn();
  await world.client({ project: "fake-one" }).generate("hi");
  await world.client({ project: "fake-two" }).generate("hi");
  expect(projectsSent(world.calls("generateContent"))).toEqual(["fake-one", "fake-two"]);
});

test.each([
  ["the client's option", (world: World) => world.client({ project: "123456789" })],
  ["the backend's option", (world: World) => world.client({ backend: codeAssist({ project: "123456789" }) })],
  ...["GOOGLE_CLOUD_PROJECT", "GOOGLE_CLOUD_PROJECT_ID"].map(
    (name) =>
      [
        name,
        (world: World) => {
          world.environment[name] = "123456789";
          return world.client();
        },
      ] as const,
  ),
] as const)("F33 an all-digits project from %s: refused before any network call", async (_from, makeClient) => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const error = await failureOf(makeClient(world).generate("hi"));
  expect(error).toMatchObject({ code: "project_invalid", phase: "options", attempts: 0, retryable: false });
  expect(error.message).toContain("my-project-123");
  expect(world.emulator.calls).toEqual([]);
});

test("F33 Vertex AI accepts a project number", async () => {
  await using world = await createWorld();
  const accessToken = world.emulator.login().access_token;
  await world.client({ backend: vertex({ accessToken, project: "123456789" }) }).generate("hi");
  expect(world.calls("generateContent")[0]?.path).toContain("/projects/123456789/locations/");
});

test("F33 a project that Google refuses with 403 is dropped: the next call looks it up again", async () => {
  await using world = await createWorld();
  await world.signIn();
  const reply = (project: string) =>
    Response.json({ currentTier: { id: "standard-tier" }, cloudaicompanionProject: project });
  world.on("loadCodeAssist", (number) => reply(number === 1 ? "somebody-elses" : "fake-project-001"));
  const client = world.client();
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "permission_denied", status: 403, attempts: 1 });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(projectsSent(world.calls("generateContent"))).toEqual(["somebody-elses", "fake-project-001"]);
});

test("F35 VPC Service Controls: the configured project is used", async () => {
  await using world = await createWorld();
  await world.signIn();
  const details = [{ "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "SECURITY_POLICY_VIOLATED" }];
  world.on("loadCodeAssist", () =>
    Response.json({ error: { code: 403, message: "VPC", status: "PERMISSION_DENIED", details } }, { status: 403 }),
  );
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "project_required" });
  expect((await world.client({ project: "fake-behind-vpc" }).generate("What is 2+2?")).text).toContain("4");
  expect(projectsSent(world.calls("generateContent"))).toEqual(["fake-behind-vpc"]);
});

test("F36 100 first calls: one loadCodeAssist, and a failure is not kept", async () => {
  await using world = await createWorld();
  await world.signIn();
  world.on("loadCodeAssist", (number) => (number === 1 ? new Response("busy", { status: 500 }) : undefined));
  const clients = Array.from({ length: 4 }, () => world.client({ credentialsPath: world.loginPath }));
  const failures = await Promise.all(
    Array.from({ length: 100 }, (_, index) => failureOf(clients[index % 4]?.generate("hi") ?? Promise.resolve())),
  );
  expect(new Set(failures.map((error) => `${error.code} ${error.attempts}`))).toEqual(new Set(["server_error 1"]));
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
  await Promise.all(Array.from({ length: 100 }, (_, index) => clients[index % 4]?.generate("hi")));
  expect(world.calls("loadCodeAssist")).toHaveLength(2);
  expect(world.calls("generateContent")).toHaveLength(100);
});
