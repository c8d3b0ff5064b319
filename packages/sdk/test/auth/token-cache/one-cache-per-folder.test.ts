import { mkdir, readdir, symlink } from "node:fs/promises";
import { join, relative, resolve } from "node:path";
import { expect, test } from "vitest";
import { createFileTokenCache } from "../../../src/auth/token-cache/file-token-cache.ts";
import { codeAssist } from "../../../src/index.ts";
import type { Platform } from "../../../src/platform/platform.ts";
import { ManualClock, withFiles } from "../../support/platform.ts";
import { createWorld, type World, type WorldOptions } from "../support/world.ts";

/** A name at which the tests expect access tokens. */
const TOKENS = join("gemini-ts", "tokens");

/** The clock stands still, so that a busy disk does not count as too slow. */
const createStillWorld = (options: WorldOptions = {}) => createWorld({ clock: new ManualClock(), ...options });

/** Asks ten times at once, each time with a client and a cache of its own. */
function askTenTimes(world: World, createCache: (number: number) => ReturnType<typeof createFileTokenCache>) {
  const ask = async (_: unknown, number: number) => {
    const client = world.client({ credentialsPath: world.loginPath, tokenCache: createCache(number) });
    return (await client.generate("What is 2+2?")).text;
  };
  return Promise.all(Array.from({ length: 10 }, ask));
}

const counts = (world: World) => ["token", "loadCodeAssist"].map((operation) => world.calls(operation).length);

test.each([false, true])(
  "F247 each call creates a cache of the same folder: one renewal, one account lookup (refresh tokens rotate: %s)",
  async (rotateRefreshTokens) => {
    await using world = await createStillWorld({ rotateRefreshTokens });
    await world.signIn({ expiresInMs: 0 });
    const folder = join(world.home, "not", "yet", TOKENS);
    const texts = await askTenTimes(world, () => createFileTokenCache({ folder }, world.platform));
    expect(texts.every((text) => text.includes("4"))).toBe(true);
    expect(counts(world)).toEqual([1, 1]);
    expect(await readdir(folder)).toHaveLength(1);
  },
);

test("F247 the default folder, by several names, is one cache too", async () => {
  await using world = await createStillWorld();
  await world.signIn({ expiresInMs: 0 });
  const folder = join(world.home, ".cache", TOKENS);
  const names = [undefined, folder, `${folder}/`, `${folder}/../tokens`, relative(process.cwd(), folder)];
  await askTenTimes(world, (number) => createFileTokenCache({ folder: names[number % names.length] }, world.platform));
  expect(counts(world)).toEqual([1, 1]);
});

test("F247 codeAssist() for each call, with a cache for each call", async () => {
  await using world = await createStillWorld();
  await world.signIn({ expiresInMs: 0 });
  const ask = () => {
    const tokenCache = createFileTokenCache(undefined, world.platform);
    return world.client({ backend: codeAssist({ credentialsPath: world.loginPath, tokenCache }) }).generate("hi");
  };
  await Promise.all(Array.from({ length: 10 }, ask));
  expect(counts(world)).toEqual([1, 1]);
});

test("F247 a relative folder is resolved once: changing the working folder does not move the cache", async () => {
  await using world = await createStillWorld();
  await world.signIn({ expiresInMs: 0 });
  let workingFolder = join(world.home, "first");
  const inWorkingFolder = (platform: Platform) =>
    withFiles(platform, { absolutePath: (path) => resolve(workingFolder, path) });
  const platform = inWorkingFolder(world.platform);
  const ask = (tokenCache = createFileTokenCache({ folder: TOKENS }, platform), own = platform) =>
    world.client({ credentialsPath: world.loginPath, tokenCache }, own).generate("hi");
  const cache = createFileTokenCache({ folder: TOKENS }, platform);
  workingFolder = join(world.home, "second");
  await ask(cache);
  expect(await readdir(join(world.home, "first", TOKENS))).toHaveLength(1);
  // The same name is another folder by now, and so another cache.
  await ask();
  expect(await readdir(join(world.home, "second", TOKENS))).toHaveLength(1);
  expect(world.calls("token")).toHaveLength(2);
  workingFolder = join(world.home, "first");
  await ask();
  const nextProcess = inWorkingFolder(world.newPlatform());
  await ask(createFileTokenCache({ folder: TOKENS }, nextProcess), nextProcess);
  expect(world.calls("token")).toHaveLength(2);
});

test.each(["exists", "does not exist yet"])(
  "F277 a folder that %s, through symbolic links too, is one cache",
  async (state) => {
    await using world = await createStillWorld();
    await world.signIn({ expiresInMs: 0 });
    const folder = join(world.home, "real", TOKENS);
    await mkdir(state === "exists" ? folder : join(world.home, "real"), { recursive: true });
    await symlink(join(world.home, "real"), join(world.home, "link"));
    await symlink("link", join(world.home, "link-to-link"));
    const names = ["real", "link", "link-to-link"].map((name) => join(world.home, name, TOKENS));
    await askTenTimes(world, (number) =>
      createFileTokenCache({ folder: names[number % names.length] }, world.platform),
    );
    expect(counts(world)).toEqual([1, 1]);
    expect(await readdir(folder)).toHaveLength(1);
  },
);

test("caches of different folders, and of different processes, are different caches", async () => {
  await using world = await createStillWorld();
  await world.signIn({ expiresInMs: 0 });
  const [one, other] = [join(world.home, "one", TOKENS), join(world.home, "other", TOKENS)];
  await askTenTimes(world, (number) => createFileTokenCache({ folder: number < 5 ? one : other }, world.platform));
  expect(counts(world)).toEqual([2, 2]);
  const nextProcess = world.newPlatform();
  const tokenCache = createFileTokenCache({ folder: one }, nextProcess);
  await world.client({ credentialsPath: world.loginPath, tokenCache }, nextProcess).generate("hi");
  expect(counts(world)).toEqual([2, 3]);
});
