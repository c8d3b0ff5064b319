import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { describe, expect, test } from "vitest";
import { failureOf } from "../../support/clients.ts";
import { moveToStore, newest, seal, storeContent, storePath } from "../support/encrypted-store.ts";
import { TestClock } from "../support/test-clock.ts";
import { errorOf, quickWorld, REREAD_EVERY_MS } from "../support/unusable-store.ts";
import { createWorld } from "../support/world.ts";

describe("a store that cannot be decrypted: credentials_unreadable says what was found", () => {
  test.each([
    ["on another machine", { host: "another-machine" }],
    ["by another user", { user: "another-user" }],
  ])("made %s", async (_where, owner) => {
    await using world = await quickWorld();
    const text = seal(JSON.stringify(storeContent(newest, world.emulator.login())), 12, owner);
    expect((await errorOf(world, text)).message).toContain("another machine or by another user");
  });

  test.each([
    ["its iv", 0],
    ["its tag", 25],
    ["its content", 60],
  ])("altered in %s", async (_part, offset) => {
    await using world = await quickWorld();
    const text = seal(JSON.stringify(storeContent(newest, world.emulator.login())), 12);
    const other = text[offset] === "0" ? "1" : "0";
    const error = await errorOf(world, text.slice(0, offset) + other + text.slice(offset + 1));
    expect(error.message).toContain("it is damaged");
  });

  test.each([
    ["empty", "", "not a complete encrypted store"],
    ["JSON", '{"access_token":"fake-access"}', "not a complete encrypted store"],
    ["an IV of another length", `${"00".repeat(13)}:${"00".repeat(16)}:00`, "not a complete encrypted store"],
    ["a truncated tag", `${"00".repeat(12)}:${"00".repeat(4)}:00`, "not a complete encrypted store"],
  ])("%s", async (_what, text, found) => {
    await using world = await quickWorld();
    expect((await errorOf(world, text)).message).toContain(found);
  });

  test("a folder", async () => {
    await using world = await quickWorld();
    await mkdir(storePath(world, newest));
    const error = await failureOf(world.client().generate("hi"));
    expect(error).toMatchObject({ code: "credentials_unreadable" });
    expect(error.message).toContain("not a regular file");
  });

  test.each([
    ["neither machine nor user has a name", { machine: () => undefined }],
    ["scrypt is missing", { scrypt: undefined }],
    ["scrypt fails, as if it is not permitted", { scrypt: () => Promise.reject(new Error("fake-canary")) }],
  ])("where %s", async (_what, parts) => {
    await using world = await quickWorld();
    await world.signIn();
    await moveToStore(world, newest);
    const error = await failureOf(world.client({}, { ...world.platform, ...parts }).generate("hi"));
    expect(error).toMatchObject({ code: "credentials_unreadable" });
    expect(error.message).toContain("cannot derive the key");
  });
});

test.each([
  ["not JSON", "fake-canary", "is not JSON"],
  ["a login without tokens", '{"gemini-cli-oauth":{"main-account":"{\\"token\\":{}}"}}', "neither an accessToken"],
  ["tokens that are not strings", '{"main-account":{"token":{"accessToken":1}}}', "neither an accessToken"],
])("F4 the decrypted text is %s: credentials_unreadable says so", async (_what, text, found) => {
  await using world = await quickWorld();
  expect((await errorOf(world, seal(text, 12))).message).toContain(found);
});

test.each([
  ["null", "null"],
  ["an array", "[]"],
  ["a text", '"fake"'],
  ["an empty object", "{}"],
  ["null for the service", '{"gemini-cli-oauth":null}'],
  ["a truncated login", '{"gemini-cli-oauth":{"main-account":"{"}}'],
  ["__proto__", '{"__proto__":{"main-account":{"token":{"accessToken":"fake"}}}}'],
  ["100,000 levels", `{"main-account":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
])("F4 the decrypted text is %s, without a login: treated as a missing store", async (_what, text) => {
  await using world = await quickWorld();
  await writeFile(storePath(world, newest), seal(text, 12), { mode: 0o600 });
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "no_credentials" });
  expect(Object.prototype).not.toHaveProperty("main-account");
});

test.each([
  ["empty", () => ""],
  ["cut", () => seal("fake", 12).slice(0, -2)],
])("F2 a store that is %s at first, then complete: read again without an error", async (_what, text) => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  await writeFile(storePath(world, newest), text(), { mode: 0o600 });
  const answer = world.client().generate("What is 2+2?");
  await clock.waitBegun(REREAD_EVERY_MS);
  await world.signIn();
  await moveToStore(world, newest);
  clock.advance(REREAD_EVERY_MS);
  expect((await answer).text).toContain("4");
});

describe("a login in the system's key chain", () => {
  const encrypts = { GEMINI_FORCE_ENCRYPTED_FILE_STORAGE: "true" };

  test("is named if nothing else is found, with the remedy", async () => {
    await using world = await createWorld({ environment: encrypts });
    for (const options of [{}, { backend: "code-assist" }] as const) {
      const error = await failureOf(world.client(options).generate("hi"));
      expect(error).toMatchObject({ code: "no_credentials", attempts: 0 });
      expect(error.message).toContain("key chain");
      expect(error.message).toContain("GEMINI_FORCE_FILE_STORAGE=true");
    }
    expect(await readdir(dirname(world.loginPath))).toEqual([]);
  });

  test("F12 is named if the CLI moved the login there while we ran, once the token has expired", async () => {
    const clock = new TestClock();
    await using world = await createWorld({ clock, environment: encrypts });
    await world.signIn({ expiresInMs: 30 * 60_000 });
    const client = world.client({ backend: "code-assist" });
    await client.generate("hi");
    await rm(world.loginPath);
    clock.advance(20 * 60_000);
    await client.generate("hi");
    clock.advance(10 * 60_000);
    expect((await failureOf(client.generate("hi"))).message).toContain("key chain");
  });

  test.each([
    ["no encryption is requested", {}],
    ["the Gemini CLI is told to use files", { ...encrypts, GEMINI_FORCE_FILE_STORAGE: "true" }],
    ["the switch is not exactly true", { GEMINI_FORCE_ENCRYPTED_FILE_STORAGE: "1" }],
  ])("is not mentioned if %s", async (_when, environment) => {
    await using world = await createWorld({ environment });
    expect((await failureOf(world.client().generate("hi"))).message).not.toContain("key chain");
  });
});
