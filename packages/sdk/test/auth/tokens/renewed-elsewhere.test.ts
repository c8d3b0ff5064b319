import { chmod } from "node:fs/promises";
import { expect, test } from "vitest";
import type { CachedToken, TokenCache } from "../../../src/index.ts";
import type { FileSystem, Platform } from "../../../src/platform/platform.ts";
import { failureOf } from "../../support/clients.ts";
import { withFiles } from "../../support/platform.ts";
import { createGate } from "../support/gate.ts";
import { warningsOf } from "../support/rotation.ts";
import { clockWithoutRereading, REREAD_EVERY_MS, TestClock } from "../support/test-clock.ts";
import { until } from "../support/until.ts";
import { createWorld, type World } from "../support/world.ts";

const bearers = (world: World) => world.calls("generateContent").map(({ headers }) => headers.authorization);

/** A world in which Google accepts each refresh token once, and another process that is about to store its tokens. */
async function createRace(options: { readonly cache?: TokenCache; readonly replace?: FileSystem["replace"] } = {}) {
  const clock = new TestClock();
  const world = await createWorld({ clock, rotateRefreshTokens: true });
  await world.signIn({ expiresInMs: 0 });
  const renewed = createGate();
  const stored = createGate();
  const replace: FileSystem["replace"] = async (...file) => {
    renewed.open();
    await stored.opened;
    return (options.replace ?? world.platform.files.replace)(...file);
  };
  const clientOf = (platform: Platform) =>
    world.client({ credentialsPath: world.loginPath, tokenCache: options.cache }, platform);
  const theirs = clientOf(withFiles(world.newPlatform(), { replace })).generate("hi");
  await renewed.opened;
  return { world, clock, stored, theirs, ours: clientOf(world.newPlatform()) };
}

test("F248 another process renewed the login at the same time, and writes the file half a second later: its token is used", async () => {
  const { world: created, clock, stored, theirs, ours } = await createRace();
  await using world = created;
  const answer = ours.generate("What is 2+2?");
  await clock.waitBegun(REREAD_EVERY_MS);
  clock.advance(500);
  await clock.waitBegun(REREAD_EVERY_MS);
  stored.open();
  await theirs;
  clock.advance(REREAD_EVERY_MS);
  expect((await answer).text).toContain("4");
  expect(world.calls("token").map(({ status }) => status)).toEqual([200, 400]);
  const [first, second] = bearers(world);
  expect(second).toBe(first);
  expect(warningsOf(world)).toEqual([]);
});

test("F248 the other process cannot write the file, and stores its tokens in the token cache: they are used", async () => {
  const tokens = new Map<string, CachedToken>();
  const {
    world: created,
    clock,
    stored,
    theirs,
    ours,
  } = await createRace({
    cache: tokens,
    replace: () => Promise.reject({ code: "EROFS" }),
  });
  await using world = created;
  const answer = ours.generate("What is 2+2?");
  await clock.waitBegun(REREAD_EVERY_MS);
  stored.open();
  await theirs;
  const [kept] = tokens.values();
  clock.advance(REREAD_EVERY_MS);
  expect((await answer).text).toContain("4");
  expect(world.calls("token")).toHaveLength(2);
  // The only copy of the new refresh token is still there.
  expect([...tokens.values()]).toEqual([kept]);
  expect(kept?.refreshToken).toBeDefined();
});

test("F248 the login has expired: one second of waiting, and none for later calls, until the user signs in", async () => {
  const clock = clockWithoutRereading();
  await using world = await createWorld({ clock });
  const ask = async () => {
    const startedAt = clock.now();
    const error = await failureOf(client.generate("hi"));
    return { code: error.code, reason: error.reason, attempts: error.attempts, waited: clock.now() - startedAt };
  };
  const client = world.client({ credentialsPath: world.loginPath });
  for (let account = 0; account < 2; account += 1) {
    const { refresh_token } = await world.signIn({ expiresInMs: 0 });
    world.emulator.revoke(refresh_token);
    const expired = { code: "login_expired", reason: "invalid_grant", attempts: 1 };
    expect(await ask()).toEqual({ ...expired, waited: 1_000 });
    expect(await ask()).toEqual({ ...expired, waited: 0 });
  }
  await world.signIn({ expiresInMs: 0 });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
});

test.each([
  ["the organisation requires to sign in again", { error: "invalid_grant", error_subtype: "invalid_rapt" }],
  ["an administrator has to act", { error: "admin_policy_enforced" }],
])("F248 no waiting if it cannot help: %s", async (_name, reply) => {
  await using world = await createWorld({ clock: new TestClock() });
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () => Response.json(reply, { status: 400 }));
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "login_expired", attempts: 1 });
});

test("F248 an abort ends the wait at once, and closing the client leaves no timer", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  world.emulator.revoke(refresh_token);
  const controller = new AbortController();
  const client = world.client({ credentialsPath: world.loginPath });
  const failure = failureOf(client.generate("hi", { signal: controller.signal }));
  await clock.waitBegun(REREAD_EVERY_MS);
  controller.abort();
  expect(await failure).toMatchObject({ code: "aborted", attempts: 0 });
  await client.close();
  await until(() => clock.waiting === 0);
});

test.skipIf(process.platform === "win32")("F248 rereading repeats no warnings", async () => {
  const clock = clockWithoutRereading();
  const failing: TokenCache = {
    get: () => Promise.reject(new Error("no")),
    set: () => {},
    delete: () => {},
  };
  await using world = await createWorld({ clock });
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  await chmod(world.loginPath, 0o644);
  world.emulator.revoke(refresh_token);
  const client = world.client({ credentialsPath: world.loginPath, tokenCache: failing });
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "login_expired" });
  expect(warningsOf(world).map(({ code }) => code)).toEqual(["login_file_permissions", "token_cache_failed"]);
});
