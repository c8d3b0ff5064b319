import { writeFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { vertex } from "../../../src/backends/vertex/vertex.ts";
import { failureOf } from "../../support/clients.ts";
import {
  TOKEN,
  tokenReply,
  useCredentials,
  useCredentialsFile,
  workforceUser,
} from "../support/default-credentials.ts";
import { createGate } from "../support/gate.ts";
import { TestClock } from "../support/test-clock.ts";
import { createWorld, type World } from "../support/world.ts";

// google-auth-library reads the environment of the process, so the tests of this file run one after the other.

const project = "fake-project";

/** Each token request gets another token. */
async function signInWithNewTokens(world: World) {
  const path = await useCredentials(world, workforceUser(world));
  world.on("token", (number) => tokenReply({ access_token: `${TOKEN}-${number}` }));
  return path;
}

/** Google accepts all tokens but these. */
function refuse(world: World, refused: (token: string) => number | undefined) {
  world.on("generateContent", (_number, request) => {
    const status = refused(request.headers.get("authorization")?.replace("Bearer ", "") ?? "");
    if (status === undefined) return undefined;
    const error = {
      code: status,
      message: "Refused.",
      status: status === 401 ? "UNAUTHENTICATED" : "PERMISSION_DENIED",
    };
    return Response.json({ error }, { status });
  });
}

const tokens = Array.from({ length: 9 }, (_, index) => `${TOKEN}-${index + 1}`);

test("F141 Google rejects a token before it expires: one renewal, and the request is retried once", async () => {
  await using world = await createWorld({ accessTokens: tokens });
  await signInWithNewTokens(world);
  const client = world.client({ backend: vertex({ project }), retry: false });
  await client.generate("hi");
  refuse(world, (token) => (token === `${TOKEN}-1` ? 401 : undefined));
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")).toHaveLength(2);
  expect(world.calls("generateContent")).toHaveLength(4);
});

test("F141 many calls get 401 at once: one renewal", async () => {
  await using world = await createWorld({ accessTokens: tokens });
  await signInWithNewTokens(world);
  const client = world.client({ backend: vertex({ project }), retry: false });
  await client.generate("hi");
  refuse(world, (token) => (token === `${TOKEN}-1` ? 401 : undefined));
  const answers = await Promise.all(Array.from({ length: 8 }, () => client.generate("What is 2+2?")));
  for (const { text } of answers) expect(text).toContain("4");
  expect(world.calls("token")).toHaveLength(2);
});

test("F141 Google rejects the new token as well: login_expired after two requests, and no third", async () => {
  await using world = await createWorld({ accessTokens: tokens });
  await signInWithNewTokens(world);
  refuse(world, () => 401);
  const client = world.client({ backend: vertex({ project }) });
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "login_expired", status: 401, variable: "GOOGLE_APPLICATION_CREDENTIALS" });
  expect(world.calls("generateContent")).toHaveLength(2);
  expect(world.calls("token")).toHaveLength(2);
});

test.each([401, 403])("F142 after a %i, the next call uses new credentials, without a new client", async (status) => {
  await using world = await createWorld({ accessTokens: tokens });
  const path = await signInWithNewTokens(world);
  // The tokens of the first credentials are refused.
  refuse(world, (token) => (token === `${TOKEN}-1` || token === `${TOKEN}-2` ? status : undefined));
  world.on("token", (_number, request) => newTokenFor(request));
  const refreshed: string[] = [];
  const newTokenFor = async (request: Request) => {
    const isNew = (await request.text()).includes("fake-second-refresh-canary");
    refreshed.push(isNew ? "second" : "first");
    return tokenReply({ access_token: isNew ? `${TOKEN}-3` : `${TOKEN}-${refreshed.length}` });
  };
  const client = world.client({ backend: vertex({ project }), retry: false });
  await failureOf(client.generate("hi"));
  await writeFile(path, JSON.stringify(workforceUser(world, { refresh_token: "fake-second-refresh-canary" })));
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(refreshed.at(-1)).toBe("second");
});

