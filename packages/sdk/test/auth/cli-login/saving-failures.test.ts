import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { expectHidden } from "../../support/expect-hidden.ts";
import { withFiles } from "../../support/platform.ts";
import { createGate } from "../support/gate.ts";
import { HOUR_MS, rotate, warningsOf } from "../support/rotation.ts";
import { TestClock } from "../support/test-clock.ts";
import { createWorld } from "../support/world.ts";

const accessTokens = ["fake-access-1", "fake-access-2", "fake-access-3"];

test.each([
  ["a folder without permission", "EACCES", "this user may not write to its folder"],
  ["a file that is someone else's", "EPERM", "this user may not write to its folder"],
  ["a read-only disk", "EROFS", "read-only"],
  ["a full disk", "ENOSPC", "full"],
  ["a quota that is used up", "EDQUOT", "used up"],
  ["a failing disk", "EIO", "EIO"],
])(
  "F13 %s: calls succeed with the token in memory, the file is unchanged, and one warning says what to do",
  async (_what, code, why) => {
    const clock = new TestClock();
    await using world = await createWorld({ clock, accessTokens });
    const login = await world.signIn({ expiresInMs: 0 });
    const before = await readFile(world.loginPath, "utf8");
    const sent = rotate(world);
    let tries = 0;
    const platform = withFiles(world.platform, {
      replace: () => {
        tries += 1;
        return Promise.reject(Object.assign(new Error(`${code}: fake-canary`), { code }));
      },
    });
    const client = world.client({}, platform);
    for (let hour = 0; hour < 3; hour += 1) {
      expect((await client.generate("What is 2+2?")).text).toContain("4");
      clock.advance(HOUR_MS);
    }
    // The refresh token of memory is the one that works.
    expect(sent).toEqual([login.refresh_token, "fake-rotated-1", "fake-rotated-2"]);
    expect(tries).toBe(3);
    expect(await readFile(world.loginPath, "utf8")).toBe(before);
    const warnings = warningsOf(world);
    expect(warnings).toMatchObject([{ code: "login_file_not_saved" }]);
    for (const words of [why, world.loginPath, "Make sure that this file can be written", "Sign in again"]) {
      expect(warnings[0]?.message).toContain(words);
    }
    expectHidden([login.refresh_token, login.access_token, "fake-rotated", "fake-access", "canary"], warnings);
  },
);

test("F13 the disk has space again: the next refresh token is saved, and another process can use it", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, accessTokens });
  await world.signIn({ expiresInMs: 0 });
  const sent = rotate(world);
  let isFull = true;
  const platform = withFiles(world.platform, {
    replace: (...given) => (isFull ? Promise.reject({ code: "ENOSPC" }) : world.platform.files.replace(...given)),
  });
  const client = world.client({}, platform);
  await client.generate("hi");
  isFull = false;
  clock.advance(HOUR_MS);
  await client.generate("hi");
  clock.advance(HOUR_MS);
  await world.client({}, world.newPlatform()).generate("hi");
  expect(sent.slice(1)).toEqual(["fake-rotated-1", "fake-rotated-2"]);
  expect(warningsOf(world)).toHaveLength(1);
});

test("F13 the file's folder is gone: the call succeeds with one warning, and no folder is created", async () => {
  await using world = await createWorld({ accessTokens });
  await world.signIn({ expiresInMs: 0 });
  const folder = dirname(world.loginPath);
  rotate(world, () => rm(folder, { recursive: true }));
  expect((await world.client({ backend: "code-assist" }).generate("What is 2+2?")).text).toContain("4");
  expect(warningsOf(world)).toMatchObject([
    { code: "login_file_not_saved", message: expect.stringContaining("no longer exists") },
  ]);
  expect(await readdir(world.home)).toEqual([]);
});

test("F13 a folder has replaced the file: the call succeeds with one warning, and the folder stays", async () => {
  await using world = await createWorld({ accessTokens });
  await world.signIn({ expiresInMs: 0 });
  rotate(world, async () => {
    await rename(world.loginPath, join(world.home, "moved.json"));
    await mkdir(world.loginPath);
    await rename(join(world.home, "moved.json"), join(world.loginPath, "oauth_creds.json"));
  });
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(warningsOf(world)).toMatchObject([
    { code: "login_file_not_saved", message: expect.stringContaining("not a regular file") },
  ]);
  expect(await readdir(world.loginPath)).toEqual(["oauth_creds.json"]);
});

test("F13 another process writes the file at every attempt to save: we give up with a warning, and its content stays", async () => {
  await using world = await createWorld({ accessTokens });
  const login = await world.signIn({ expiresInMs: 0 });
  rotate(world);
  let tries = 0;
  const platform = withFiles(world.platform, {
    replace: async (...given) => {
      tries += 1;
      await world.writeLogin({ ...login, tries });
      return world.platform.files.replace(...given);
    },
  });
  expect((await world.client({}, platform).generate("What is 2+2?")).text).toContain("4");
  expect(JSON.parse(await readFile(world.loginPath, "utf8"))).toEqual({ ...login, tries });
  expect(tries).toBe(5);
  expect(warningsOf(world)).toMatchObject([{ message: expect.stringContaining("another program keeps writing it") }]);
  expect(await readdir(dirname(world.loginPath))).toEqual(["oauth_creds.json"]);
});

test("F13 a disk that hangs does not delay a call longer than the renewal's deadline", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, accessTokens });
  await world.signIn({ expiresInMs: 0 });
  rotate(world);
  const asked = createGate();
  const platform = withFiles(world.platform, {
    replace: () => {
      asked.open();
      return new Promise(() => {});
    },
  });
  const answer = world.client({}, platform).generate("What is 2+2?");
  await asked.opened;
  clock.advance(10_000);
  expect((await answer).text).toContain("4");
  expect(warningsOf(world)).toMatchObject([{ message: expect.stringContaining("it took too long") }]);
});

test("F13 the file has become unreadable meanwhile: it stays as it is, with a warning", async () => {
  await using world = await createWorld({ accessTokens });
  await world.signIn({ expiresInMs: 0 });
  rotate(world, () => writeFile(world.loginPath, "[]"));
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(await readFile(world.loginPath, "utf8")).toBe("[]");
  expect(warningsOf(world)).toMatchObject([{ message: expect.stringContaining("it holds an array") }]);
});

test("F13 a login file that is nested too deep to be rewritten stays as it is, with a warning", async () => {
  await using world = await createWorld({ accessTokens });
  const { refresh_token } = world.emulator.login();
  const text = `{"deep":${"[".repeat(100_000)}${"]".repeat(100_000)},"refresh_token":"${refresh_token}"}`;
  await world.writeLogin(text);
  rotate(world);
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(await readFile(world.loginPath, "utf8")).toBe(text);
  expect(warningsOf(world)).toMatchObject([{ code: "login_file_not_saved" }]);
});
