import { chmod, rm } from "node:fs/promises";
import { expect, test } from "vitest";
import { codeAssist, type GeminiClient } from "../../../src/index.ts";
import { failureOf } from "../../support/clients.ts";
import { createGate } from "../support/gate.ts";
import { TestClock } from "../support/test-clock.ts";
import { createWorld, type World } from "../support/world.ts";

const HOUR_MS = 3_600_000;

/** The ways to name a login file. Clients of the last two share one backend. */
const ways: readonly { readonly way: string; readonly newClient: (world: World) => GeminiClient }[] = [
  {
    way: "codeAssist()",
    newClient: (world) => world.client({ backend: codeAssist({ credentialsPath: world.loginPath }) }),
  },
  { way: "credentialsPath", newClient: (world) => world.client({ credentialsPath: world.loginPath }) },
  { way: "the home folder", newClient: (world) => world.client() },
];

/** A world in which each account has its own project. */
async function createAccounts(clock?: TestClock) {
  const world = await createWorld(clock ? { clock } : {});
  world.on("loadCodeAssist", (number) =>
    Response.json({ currentTier: { id: "standard-tier" }, cloudaicompanionProject: `fake-project-${number}` }),
  );
  return world;
}

/** The token and project of each prompt. */
const sent = (world: World) =>
  world
    .calls("generateContent")
    .map(({ headers, body }) => [headers.authorization, (body as { project: string }).project]);

/** The token of each request for the account's project. */
const setUps = (world: World) => world.calls("loadCodeAssist").map(({ headers }) => headers.authorization);

const refusal = () =>
  Response.json({ error: { code: 401, status: "UNAUTHENTICATED", message: "fake" } }, { status: 401 });

for (const { way, newClient } of ways) {
  test(`F314 another login is written: a new client uses it and its project (${way})`, async () => {
    await using world = await createAccounts();
    const first = await world.signIn();
    const running = newClient(world);
    await running.generate("hi");
    const second = await world.signIn();
    await newClient(world).generate("hi");
    await running.generate("hi");
    expect(sent(world)).toEqual([
      [`Bearer ${first.access_token}`, "fake-project-1"],
      [`Bearer ${second.access_token}`, "fake-project-2"],
      [`Bearer ${second.access_token}`, "fake-project-2"],
    ]);
    expect(world.calls("token")).toHaveLength(0);
  });
}

test("F314 another login is written whose token has expired: a new client renews that one", async () => {
  await using world = await createAccounts();
  await world.signIn();
  await world.client().generate("hi");
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token").map(({ body }) => body)).toMatchObject([{ refresh_token }]);
  expect(world.calls("loadCodeAssist")).toHaveLength(2);
});

// Windows has no file modes.
test.skipIf(process.platform === "win32")(
  "F314 another login is written whose token has expired, and others may read it: one warning",
  async () => {
    await using world = await createAccounts();
    await world.signIn();
    await world.client().generate("hi");
    await world.signIn({ expiresInMs: 0 });
    await chmod(world.loginPath, 0o644);
    await world.client().generate("hi");
    expect(world.events.flatMap((event) => (event.type === "warning" ? [event.code] : []))).toEqual([
      "login_file_permissions",
    ]);
    expect(world.calls("token")).toHaveLength(1);
  },
);

test("F314 another login is written that does not work: a new client fails, instead of using the previous one", async () => {
  await using world = await createWorld();
  await world.signIn();
  const running = world.client();
  await running.generate("hi");
  await world.writeLogin({ refresh_token: "fake-unknown-canary" });
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "login_expired" });
});

test("F314 the login file is removed: a new client has no login, and one that runs goes on", async () => {
  await using world = await createWorld();
  await world.signIn();
  const running = world.client({ credentialsPath: world.loginPath });
  await running.generate("hi");
  await rm(world.loginPath);
  const other = world.client({ credentialsPath: world.loginPath });
  expect(await failureOf(other.generate("hi"))).toMatchObject({ code: "no_credentials", path: world.loginPath });
  expect((await running.generate("What is 2+2?")).text).toContain("4");
  await world.signIn();
  expect((await other.generate("What is 2+2?")).text).toContain("4");
});

test("F314 the file still holds the expired token of the same account: a new client keeps the renewed token", async () => {
  await using world = await createAccounts();
  await world.signIn({ expiresInMs: 0 });
  await world.client().generate("hi");
  await Promise.all(Array.from({ length: 10 }, () => world.client().generate("hi")));
  expect(world.calls("token")).toHaveLength(1);
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
});

