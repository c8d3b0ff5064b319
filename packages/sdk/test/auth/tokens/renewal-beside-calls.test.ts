import { expect, test } from "vitest";
import { failureOf } from "../../support/clients.ts";
import { createGate } from "../support/gate.ts";
import { clockWithoutRereading, TestClock } from "../support/test-clock.ts";
import { until } from "../support/until.ts";
import { createWorld, type World } from "../support/world.ts";

const MINUTE_MS = 60_000;
const REST_MS = 10_000;

const warnings = (world: World) => world.events.filter((event) => event.type === "warning");
const renewed = (world: World) => world.events.some((event) => event.type === "token-refresh");
const bearers = (world: World) => world.calls("generateContent").map((call) => call.headers.authorization);

test("a token with more than five minutes left is used without a renewal; at five minutes, one runs in the background", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const login = await world.signIn({ expiresInMs: 10 * MINUTE_MS });
  const client = world.client();
  await client.generate("hi");
  clock.advance(5 * MINUTE_MS - 1);
  await client.generate("hi");
  expect(world.calls("token")).toEqual([]);
  clock.advance(1);
  const answer = createGate();
  world.on("token", async () => {
    await answer.opened;
    return undefined;
  });
  // Answered while the renewal waits.
  await client.generate("hi");
  await client.generate("hi");
  answer.open();
  await until(() => renewed(world));
  await client.generate("hi");
  expect(world.calls("token")).toHaveLength(1);
  const old = `Bearer ${login.access_token}`;
  expect(bearers(world).map((bearer) => bearer === old)).toEqual([true, true, true, true, false]);
  expect(world.events.filter((event) => event.type === "token-refresh")).toEqual([
    { type: "token-refresh", cause: "expired", expiresAt: clock.now() + 3_599_000 },
  ]);
});

test("with less than a minute left, the call waits and sends the new token", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const login = await world.signIn({ expiresInMs: MINUTE_MS - 1 });
  await world.client().generate("hi");
  expect(world.calls("token")).toHaveLength(1);
  expect(bearers(world)).not.toContain(`Bearer ${login.access_token}`);
});

test("the file's token has minutes left when the process starts: it is used, and renewed in the background", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const login = await world.signIn({ expiresInMs: 3 * MINUTE_MS });
  const answer = createGate();
  world.on("token", async () => {
    await answer.opened;
    return undefined;
  });
  const client = world.client();
  await client.generate("hi");
  answer.open();
  await until(() => renewed(world));
  await client.generate("hi");
  expect(world.calls("token")).toHaveLength(1);
  expect(bearers(world)[0]).toBe(`Bearer ${login.access_token}`);
  expect(bearers(world)[1]).not.toBe(bearers(world)[0]);
});

test("F9 50 calls find a token with minutes left: all use it, and one renewal runs in the background", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const login = await world.signIn({ expiresInMs: 3 * MINUTE_MS });
  const answer = createGate();
  world.on("token", async () => {
    await answer.opened;
    return undefined;
  });
  const clients = [world.client(), world.client()];
  await Promise.all(Array.from({ length: 50 }, (_, index) => clients[index % 2]?.generate("hi")));
  answer.open();
  await until(() => renewed(world));
  expect(world.calls("token")).toHaveLength(1);
  expect(new Set(bearers(world))).toEqual(new Set([`Bearer ${login.access_token}`]));
});

test("F9 a call that has to wait joins the background renewal of another", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 65_000 });
  const answer = createGate();
  world.on("token", async () => {
    await answer.opened;
    return undefined;
  });
  const client = world.client();
  await client.generate("hi");
  clock.advance(6_000);
  const waiting = client.generate("What is 2+2?");
  answer.open();
  expect((await waiting).text).toContain("4");
  expect(world.calls("token")).toHaveLength(1);
  expect(bearers(world)[1]).not.toBe(bearers(world)[0]);
});

