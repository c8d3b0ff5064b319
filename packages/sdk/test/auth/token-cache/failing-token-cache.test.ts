import { expect, test } from "vitest";
import type { CachedToken, TokenCache } from "../../../src/index.ts";
import { expectHidden } from "../../support/expect-hidden.ts";
import { TestClock } from "../support/test-clock.ts";
import { createWorld, type World } from "../support/world.ts";

const CACHE_DEADLINE_MS = 3_000;
const empty: TokenCache = { get: () => undefined, set: () => {}, delete: () => {} };

const warnings = (world: World) => world.events.filter((event) => event.type === "warning");
const secretive = () => new RangeError("fake-secret-canary");

test.each<[string, Partial<TokenCache>, string]>([
  [
    "get throws",
    {
      get: () => {
        throw secretive();
      },
    },
    "get",
  ],
  ["get rejects", { get: () => Promise.reject(secretive()) }, "get"],
  [
    "set throws",
    {
      set: () => {
        throw secretive();
      },
    },
    "set",
  ],
  ["set rejects", { set: () => Promise.reject(secretive()) }, "set"],
  ["set rejects with nothing", { set: () => Promise.reject() }, "set"],
])("%s: one warning without the cache's own message, and the call continues", async (_name, broken, method) => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const client = world.client({ tokenCache: { ...empty, ...broken } });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(warnings(world)).toMatchObject([
    { code: "token_cache_failed", message: expect.stringContaining(`its \`${method}\` failed`) },
  ]);
  expectHidden(["canary"], warnings(world));
  expect(world.calls("token")).toHaveLength(1);
});

test("F27 delete rejects after a 401: one warning, and the call continues", async () => {
  await using world = await createWorld();
  const login = await world.signIn({ expiresInMs: 0 });
  world.emulator.revoke(login.access_token);
  const cached: CachedToken = { accessToken: "fake-refused", expiresAt: Date.now() + 3_000_000 };
  const tokenCache = { ...empty, get: () => cached, delete: () => Promise.reject(secretive()) };
  expect((await world.client({ tokenCache }).generate("What is 2+2?")).text).toContain("4");
  expect(warnings(world)).toMatchObject([{ code: "token_cache_failed" }]);
});

test.each<[string, unknown]>([
  ["a text", "fake-token"],
  ["a number", 5],
  ["an object without a token", {}],
  ["a token that no header can hold", { accessToken: "fake\r\nx: y" }],
  ["an expiry that is not a number", { accessToken: "fake-x", expiresAt: "soon" }],
  ["an expiry that is not a number", { accessToken: "fake-x", expiresAt: Number.NaN }],
  ["an expiry that never comes", { accessToken: "fake-x", expiresAt: Number.POSITIVE_INFINITY }],
])("get returns %s: a warning, and a renewal", async (_name, given) => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const tokenCache = { ...empty, get: () => given as CachedToken };
  expect((await world.client({ tokenCache }).generate("What is 2+2?")).text).toContain("4");
  expect(warnings(world)).toMatchObject([{ code: "token_cache_failed" }]);
  expectHidden(["fake"], warnings(world));
});

test.each([null, undefined])("get returns %s: nothing is cached, which is no reason for a warning", async (nothing) => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  await world.client({ tokenCache: { ...empty, get: async () => nothing } }).generate("hi");
  expect(warnings(world)).toEqual([]);
  expect(world.calls("token")).toHaveLength(1);
});

test.each(["get", "set"] as const)("%s never settles: it is ignored after three seconds", async (method) => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await world.signIn({ expiresInMs: 0 });
  const client = world.client({ tokenCache: { ...empty, [method]: () => new Promise<never>(() => {}) } });
  clock.passQuickly(CACHE_DEADLINE_MS);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(warnings(world)).toMatchObject([{ message: expect.stringContaining("within 3000 ms") }]);
  expect(clock.waiting).toBe(0);
});

test("a cache that is a class with private fields is called with the right `this`", async () => {
  class Cache implements TokenCache {
    readonly #tokens = new Map<string, CachedToken>();
    get = async (key: string) => this.#tokens.get(key);
    set(key: string, token: CachedToken) {
      this.#tokens.set(key, token);
    }
    delete(key: string) {
      this.#tokens.delete(key);
    }
  }
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const tokenCache = new Cache();
  for (let run = 0; run < 2; run += 1) await world.client({ tokenCache }, world.newPlatform()).generate("hi");
  expect(world.calls("token")).toHaveLength(1);
  expect(warnings(world)).toEqual([]);
});