test("F142 after a 403, unchanged credentials keep their token", async () => {
  await using world = await createWorld({ accessTokens: tokens });
  await signInWithNewTokens(world);
  const client = world.client({ backend: vertex({ project }), retry: false });
  refuse(world, () => 403);
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "permission_denied" });
  refuse(world, () => undefined);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")).toHaveLength(1);
});

test("F142 a backend chosen by name reads new credentials after a refused token request", async () => {
  await using world = await createWorld({ accessTokens: tokens });
  const path = await useCredentials(world, workforceUser(world));
  world.on("token", async (_number, request) =>
    (await request.text()).includes("fake-second-refresh-canary")
      ? tokenReply({ access_token: `${TOKEN}-3` })
      : Response.json({ error: "invalid_grant" }, { status: 400 }),
  );
  const ask = () => world.client({ backend: "vertex", project, retry: false }).generate("What is 2+2?");
  expect(await failureOf(ask())).toMatchObject({ code: "login_expired", reason: "invalid_grant" });
  await writeFile(path, JSON.stringify(workforceUser(world, { refresh_token: "fake-second-refresh-canary" })));
  expect((await ask()).text).toContain("4");
});

test("F140 calls that wait for an unanswered token request all fail at its deadline, and a later call sends a new request", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, accessTokens: tokens });
  await signInWithNewTokens(world);
  const asked = createGate();
  world.on("token", (number) => {
    asked.open();
    return number === 1 ? new Promise(() => {}) : tokenReply({ access_token: `${TOKEN}-1` });
  });
  const backend = vertex({ project });
  const failures = [1, 2, 3].map(() => failureOf(world.client({ backend }).generate("hi")));
  await asked.opened;
  clock.advance(10_000);
  for (const failure of failures) expect(await failure).toMatchObject({ code: "timeout", phase: "token" });
  expect((await world.client({ backend }).generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")).toHaveLength(2);
});

test("F250 vertex() for each call: one token, whatever the project", async () => {
  await using world = await createWorld({ accessTokens: tokens });
  await signInWithNewTokens(world);
  const ask = (number: number) =>
    world.client({ backend: vertex({ project: `${project}-${number}` }) }).generate("What is 2+2?");
  const answers = await Promise.all(Array.from({ length: 10 }, (_, number) => ask(number)));
  for (const { text } of [...answers, await ask(10)]) expect(text).toContain("4");
  expect(world.calls("token")).toHaveLength(1);
});

test.each([
  ["vertex()", () => ({ backend: vertex({ project }) })],
  ["a client of Vertex AI", () => ({ backend: "vertex", project }) as const],
])("F250 the file has changed: the next %s uses what it says now", async (_what, options) => {
  await using world = await createWorld({ accessTokens: tokens });
  const path = await signInWithNewTokens(world);
  const ask = () => world.client(options()).generate("hi");
  await ask();
  await writeFile(path, JSON.stringify(workforceUser(world, { refresh_token: "fake-other-canary" })));
  await ask();
  await ask();
  const sent = world.calls("token").map(({ body }) => (body as { refresh_token: string }).refresh_token);
  expect(sent).toEqual(["fake-refresh-canary", "fake-other-canary"]);
});

test("F250 GOOGLE_APPLICATION_CREDENTIALS names another file: the next vertex() uses it", async () => {
  await using world = await createWorld({ accessTokens: tokens });
  const first = await signInWithNewTokens(world);
  const ask = () => world.client({ backend: vertex({ project }) }).generate("hi");
  await ask();
  const second = `${first}.json`;
  await writeFile(second, JSON.stringify(workforceUser(world, { refresh_token: "fake-other-canary" })));
  useCredentialsFile(world, second);
  await ask();
  useCredentialsFile(world, first);
  await ask();
  const sent = world.calls("token").map(({ body }) => (body as { refresh_token: string }).refresh_token);
  expect(sent).toEqual(["fake-refresh-canary", "fake-other-canary"]);
});