test("F20 a background renewal fails: one warning, no failed call, and another attempt after ten seconds, not before", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 4 * MINUTE_MS });
  world.on("token", () => Response.json({}));
  const client = world.client();
  await client.generate("hi");
  await until(() => warnings(world).length > 0);
  for (let call = 0; call < 3; call += 1) await client.generate("hi");
  clock.advance(REST_MS - 1);
  await client.generate("hi");
  expect(world.calls("token")).toHaveLength(1);
  expect(warnings(world)).toMatchObject([
    { code: "token_response_invalid", message: expect.stringMatching(/^Renewing the login failed\. /) },
  ]);
  clock.advance(1);
  await client.generate("hi");
  await until(() => warnings(world).length > 1);
  expect(world.calls("token")).toHaveLength(2);
});

test("F20 all renewals fail: the token is used until it expires, then the call fails", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 4 * MINUTE_MS });
  world.on("token", () => Response.json({}));
  const client = world.client();
  await client.generate("hi");
  await until(() => warnings(world).length > 0);
  clock.advance(4 * MINUTE_MS - 1);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(warnings(world)).toHaveLength(2);
  clock.advance(1);
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "token_response_invalid", attempts: 1 });
});

test("F17 the refresh token is revoked while the token has minutes left: first a warning, then login_expired when calls have to wait", async () => {
  const clock = clockWithoutRereading();
  await using world = await createWorld({ clock });
  const { refresh_token } = await world.signIn({ expiresInMs: 4 * MINUTE_MS });
  world.emulator.revoke(refresh_token);
  const client = world.client();
  await client.generate("hi");
  await until(() => warnings(world).length > 0);
  expect(warnings(world)).toMatchObject([{ code: "login_expired" }]);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  clock.advance(3 * MINUTE_MS + 1);
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "login_expired", reason: "invalid_grant" });
});

test("a background renewal leaves no timer behind, whether it succeeds or fails", async () => {
  for (const reply of [undefined, () => Response.json({})]) {
    const clock = new TestClock();
    await using world = await createWorld({ clock });
    await world.signIn({ expiresInMs: 4 * MINUTE_MS });
    if (reply) world.on("token", reply);
    await world.client().generate("hi");
    await until(() => renewed(world) || warnings(world).length > 0);
    await until(() => clock.waiting === 0);
  }
});

test("F25 the call that started a background renewal is aborted: the renewal continues for the next", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const login = await world.signIn({ expiresInMs: 3 * MINUTE_MS });
  const asked = createGate();
  const answer = createGate();
  world.on("token", async () => {
    asked.open();
    await answer.opened;
    return undefined;
  });
  world.on("generateContent", (number) => (number === 1 ? new Promise(() => {}) : undefined));
  const controller = new AbortController();
  const client = world.client();
  const aborted = failureOf(client.generate("hi", { signal: controller.signal }));
  await asked.opened;
  controller.abort();
  expect(await aborted).toMatchObject({ code: "aborted" });
  answer.open();
  await until(() => renewed(world));
  await client.generate("hi");
  expect(bearers(world).at(-1)).not.toBe(`Bearer ${login.access_token}`);
  expect(world.calls("token")).toHaveLength(1);
});

test("F11 a background renewal finds that the user switched accounts: the call keeps the account it began with", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const first = await world.signIn({ expiresInMs: 3 * MINUTE_MS });
  // While the first account's project is looked up, its refresh token turns out to be revoked, and another login is there.
  world.on("token", async (number) => {
    if (number > 1) return undefined;
    await world.signIn({ expiresInMs: 0 });
    return Response.json({ error: "invalid_grant" }, { status: 400 });
  });
  world.on("loadCodeAssist", async (number) => {
    await until(() => renewed(world));
    return Response.json({ currentTier: { id: "standard-tier" }, cloudaicompanionProject: `fake-project-${number}` });
  });
  const client = world.client();
  await client.generate("hi");
  await client.generate("hi");
  const sent = world.calls("generateContent").map(({ headers, body }) => ({
    by: headers.authorization === `Bearer ${first.access_token}` ? "first" : "second",
    project: (body as { project: string }).project,
  }));
  expect(sent).toEqual([
    { by: "first", project: "fake-project-1" },
    { by: "second", project: "fake-project-2" },
  ]);
});
