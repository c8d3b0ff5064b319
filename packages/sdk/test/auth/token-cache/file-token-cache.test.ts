import { chmod, mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createFileTokenCache } from "../../../src/auth/token-cache/file-token-cache.ts";
import type { Platform } from "../../../src/platform/platform.ts";
import { ManualClock } from "../../support/platform.ts";
import { createWorld, type World } from "../support/world.ts";

const NOW = Date.UTC(2026, 0, 1);

/** The clock stands still, so that a busy disk does not count as too slow. */
const createStillWorld = () => createWorld({ clock: new ManualClock(NOW) });

const folderIn = (world: World) => join(world.home, ".cache", "gemini-ts", "tokens");
const warnings = (world: World) => world.events.filter((event) => event.type === "warning");

/** Another process, with a file cache in its default place. */
function anotherProcess(world: World, parts: Partial<Platform> = {}) {
  const platform = { ...world.newPlatform(), ...parts };
  return world.client({ tokenCache: createFileTokenCache(undefined, platform) }, platform);
}

/** A world in which one process has renewed, and the one file that it left. */
async function createFilledWorld() {
  const world = await createStillWorld();
  const login = await world.signIn({ expiresInMs: 0 });
  await anotherProcess(world).generate("hi");
  const names = await readdir(folderIn(world));
  return { world, login, names, path: join(folderIn(world), names[0] ?? "") };
}

test("stores a token in its own file, readable only by the owner, for the next process", async () => {
  const { world: created, login, names, path } = await createFilledWorld();
  await using world = created;
  expect(names).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.json$/)]);
  const text = await readFile(path, "utf8");
  const [accessToken] = world
    .calls("generateContent")
    .map((call) => call.headers.authorization?.replace("Bearer ", ""));
  expect(JSON.parse(text)).toEqual({ version: 1, accessToken, expiresAt: expect.any(Number) });
  expect(text).not.toContain(login.refresh_token);
  await anotherProcess(world).generate("hi");
  expect(world.calls("token")).toHaveLength(1);
  expect(warnings(world)).toEqual([]);
});

test.skipIf(process.platform === "win32")(
  "F15 the folder has mode 0700 and the file 0600, whatever the umask",
  async () => {
    const { world: created, path } = await createFilledWorld();
    await using world = created;
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(folderIn(world))).mode & 0o777).toBe(0o700);
    expect((await stat(join(folderIn(world), ".."))).mode & 0o777).toBe(0o700);
  },
);

const version2 = JSON.stringify({ version: 2, accessToken: "fake-of-version-2", expiresAt: NOW + 3_000_000 });

test.each([
  ["empty", ""],
  ["truncated", '{"version":1,"accessToken":"fake-c'],
  ["an array", "[]"],
  ["null", "null"],
  ["a string", '"fake"'],
  ["without a version", JSON.stringify({ accessToken: "fake-unversioned", expiresAt: NOW + 3_000_000 })],
  ["of another version", version2],
  ["without a token", '{"version":1}'],
  ["with a token that cannot be sent in a header", '{"version":1,"accessToken":"fake x","expiresAt":1}'],
  ["with a string as expiry", '{"version":1,"accessToken":"fake-x","expiresAt":"1"}'],
  ["with an expiry in a year", `{"version":1,"accessToken":"fake-x","expiresAt":${NOW + 365 * 86_400_000}}`],
  ["larger than the limit", `{"version":1,"accessToken":"fake-x","filler":"${"x".repeat(70_000)}"}`],
])(
  "a cache file that is %s causes a warning, no failed call, and is replaced for the next process",
  async (_name, text) => {
    const { world: created, path } = await createFilledWorld();
    await using world = created;
    await writeFile(path, text);
    expect((await anotherProcess(world).generate("What is 2+2?")).text).toContain("4");
    expect(world.calls("token")).toHaveLength(2);
    expect(warnings(world)).toMatchObject([{ code: "token_cache_failed" }]);
    expect(JSON.stringify(warnings(world))).not.toContain("fake");
    await anotherProcess(world).generate("hi");
    expect(world.calls("token")).toHaveLength(2);
    expect(warnings(world)).toHaveLength(1);
  },
);

