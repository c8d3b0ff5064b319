import { lstat, mkdir, readdir, readFile, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { withFiles } from "../../support/platform.ts";
import { HOUR_MS, rotate, warningsOf } from "../support/rotation.ts";
import { TestClock } from "../support/test-clock.ts";
import { createWorld } from "../support/world.ts";

test("F7 a new refresh token is merged into the file, which is replaced in one step with mode 0600", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, accessTokens: ["fake-access-1"] });
  const login = world.emulator.login({ expiresInMs: 0 });
  const kept = { id_token: "fake", scope: "a b", extra: { list: [1, null, "ö"] }, ["__proto__"]: { kept: true } };
  await world.writeLogin({ ...kept, ...login }, 0o644);
  const before = await stat(world.loginPath);
  rotate(world);
  await world.client().generate("hi");
  const text = await readFile(world.loginPath, "utf8");
  const expected = {
    ...kept,
    ...login,
    access_token: "fake-access-1",
    refresh_token: "fake-rotated-1",
    expiry_date: clock.now() + 3_599_000,
  };
  expect(text).toBe(JSON.stringify(expected, null, 2));
  const after = await stat(world.loginPath);
  expect(after.mode & 0o777).toBe(0o600);
  expect(after.ino).not.toBe(before.ino);
  expect(await readdir(dirname(world.loginPath))).toEqual(["oauth_creds.json"]);
});

test("F7 another process reads the new refresh token, and the process that wrote it does not mistake it for another login", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, accessTokens: ["fake-access-1", "fake-access-2", "fake-access-3"] });
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  const sent = rotate(world);
  await world.client().generate("hi");
  clock.advance(HOUR_MS);
  await world.client({}, world.newPlatform()).generate("hi");
  clock.advance(HOUR_MS);
  await world.client({}, world.newPlatform()).generate("hi");
  expect(sent).toEqual([refresh_token, "fake-rotated-1", "fake-rotated-2"]);
});

test("F7 rotation does not drop the cached account", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, accessTokens: ["fake-access-1", "fake-access-2", "fake-access-3"] });
  await world.signIn({ expiresInMs: 0 });
  rotate(world);
  const client = world.client();
  for (let hour = 0; hour < 3; hour += 1) {
    await client.generate("hi");
    clock.advance(HOUR_MS);
  }
  expect(world.calls("token")).toHaveLength(3);
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
});

test("F7 a link stays a link, and the file behind it is replaced", async () => {
  await using world = await createWorld({ accessTokens: ["fake-access-1"] });
  await world.signIn({ expiresInMs: 0 });
  const real = join(world.home, "oauth_creds.json");
  await rename(world.loginPath, real);
  await symlink("../oauth_creds.json", world.loginPath);
  rotate(world);
  await world.client().generate("hi");
  expect((await lstat(world.loginPath)).isSymbolicLink()).toBe(true);
  expect(await readFile(real, "utf8")).toContain("fake-rotated-1");
  expect(await readdir(dirname(world.loginPath))).toEqual(["oauth_creds.json"]);
});

test("F7 the user has signed in again meanwhile: that login is not overwritten", async () => {
  await using world = await createWorld({ accessTokens: ["fake-access-1"] });
  await world.signIn({ expiresInMs: 0 });
  let signedIn = "";
  rotate(world, async () => {
    await world.signIn();
    signedIn = await readFile(world.loginPath, "utf8");
  });
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(await readFile(world.loginPath, "utf8")).toBe(signedIn);
  expect(warningsOf(world)).toEqual([]);
});

test("F7 the CLI writes the file just before we replace it: its content is read again and not lost", async () => {
  await using world = await createWorld({ accessTokens: ["fake-access-1"] });
  const login = await world.signIn({ expiresInMs: 0 });
  rotate(world);
  const outcomes: boolean[] = [];
  const platform = withFiles(world.platform, {
    replace: async (path, bytes, mode, isWanted) => {
      if (outcomes.length === 0) await world.writeLogin({ ...login, scope: "written meanwhile" });
      const outcome = await world.platform.files.replace(path, bytes, mode, isWanted);
      outcomes.push(outcome);
      return outcome;
    },
  });
  await world.client({}, platform).generate("hi");
  expect(outcomes).toEqual([false, true]);
  expect(JSON.parse(await readFile(world.loginPath, "utf8"))).toMatchObject({
    scope: "written meanwhile",
    refresh_token: "fake-rotated-1",
  });
});

test("F7 the CLI overwrites our refresh token with its old one: the one that works is still used", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, accessTokens: ["fake-access-1", "fake-access-2", "fake-access-3"] });
  const login = await world.signIn({ expiresInMs: 0 });
  const sent = rotate(world);
  const client = world.client();
  await client.generate("hi");
  clock.advance(HOUR_MS);
  await client.generate("hi");
  await world.writeLogin(login);
  clock.advance(HOUR_MS);
  await client.generate("hi");
  expect(sent).toEqual([login.refresh_token, "fake-rotated-1", "fake-rotated-2"]);
  expect(JSON.parse(await readFile(world.loginPath, "utf8"))).toMatchObject({ refresh_token: "fake-rotated-3" });
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
});

test("F6 the token endpoint returns the same refresh token: nothing is written", async () => {
  await using world = await createWorld({ accessTokens: ["fake-access-1"] });
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  const before = await readFile(world.loginPath, "utf8");
  world.on("token", () => Response.json({ access_token: "fake-access-1", expires_in: 3_599, refresh_token }));
  await world.client().generate("hi");
  expect(await readFile(world.loginPath, "utf8")).toBe(before);
});

test("F12 the file is deleted while its token is renewed: it is not created again, and the new token is used", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, accessTokens: ["fake-access-1"] });
  await world.signIn({ expiresInMs: 0 });
  rotate(world, () => rm(world.loginPath));
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(await readdir(dirname(world.loginPath))).toEqual([]);
  expect(warningsOf(world)).toMatchObject([{ code: "login_file_not_saved" }]);
});

test("F12 the file is deleted just before it is replaced: it is not created again", async () => {
  await using world = await createWorld({ accessTokens: ["fake-access-1"] });
  await world.signIn({ expiresInMs: 0 });
  rotate(world);
  const platform = withFiles(world.platform, {
    replace: (path, bytes, mode, isWanted) =>
      world.platform.files.replace(path, bytes, mode, async () => {
        await rm(path);
        return (await isWanted?.()) ?? true;
      }),
  });
  await world.client({}, platform).generate("hi");
  expect(await readdir(dirname(world.loginPath))).toEqual([]);
});

test("F14 temporary files of a killed process are removed when the login is first read, even if nothing is written", async () => {
  await using world = await createWorld();
  await world.signIn();
  await mkdir(join(dirname(world.loginPath), "tmp"));
  // A process id that no system gives out.
  const left = `${world.loginPath}.gemini-ts-2147483647-00000000-0000-4000-8000-000000000000.tmp`;
  await writeFile(left, "{", { mode: 0o600 });
  await world.client().generate("hi");
  expect(await readdir(dirname(world.loginPath))).toEqual(["oauth_creds.json", "tmp"]);
});
