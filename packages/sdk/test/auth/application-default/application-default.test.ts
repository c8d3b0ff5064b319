import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { vertex } from "../../../src/backends/vertex/vertex.ts";
import type { Platform } from "../../../src/platform/platform.ts";
import { failureOf } from "../../support/clients.ts";
import { expectHidden } from "../../support/expect-hidden.ts";
import {
  workforceUser as credentialsOf,
  tokenReply,
  useCredentials,
  useCredentialsFile,
} from "../support/default-credentials.ts";
import { createGate } from "../support/gate.ts";
import { TestClock } from "../support/test-clock.ts";
import { createWorld, type World } from "../support/world.ts";

test("Application Default Credentials sign in, once for many calls", async () => {
  await using world = await createWorld({ accessTokens: ["fake-adc-token"] });
  await useCredentials(world, credentialsOf(world));
  world.on("token", () => tokenReply());
  const backend = vertex({ project: "fake-project" });
  const clients = [world.client({ backend }), world.client({ backend })];
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => clients[index % 2]?.generate("What is 2+2?")),
  );
  for (const response of answers) expect(response?.text).toContain("4");
  expect(world.calls("token").map((call) => call.body)).toMatchObject([{ grant_type: "refresh_token" }]);
  expect(new Set(world.calls("generateContent").map((call) => call.headers.authorization))).toEqual(
    new Set(["Bearer fake-adc-token"]),
  );
});

test("the quota project of the credentials is named to Google", async () => {
  await using world = await createWorld({ accessTokens: ["fake-adc-token"] });
  await useCredentials(world, { ...credentialsOf(world), quota_project_id: "fake-quota-project" });
  world.on("token", () => tokenReply());
  await world.client({ backend: vertex({ project: "fake-project" }) }).generate("hi");
  expect(world.calls("generateContent")[0]?.headers["x-goog-user-project"]).toBe("fake-quota-project");
});

test("without any credentials: no_credentials names the ways to sign in, without waiting for a metadata server", async () => {
  await using world = await createWorld();
  await useCredentials(world, undefined);
  const error = await failureOf(world.client({ backend: vertex({ project: "fake-project" }) }).generate("hi"));
  expect(error).toMatchObject({ code: "no_credentials", phase: "credentials", attempts: 0 });
  expect(error.message).toContain("gcloud auth application-default login");
  expect(error.message).toMatch(/none were found\. Run/);
  expect(world.emulator.calls).toEqual([]);
});

test("without credentials and without a project, the missing credentials are reported first", async () => {
  await using world = await createWorld();
  await useCredentials(world, undefined);
  const client = world.client({ backend: vertex() });
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "no_credentials", attempts: 0 });
});

test("credentials that name no project: project_required", async () => {
  await using world = await createWorld();
  await useCredentials(world, credentialsOf(world));
  world.on("token", () => tokenReply());
  const client = world.client({ backend: vertex() });
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "project_required", attempts: 0 });
});

test("credentials that appear later are found by the next call", async () => {
  await using world = await createWorld({ accessTokens: ["fake-adc-token"] });
  await useCredentials(world, undefined);
  world.on("token", () => tokenReply());
  const client = world.client({ backend: vertex({ project: "fake-project" }) });
  await failureOf(client.generate("hi"));
  await useCredentials(world, credentialsOf(world));
  expect((await client.generate("What is 2+2?")).text).toContain("4");
});

const refusal = async (request: Request) => {
  const echo = `${await request.text()} ${request.headers.get("authorization")} fake-refresh-canary`;
  return Response.json({ error: "invalid_grant", error_description: echo, message: echo }, { status: 400 });
};

/** Lets the delays of retries pass as soon as they begin. */
function quickRetries(): { clock: TestClock; quick: (world: World) => Platform } {
  const clock = new TestClock();
  for (const delay of [250, 500]) clock.passQuickly(delay);
  return { clock, quick: (world) => ({ ...world.newPlatform(), random: () => 0.5 }) };
}

test.each([
  ["invalid_grant", refusal, { code: "login_expired", reason: "invalid_grant", retryable: false }],
  [
    "503",
    () => new Response("fake-refresh-canary", { status: 503 }),
    { code: "server_error", status: 503, retryable: true, attempts: 3 },
  ],
  ["418", () => new Response("fake-refresh-canary", { status: 418 }), { code: "no_credentials", status: 418 }],
  ["HTML", () => new Response("<html>fake-refresh-canary"), { code: "no_credentials" }],
  ["no token", () => Response.json({ token: "fake-refresh-canary" }), { code: "no_credentials" }],
  [
    "a token with a line break",
    () => Response.json({ access_token: "fake\ncanary", expires_in: 5 }),
    { code: "no_credentials" },
  ],
])(
  "F23 a token endpoint that answers with %s: a typed error that shows nothing of it",
  async (_name, answer, expected) => {
    const { clock, quick } = quickRetries();
    await using world = await createWorld({ clock });
    await useCredentials(world, credentialsOf(world));
    world.on("token", (_number, request) => answer(request));
    const client = world.client({ backend: vertex({ project: "fake-project" }) }, quick(world));
    const error = await failureOf(client.generate("hi"));
    expect(error).toMatchObject({ attempts: 1, ...expected });
    expectHidden(["canary", "ZmFrZS1jbGllbnQ6"], error, world.events);
    expect(error.message).not.toContain("run `gemini`");
    expect(world.calls("generateContent")).toEqual([]);
  },
);

test("an unreachable token endpoint: connection_failed, which is retryable", async () => {
  const { clock, quick } = quickRetries();
  await using world = await createWorld({ clock });
  await useCredentials(world, { ...credentialsOf(world), token_url: "http://127.0.0.1:1/token" });
  const client = world.client({ backend: vertex({ project: "fake-project" }) }, quick(world));
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({
    code: "connection_failed",
    phase: "token",
    reason: "ECONNREFUSED",
    retryable: true,
    attempts: 3,
  });
});

test.each([
  ["is not there", undefined],
  ["is not JSON", "fake-canary {"],
  ["is not a credentials file", '{"type":"fake-canary"}'],
])("a credentials file that %s: the error names it and does not quote it", async (_name, text) => {
  await using world = await createWorld();
  await useCredentials(world, undefined);
  const path = join(world.home, "my.credentials.json");
  if (text !== undefined) await writeFile(path, text);
  useCredentialsFile(world, path);
  const error = await failureOf(world.client({ backend: vertex({ project: "fake-project" }) }).generate("hi"));
  expect(error).toMatchObject({
    code: "credentials_unreadable",
    attempts: 0,
    path,
    variable: "GOOGLE_APPLICATION_CREDENTIALS",
  });
  expect(error.message).toContain("credentials file");
  expectHidden(["canary"], error);
});

test("F140 a token request that gets no response fails after 10 seconds, and does not block the next call", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ accessTokens: ["fake-adc-token"], clock });
  await useCredentials(world, credentialsOf(world));
  const asked = createGate();
  world.on("token", (number) => {
    asked.open();
    return number === 1 ? new Promise(() => {}) : tokenReply();
  });
  const client = world.client({ backend: vertex({ project: "fake-project" }) });
  const failure = failureOf(client.generate("hi"));
  await asked.opened;
  clock.advance(10_000);
  expect(await failure).toMatchObject({ code: "timeout", phase: "token", attempts: 1 });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
});