test("a cached token without an expiry date is used", async () => {
  const { world: created, path } = await createFilledWorld();
  await using world = created;
  const { accessToken } = JSON.parse(await readFile(path, "utf8"));
  await writeFile(path, JSON.stringify({ version: 1, accessToken }));
  await anotherProcess(world).generate("hi");
  expect(world.calls("token")).toHaveLength(1);
});

test.skipIf(process.platform === "win32").each([0o644, 0o640, 0o604])(
  "F15 a cache file of mode %o, which other users can read, is not used but replaced by one of 0600",
  async (mode) => {
    const { world: created, path } = await createFilledWorld();
    await using world = created;
    await chmod(path, mode);
    await anotherProcess(world).generate("hi");
    expect(world.calls("token")).toHaveLength(2);
    expect(warnings(world)).toMatchObject([{ message: expect.stringContaining(`mode ${mode.toString(8)}`) }]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  },
);

test("F16 a folder instead of the cache file causes warnings, but no failed call", async () => {
  const { world: created, names } = await createFilledWorld();
  await using world = created;
  world.environment.XDG_CACHE_HOME = join(world.home, "other");
  await mkdir(join(world.home, "other", "gemini-ts", "tokens", names[0] ?? ""), { recursive: true });
  expect((await anotherProcess(world).generate("What is 2+2?")).text).toContain("4");
  expect(warnings(world)).toMatchObject([{ code: "token_cache_failed" }, { code: "token_cache_failed" }]);
});

test("F16 a file instead of the cache folder causes a warning, but no failed call", async () => {
  await using world = await createStillWorld();
  await world.signIn({ expiresInMs: 0 });
  await writeFile(join(world.home, ".cache"), "");
  expect((await anotherProcess(world).generate("What is 2+2?")).text).toContain("4");
  expect(warnings(world)).toMatchObject([{ code: "token_cache_failed" }]);
});

test.each([
  ["the disk is read-only", "EROFS", ["replace", "makeFolder"]],
  ["the disk is full", "ENOSPC", ["replace"]],
  ["this user lacks the permission", "EACCES", ["read", "replace", "remove"]],
  ["there are no files", "ENOSYS", ["replace", "makeFolder", "remove"]],
])(
  "F13 if %s, the call succeeds with the token in memory, and a warning names the cause",
  async (_name, code, operations) => {
    await using world = await createStillWorld();
    await world.signIn({ expiresInMs: 0 });
    const { files } = world.newPlatform();
    const isOurs = (path: unknown) => String(path).includes("gemini-ts/tokens");
    const failing = Object.fromEntries(
      operations.map((name) => {
        const real = files[name as "read"] as (...given: readonly unknown[]) => Promise<unknown>;
        return [name, (...given: unknown[]) => (isOurs(given[0]) ? Promise.reject({ code }) : real(...given))];
      }),
    );
    const client = anotherProcess(world, { files: { ...files, ...failing } });
    expect((await client.generate("What is 2+2?")).text).toContain("4");
    expect((await client.generate("What is 2+2?")).text).toContain("4");
    expect(world.calls("token")).toHaveLength(1);
    expect(warnings(world).at(-1)).toMatchObject({
      code: "token_cache_failed",
      message: expect.stringContaining(`(${code})`),
    });
  },
);

test("F16 without a home folder, nothing is stored, a warning says so, and nothing is written to the working folder", async () => {
  await using world = await createStillWorld();
  await world.signIn({ expiresInMs: 0 });
  const platform = { ...world.newPlatform(), homeDirectory: () => undefined };
  const tokenCache = createFileTokenCache(undefined, platform);
  const before = await readdir(".");
  await world.client({ tokenCache, credentialsPath: world.loginPath }, platform).generate("hi");
  expect(warnings(world)[0]).toMatchObject({ message: expect.stringContaining("no home folder is known") });
  expect(await readdir(".")).toEqual(before);
});

test.each([
  ["linux-x64", {}, "/fake/home/.cache/gemini-ts/tokens"],
  ["linux-x64", { XDG_CACHE_HOME: "/fake/caches/" }, "/fake/caches/gemini-ts/tokens"],
  ["linux-x64", { XDG_CACHE_HOME: "relative" }, "/fake/home/.cache/gemini-ts/tokens"],
  ["darwin-arm64", {}, "/fake/home/Library/Caches/gemini-ts/tokens"],
  ["win32-x64", { LOCALAPPDATA: "C:\\fake\\Local" }, "C:\\fake\\Local/gemini-ts/tokens"],
  ["win32-x64", {}, "/fake/home/AppData/Local/gemini-ts/tokens"],
])("the default folder on %s with %j", async (system, environment: Record<string, string>, folder) => {
  const written: string[] = [];
  await using world = await createStillWorld();
  const real = world.newPlatform();
  const platform: Platform = {
    ...real,
    runtime: { name: "node/fake", system },
    homeDirectory: () => "/fake/home",
    environment: (name) => environment[name],
    files: {
      ...real.files,
      // The paths may be those of another system.
      absolutePath: (path) => path,
      realPath: (path) => path,
      makeFolder: async (path) => void written.push(path),
      replace: async (path) => written.push(path) > 0,
    },
  };
  const key = "0".repeat(64);
  await createFileTokenCache(undefined, platform).set(key, { accessToken: "fake-x", expiresAt: 1 });
  expect(written).toEqual([folder, `${folder}/${key}.json`]);
});

test("the folder can be chosen; a key that is not a hash is rejected", async () => {
  await using world = await createStillWorld();
  const folder = join(world.home, "gemini-ts", "tokens");
  const cache = createFileTokenCache({ folder });
  const token = { accessToken: "fake-x", expiresAt: 1 };
  await cache.set("a".repeat(64), token);
  expect(await cache.get("a".repeat(64))).toMatchObject(token);
  await cache.delete("a".repeat(64));
  await cache.delete("a".repeat(64));
  expect(await cache.get("a".repeat(64))).toBeUndefined();
  await expect(cache.get("../../.gemini/oauth_creds")).rejects.toThrow("not a hash");
  await expect(cache.set("", token)).rejects.toThrow("not a hash");
  expect(await readdir(folder)).toEqual([]);
});

test.each([
  ["a string", "/some/folder"],
  ["null", null],
  ["an empty folder", { folder: "" }],
  ["a folder that is not a string", { folder: 5 }],
  ["a misspelt name", { path: "/some/folder" }],
])("%s instead of its options fails with invalid_options at once", (_name, options) => {
  expect(() => createFileTokenCache(options as object)).toThrow(
    expect.objectContaining({
      code: "invalid_options",
      message: expect.stringMatching(/`createFileTokenCache(?:\.\w+)?`.* folder|createFileTokenCache\.folder/),
    }),
  );
});

test("F14 removes temporary files of a killed process when the next process starts", async () => {
  const { world: created, path, names } = await createFilledWorld();
  await using world = created;
  // A process id that no system gives out.
  await writeFile(`${path}.gemini-ts-2147483646-00000000-0000-4000-8000-000000000000.tmp`, "{", { mode: 0o600 });
  await anotherProcess(world).generate("hi");
  expect(await readdir(folderIn(world))).toEqual(names);
});

test("F9 F14 processes that write at the same time leave one complete file for the next process", async () => {
  await using world = await createStillWorld();
  await world.signIn({ expiresInMs: 0 });
  await Promise.all(Array.from({ length: 8 }, () => anotherProcess(world).generate("hi")));
  const sent = world.calls("token").length;
  await anotherProcess(world).generate("hi");
  expect(world.calls("token")).toHaveLength(sent);
  expect(await readdir(folderIn(world))).toHaveLength(1);
  expect(warnings(world)).toEqual([]);
});
