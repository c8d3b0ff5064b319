import { readFile, rm } from "node:fs/promises";
import { relative } from "node:path";
import { expect, test } from "vitest";
import { type CachedToken, codeAssist, type TokenCache } from "../../../src/index.ts";
import { expectHidden } from "../../support/expect-hidden.ts";
import { clockWithoutRereading, TestClock } from "../support/test-clock.ts";
import { createWorld, type World } from "../support/world.ts";

const HOUR_MS = 3_600_000;

/** A cache that a test can look into. */
function createMapCache() {
  const tokens = new Map<string, CachedToken>();
  const cache: TokenCache = {
    get: (key) => tokens.get(key),
    set: (key, token) => tokens.set(key, token),
    delete: (key) => tokens.delete(key),
  };
  return { tokens, cache };
}

const warnings = (world: World) => world.events.filter((event) => event.type === "warning");
const bearer = (world: World) => world.calls("generateContent").at(-1)?.headers.authorization;

/** Another process: nothing is shared but the files and the cache. */
const anotherProcess = (world: World, tokenCache: TokenCache) => world.client({ tokenCache }, world.newPlatform());

test("a token that one process renewed is used by the next, which renews nothing", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const { tokens, cache } = createMapCache();
  await anotherProcess(world, cache).generate("hi");
  await anotherProcess(world, cache).generate("hi");
  expect(world.calls("token")).toHaveLength(1);
  expect([...tokens]).toEqual([
    [
      expect.stringMatching(/^[0-9a-f]{64}$/),
      { accessToken: bearer(world)?.replace("Bearer ", ""), expiresAt: expect.any(Number) },
    ],
  ]);
});

test("a Map is a cache", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const tokens = new Map<string, CachedToken>();
  for (let run = 0; run < 2; run += 1) await anotherProcess(world, tokens).generate("hi");
  expect(world.calls("token")).toHaveLength(1);
  expect(tokens.size).toBe(1);
});

test("without a cache, each process renews for itself", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  for (let run = 0; run < 2; run += 1) await world.client({}, world.newPlatform()).generate("hi");
  expect(world.calls("token")).toHaveLength(2);
});

test("the key and value of a cached token reveal neither the refresh token nor the OAuth client", async () => {
  await using world = await createWorld({ environment: { GEMINI_TS_OAUTH_CLIENT_SECRET: "fake-client-secret" } });
  const login = await world.signIn({ expiresInMs: 0 });
  const { tokens, cache } = createMapCache();
  await world.client({ tokenCache: cache }).generate("hi");
  expect(tokens.size).toBe(1);
  expectHidden([login.refresh_token, login.access_token, "fake-client-secret"], [...tokens]);
});

test.each([
  ["another account's login", async (world: World) => void (await world.signIn({ expiresInMs: 0 }))],
  [
    "another OAuth client",
    async ({ environment }: World) => void Object.assign(environment, { GEMINI_TS_OAUTH_CLIENT_ID: "fake-other" }),
  ],
  [
    "another token endpoint",
    async ({ environment, emulator }: World) =>
      void Object.assign(environment, {
        GEMINI_TS_OAUTH_TOKEN_URL: `${emulator.url.replace("127.0.0.1", "localhost")}/token`,
      }),
  ],
])("F11 a cached token is not used for %s", async (_name, change) => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const { tokens, cache } = createMapCache();
  await anotherProcess(world, cache).generate("hi");
  const first = bearer(world);
  await change(world);
  await anotherProcess(world, cache).generate("hi");
  expect(bearer(world)).not.toBe(first);
  expect(tokens.size).toBe(2);
});

test("the file's token takes precedence if it was issued later", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const login = await world.signIn({ expiresInMs: 0 });
  const { cache } = createMapCache();
  await anotherProcess(world, cache).generate("hi");
  clock.advance(60_000);
  const renewed = world.emulator.login();
  await world.writeLogin({ ...renewed, refresh_token: login.refresh_token });
  await anotherProcess(world, cache).generate("hi");
  expect(bearer(world)).toBe(`Bearer ${renewed.access_token}`);
});