test("F314 another login is written while the previous one is being renewed: a new client waits and uses the other", async () => {
  await using world = await createAccounts();
  await world.signIn({ expiresInMs: 0 });
  const asked = createGate();
  const written = createGate();
  world.on("token", async () => {
    asked.open();
    await written.opened;
    return undefined;
  });
  const before = world.client({ credentialsPath: world.loginPath }).generate("hi");
  await asked.opened;
  const { access_token } = await world.signIn();
  const after = world.client({ credentialsPath: world.loginPath }).generate("hi");
  written.open();
  await Promise.all([before, after]);
  expect(sent(world).map(([token]) => token)).toContain(`Bearer ${access_token}`);
  expect(world.calls("token")).toHaveLength(1);
});

test("F314 a client that runs finds its login revoked: it uses the login that was written meanwhile", async () => {
  const clock = new TestClock();
  await using world = await createAccounts(clock);
  const first = await world.signIn();
  const client = world.client();
  await client.generate("hi");
  world.emulator.revoke(first.refresh_token);
  clock.advance(HOUR_MS);
  const second = await world.signIn();
  await client.generate("hi");
  expect(sent(world).at(-1)).toEqual([`Bearer ${second.access_token}`, "fake-project-2"]);
});

test("F337 a client calls while another login is read: its prompts have the token and project of one account", async () => {
  await using world = await createAccounts();
  const reading = createGate();
  const mayContinue = createGate();
  let isGated = false;
  const subtle = world.platform.subtleCrypto();
  // Reading a login ends with a hash, which takes a moment.
  const digest: typeof subtle.digest = async (...given) => {
    if (isGated) {
      reading.open();
      await mayContinue.opened;
    }
    return subtle.digest(...given);
  };
  const platform = { ...world.platform, subtleCrypto: () => ({ ...subtle, digest }) };
  const first = await world.signIn();
  const running = world.client({}, platform);
  await running.generate("hi");
  const second = await world.signIn();
  isGated = true;
  const other = world.client({}, platform);
  const answer = other.generate("hi");
  await reading.opened;
  await running.generate("hi");
  mayContinue.open();
  await answer;
  await running.generate("hi");
  expect(sent(world)).toEqual([
    [`Bearer ${first.access_token}`, "fake-project-1"],
    [`Bearer ${first.access_token}`, "fake-project-1"],
    [`Bearer ${second.access_token}`, "fake-project-2"],
    [`Bearer ${second.access_token}`, "fake-project-2"],
  ]);
  expect(setUps(world)).toEqual([`Bearer ${first.access_token}`, `Bearer ${second.access_token}`]);
});

for (const otherClient of ["calls", "does not call"] as const) {
  test(`F338 an account is set up, gets 401, and another login is written (another client ${otherClient}): the other account is set up`, async () => {
    await using world = await createWorld();
    const first = await world.signIn();
    const second = world.emulator.login();
    world.on("loadCodeAssist", async (number, _request, { headers }) => {
      const isFirst = headers.authorization === `Bearer ${first.access_token}`;
      if (number === 1) {
        await world.writeLogin(second);
        if (otherClient === "calls") await world.client().generate("hi");
        return refusal();
      }
      return Response.json({
        currentTier: { id: "standard-tier" },
        cloudaicompanionProject: isFirst ? "fake-project-1" : "fake-project-2",
      });
    });
    const client = world.client();
    await client.generate("hi");
    await client.generate("hi");
    expect(new Set(sent(world).map(String))).toEqual(new Set([`Bearer ${second.access_token},fake-project-2`]));
    expect(setUps(world)).toEqual([`Bearer ${first.access_token}`, `Bearer ${second.access_token}`]);
  });
}

test("F338 two accounts in a row get 401 while they are set up: the call fails", async () => {
  await using world = await createWorld();
  await world.signIn();
  world.on("loadCodeAssist", async () => {
    await world.signIn();
    return refusal();
  });
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ status: 401, phase: "project" });
  expect(world.calls("loadCodeAssist")).toHaveLength(2);
  expect(world.calls("generateContent")).toHaveLength(0);
});

test("F338 the models of an account are asked for with its token, though another account has signed in", async () => {
  await using world = await createAccounts();
  const first = await world.signIn();
  world.on("generateContent", async (number) => {
    if (number > 1) return undefined;
    await world.signIn();
    await world.client().generate("hi");
    return Response.json({ error: { code: 404, status: "NOT_FOUND", message: "not found" } }, { status: 404 });
  });
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "model_unavailable" });
  expect(world.calls("retrieveUserQuota").map(({ headers, body }) => [headers.authorization, body])).toEqual([
    [`Bearer ${first.access_token}`, { project: "fake-project-1" }],
  ]);
});
