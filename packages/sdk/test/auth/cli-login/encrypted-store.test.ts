import { chmod, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { failureOf } from "../../support/clients.ts";
import { generations, moveToStore, newest, oldest, seal, storeContent, storePath } from "../support/encrypted-store.ts";
import { HOUR_MS, rotate, warningsOf } from "../support/rotation.ts";
import { TestClock } from "../support/test-clock.ts";
import { createWorld } from "../support/world.ts";

test.each(generations)(
  "the encrypted store of the Gemini CLI $version is used as the login, chosen or not",
  async (generation) => {
    await using world = await createWorld();
    await world.signIn();
    await moveToStore(world, generation);
    expect((await world.client({ backend: "code-assist" }).generate("What is 2+2?")).text).toContain("4");
    expect((await world.client({}, world.newPlatform()).generate("What is 2+2?")).text).toContain("4");
    expect(world.calls("token")).toEqual([]);
    expect(world.events.filter((event) => event.type === "warning")).toEqual([]);
  },
);

test.each(generations)(
  "a login from the store of $version is renewed without writing to the store",
  async (generation) => {
    await using world = await createWorld();
    const { refresh_token } = await world.signIn({ expiresInMs: 0 });
    await moveToStore(world, generation);
    const path = storePath(world, generation);
    const before = [await readFile(path, "utf8"), (await stat(path)).mtimeMs];
    expect((await world.client().generate("What is 2+2?")).text).toContain("4");
    expect(world.calls("token").map((call) => call.body)).toMatchObject([{ refresh_token }]);
    expect([await readFile(path, "utf8"), (await stat(path)).mtimeMs]).toEqual(before);
    expect(await readdir(dirname(path))).toEqual([generation.name]);
  },
);

test("a store with an iv length that its version does not write is read as well", async () => {
  await using world = await createWorld();
  const text = JSON.stringify(storeContent(newest, world.emulator.login()));
  await writeFile(storePath(world, newest), seal(text, 16), { mode: 0o600 });
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
});

test("the login file comes before the store, the newer store before the older", async () => {
  await using world = await createWorld();
  await world.signIn();
  const [first, second, third] = [world.emulator.login(), world.emulator.login(), world.emulator.login()];
  await moveToStore(world, oldest, storeContent(oldest, third));
  await moveToStore(world, newest, storeContent(newest, second));
  await world.writeLogin(first);
  for (const path of [world.loginPath, storePath(world, newest), storePath(world, oldest)]) {
    await world.client({}, world.newPlatform()).generate("hi");
    await rm(path);
  }
  expect(world.calls("generateContent").map((call) => call.headers.authorization)).toEqual(
    [first, second, third].map((login) => `Bearer ${login.access_token}`),
  );
});

test("a store without a login is skipped, and the next one is read", async () => {
  await using world = await createWorld();
  await moveToStore(world, newest, { "gemini-cli-api-key": { default: "fake" }, "main-account": "fake" });
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "no_credentials", reason: "nothing_found" });
  const login = world.emulator.login();
  await moveToStore(world, oldest, storeContent(oldest, login, { "mcp-server": { token: { accessToken: "fake" } } }));
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
});

test("F5 a store without a refresh token, as 0.31 leaves it: the access token is used until it expires, then login_expired", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const { refresh_token: _lost, ...login } = world.emulator.login({ expiresInMs: 10 * 60_000 });
  await moveToStore(world, oldest, storeContent(oldest, login));
  const client = world.client();
  await client.generate("hi");
  clock.advance(10 * 60_000);
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "login_expired", attempts: 0 });
});

test("F7 a new refresh token of an encrypted login stays in memory, with one warning", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock, accessTokens: ["fake-access-1", "fake-access-2", "fake-access-3"] });
  const { refresh_token } = await world.signIn({ expiresInMs: 0 });
  await moveToStore(world, newest);
  const before = await readFile(storePath(world, newest), "utf8");
  const sent = rotate(world);
  const client = world.client();
  for (let hour = 0; hour < 3; hour += 1) {
    await client.generate("hi");
    clock.advance(HOUR_MS);
  }
  expect(sent).toEqual([refresh_token, "fake-rotated-1", "fake-rotated-2"]);
  expect(await readFile(storePath(world, newest), "utf8")).toBe(before);
  expect(await readdir(dirname(world.loginPath))).toEqual([newest.name]);
  expect(warningsOf(world)).toMatchObject([
    { code: "login_file_not_saved", message: expect.stringContaining("encrypted store") },
  ]);
});

test("F12 the CLI moves the login to its encrypted store while we run: first the token in memory is used, then the store, with one account", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const { refresh_token } = await world.signIn({ expiresInMs: HOUR_MS });
  const client = world.client();
  await client.generate("hi");
  await moveToStore(world, newest);
  clock.advance(HOUR_MS / 2);
  await client.generate("hi");
  expect(world.calls("token")).toEqual([]);
  clock.advance(HOUR_MS / 2);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token").map((call) => call.body)).toMatchObject([{ refresh_token }]);
  expect(world.calls("loadCodeAssist")).toHaveLength(1);
  expect(await readdir(dirname(world.loginPath))).toEqual([newest.name]);
  expect(warningsOf(world)).toEqual([]);
});

test("F12 the CLI has renewed the login in its encrypted store: its token is used", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const first = await world.signIn({ expiresInMs: HOUR_MS });
  const client = world.client();
  await client.generate("hi");
  clock.advance(HOUR_MS);
  const renewed = world.emulator.login({ expiresInMs: HOUR_MS });
  await moveToStore(world, newest, storeContent(newest, { ...renewed, refresh_token: first.refresh_token }));
  await client.generate("hi");
  expect(world.calls("token")).toEqual([]);
  expect(world.calls("generateContent").at(-1)?.headers.authorization).toBe(`Bearer ${renewed.access_token}`);
});

test("F15 a store that others may read: a warning", async () => {
  await using world = await createWorld();
  await world.signIn();
  await moveToStore(world, newest);
  await chmod(storePath(world, newest), 0o644);
  await world.client().generate("hi");
  expect(warningsOf(world)).toMatchObject([
    { code: "login_file_permissions", message: expect.stringContaining(newest.name) },
  ]);
});

test("a missing login file that the caller named is not replaced by the Gemini CLI's encrypted store", async () => {
  await using world = await createWorld();
  await world.signIn();
  await moveToStore(world, newest);
  const credentialsPath = `${dirname(world.loginPath)}/work-account.json`;
  expect(await failureOf(world.client({ credentialsPath }).generate("hi"))).toMatchObject({ code: "no_credentials" });
});