test("a cached token that has expired, or is about to, is not used", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 0 });
  const { cache } = createMapCache();
  await anotherProcess(world, cache).generate("hi");
  clock.advance(HOUR_MS - 30_000);
  await anotherProcess(world, cache).generate("hi");
  expect(world.calls("token")).toHaveLength(2);
  expect(world.calls("generateContent").map((call) => call.status)).toEqual([200, 200]);
});

test("another process has renewed while ours ran: its token is used from the cache", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 0 });
  const { cache } = createMapCache();
  const ours = anotherProcess(world, cache);
  await ours.generate("hi");
  clock.advance(HOUR_MS);
  await anotherProcess(world, cache).generate("hi");
  const theirs = bearer(world);
  await ours.generate("hi");
  expect(bearer(world)).toBe(theirs);
  expect(world.calls("token")).toHaveLength(2);
});

test("F27 a 401 to a cached token removes it from the cache, and the file's older token is not tried", async () => {
  await using world = await createWorld();
  await world.signIn();
  const { tokens, cache } = createMapCache();
  const first = anotherProcess(world, cache);
  await first.generate("hi");
  world.emulator.revoke(bearer(world)?.replace("Bearer ", "") ?? "");
  await first.generate("hi");
  const cached = [...tokens.values()][0]?.accessToken;
  expect(bearer(world)).toBe(`Bearer ${cached}`);
  world.emulator.revoke(cached ?? "");
  const kept: (CachedToken | undefined)[] = [];
  world.on("token", () => void kept.push([...tokens.values()][0]));
  expect((await anotherProcess(world, cache).generate("What is 2+2?")).text).toContain("4");
  expect(kept).toEqual([undefined]);
  expect([...tokens.values()][0]?.accessToken).toBe(bearer(world)?.replace("Bearer ", ""));
});

test("F7 a replaced refresh token that cannot be written to the login file is cached, and the next process uses it", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, accessTokens: ["fake-access"] });
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  const sent: (string | null)[] = [];
  world.on("token", async (number, request) => {
    sent.push(new URLSearchParams(await request.text()).get("refresh_token"));
    return Response.json({
      access_token: "fake-access",
      expires_in: 3_599,
      ...(number === 1 ? { refresh_token: "fake-replacement" } : {}),
    });
  });
  const { tokens, cache } = createMapCache();
  const process = () => {
    const platform = world.newPlatform();
    const files = { ...platform.files, replace: () => Promise.reject({ code: "EROFS" }) };
    return world.client({ tokenCache: cache }, { ...platform, files });
  };
  for (let run = 0; run < 3; run += 1) {
    await process().generate("hi");
    clock.advance(HOUR_MS);
  }
  expect(sent).toEqual([refresh_token, "fake-replacement", "fake-replacement"]);
  expect([...tokens.values()]).toMatchObject([{ refreshToken: "fake-replacement" }]);
});

test("F7 F27 a 401 does not lose the replaced refresh token", async () => {
  await using world = await createWorld({ accessTokens: ["fake-access-2"] });
  await world.signIn({ expiresInMs: 0 });
  const { tokens, cache } = createMapCache();
  world.on("token", (number) => {
    if (number === 2) {
      expect([...tokens.values()]).toEqual([
        { accessToken: "fake-access-1", expiresAt: 0, refreshToken: "fake-replacement" },
      ]);
    }
    const replaced = number === 1 ? { refresh_token: "fake-replacement" } : {};
    return Response.json({ access_token: `fake-access-${number}`, expires_in: 3_599, ...replaced });
  });
  const platform = world.newPlatform();
  const files = { ...platform.files, replace: () => Promise.reject({ code: "ENOSPC" }) };
  const client = world.client({ tokenCache: cache }, { ...platform, files });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")).toHaveLength(2);
  expect([...tokens.values()]).toMatchObject([{ accessToken: "fake-access-2", refreshToken: "fake-replacement" }]);
});

test("F7 a replaced refresh token that was written to the login file is not kept in the cache", async () => {
  await using world = await createWorld({ accessTokens: ["fake-access"] });
  await world.signIn({ expiresInMs: 0 });
  world.on("token", () =>
    Response.json({ access_token: "fake-access", expires_in: 3_599, refresh_token: "fake-replacement" }),
  );
  const { tokens, cache } = createMapCache();
  await world.client({ tokenCache: cache }).generate("hi");
  expectHidden(["fake-replacement"], [...tokens]);
  // Under the name that the login has now.
  expect([...tokens.values()]).toMatchObject([{ accessToken: "fake-access" }]);
  await world.writeLogin({ refresh_token: "fake-replacement" });
  await anotherProcess(world, cache).generate("hi");
  expect(world.calls("token")).toHaveLength(1);
});

test("F7 a refresh token that was cached while the login file could not be written is dropped once it can", async () => {
  const clock = new TestClock();
  const access = ["fake-access-1", "fake-access-2"];
  await using world = await createWorld({ clock, accessTokens: access });
  await world.signIn({ expiresInMs: 0 });
  world.on("token", (number) =>
    Response.json({
      access_token: `fake-access-${number}`,
      expires_in: 3_599,
      ...(number === 1 ? { refresh_token: "fake-replacement" } : {}),
    }),
  );
  const { tokens, cache } = createMapCache();
  const platform = world.newPlatform();
  const files = { ...platform.files, replace: () => Promise.reject({ code: "EROFS" }) };
  await world.client({ tokenCache: cache }, { ...platform, files }).generate("hi");
  expect([...tokens.values()]).toMatchObject([{ refreshToken: "fake-replacement" }]);
  clock.advance(HOUR_MS);
  await anotherProcess(world, cache).generate("hi");
  expect([...tokens.values()]).toEqual([{ accessToken: "fake-access-2", expiresAt: expect.any(Number) }]);
  expect(JSON.parse(await readFile(world.loginPath, "utf8"))).toMatchObject({ refresh_token: "fake-replacement" });
});

test("F17 a cached refresh token that no longer works: the file's own is tried before the login counts as expired", async () => {
  await using world = await createWorld({ clock: clockWithoutRereading() });
  await world.signIn({ expiresInMs: 0 });
  const { tokens, cache } = createMapCache();
  await anotherProcess(world, cache).generate("hi");
  const [key = ""] = tokens.keys();
  tokens.set(key, { accessToken: "fake-old", expiresAt: 0, refreshToken: "fake-worn-out" });
  expect((await anotherProcess(world, cache).generate("What is 2+2?")).text).toContain("4");
  expect(tokens.get(key)).not.toHaveProperty("refreshToken", "fake-worn-out");
});

test("F12 the login file is gone: a cached token alone does not count as a login", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const { cache } = createMapCache();
  await anotherProcess(world, cache).generate("hi");
  await rm(world.loginPath);
  const client = world.client({ tokenCache: cache, backend: "code-assist" }, world.newPlatform());
  await expect(client.generate("hi")).rejects.toMatchObject({ code: "no_credentials" });
});

test("F9 clients with one cache share a renewal, clients with different caches share nothing", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const one = createMapCache().cache;
  const other = createMapCache().cache;
  await Promise.all([one, one, other].map((tokenCache) => world.client({ tokenCache }).generate("hi")));
  expect(world.calls("token")).toHaveLength(2);
});

test("codeAssist() takes a cache too, and shares the login with clients that have the same", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const { tokens, cache } = createMapCache();
  await world.client({ backend: codeAssist({ tokenCache: cache }) }).generate("hi");
  await world.client({ tokenCache: cache }).generate("hi");
  expect(world.calls("token")).toHaveLength(1);
  expect(tokens.size).toBe(1);
});

test("F9 one login file by two names is one login", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const paths = [world.loginPath, relative(process.cwd(), world.loginPath), `${world.home}/./.gemini/oauth_creds.json`];
  for (const credentialsPath of paths) await world.client({ credentialsPath }).generate("hi");
  expect(world.calls("token")).toHaveLength(1);
  expect(warnings(world)).toEqual([]);
});
