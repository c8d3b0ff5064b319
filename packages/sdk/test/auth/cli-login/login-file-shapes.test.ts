import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { everythingShown } from "../../../../../tests/canaries/everything-shown.ts";
import { failureOf } from "../../support/clients.ts";
import { TestClock } from "../support/test-clock.ts";
import { createWorld } from "../support/world.ts";

const otherShapes = [
  ["an array", "[]", "it holds an array"],
  ["null", "null", "it holds null"],
  ["a text", '"fake-canary"', "it holds a string"],
  ["a number", "12", "it holds a number"],
  ["an empty object", "{}", "neither an access_token nor a refresh_token"],
  ["ten megabytes", JSON.stringify({ refresh_token: "fake".repeat(2_500_000) }), "larger than"],
  ["an array of 100,000 levels", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "it holds an array"],
  ["a refresh token in an array", '[{"refresh_token":"fake-canary"}]', "it holds an array"],
  ["100,000 levels", `{"a":${'{"a":'.repeat(100_000)}1${"}".repeat(100_001)}`, "neither an access_token"],
  [
    "__proto__",
    '{"__proto__":{"access_token":"fake-canary","polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    "neither an access_token",
  ],
  ["a service account", '{"type":"service_account","private_key":"fake-canary"}', "service account"],
  ["tokens that are not strings", '{"access_token":1,"refresh_token":{"fake-canary":1}}', "neither an access_token"],
  ["tokens that cannot be sent", '{"access_token":"fake canary","refresh_token":"fake\\ncanary"}', "neither an access"],
] as const;

test.each(otherShapes)("F4 %s: credentials_unreadable says what was found", async (_name, text, found) => {
  await using world = await createWorld();
  await world.writeLogin(text);
  const error = await failureOf(world.client({ backend: "code-assist" }).generate("hi"));
  expect(error).toMatchObject({ code: "credentials_unreadable", phase: "credentials", attempts: 0 });
  expect(error.message).toContain(found);
  expect(everythingShown(error)).not.toContain("canary");
  expect(Object.prototype).not.toHaveProperty("polluted");
  expect(world.emulator.calls).toEqual([]);
  expect(await readFile(world.loginPath, "utf8")).toBe(text);
});

test("F4 a service account's key: how to use it, not how to sign in", async () => {
  await using world = await createWorld();
  await world.writeLogin('{"type":"service_account","private_key":"fake-canary"}');
  const { remedy } = await failureOf(world.client({ credentialsPath: world.loginPath }).generate("hi"));
  for (const words of ["GOOGLE_APPLICATION_CREDENTIALS", "remove `credentialsPath`", '`backend: "vertex"`']) {
    expect(remedy).toContain(words);
  }
  expect(remedy).not.toMatch(/run `gemini`|GEMINI_API_KEY/);
});

test("F1 F4 F5 if an option chose the login, the remedy names the options, not only a variable", async () => {
  await using world = await createWorld();
  const client = () => world.client({ credentialsPath: world.loginPath });
  const missing = await failureOf(client().generate("hi"));
  await world.writeLogin("[]");
  const unreadable = await failureOf(client().generate("hi"));
  const { access_token } = world.emulator.login({ expiresInMs: -1 });
  await world.writeLogin({ access_token, expiry_date: 0 });
  world.emulator.revoke(access_token);
  const expired = await failureOf(client().generate("hi"));
  expect([missing, unreadable, expired].map(({ code }) => code)).toEqual([
    "no_credentials",
    "credentials_unreadable",
    "login_expired",
  ]);
  for (const { remedy } of [missing, unreadable, expired]) {
    expect(remedy).toContain("`credentialsPath`");
    expect(remedy).toContain('`backend: "gemini-api"` with GEMINI_API_KEY');
    expect(remedy).not.toContain("set GEMINI_API_KEY");
  }
});

test("a login with a byte order mark and members of its own is read", async () => {
  await using world = await createWorld();
  await world.writeLogin(`\ufeff${JSON.stringify({ ...world.emulator.login(), id_token: "fake", extra: [1] })}`);
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
});

test("F5 no refresh token: the access token is used until it expires, then login_expired", async () => {
  const clock = new TestClock();
  await using world = await createWorld({ clock });
  const { refresh_token: _none, ...login } = world.emulator.login({ expiresInMs: 10 * 60_000 });
  await world.writeLogin(login);
  const before = await readFile(world.loginPath, "utf8");
  const client = world.client();
  await client.generate("hi");
  clock.advance(10 * 60_000 - 1);
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  clock.advance(1);
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "login_expired", attempts: 0 });
  expect(error.message).toContain("no refresh token");
  expect(world.calls("token")).toEqual([]);
  expect(await readFile(world.loginPath, "utf8")).toBe(before);
});

test("F5 no refresh token, and Google refuses the token: login_expired, one request", async () => {
  await using world = await createWorld();
  const { refresh_token: _none, ...login } = world.emulator.login();
  await world.writeLogin(login);
  const client = world.client();
  await client.generate("hi");
  world.emulator.revoke(login.access_token);
  expect(await failureOf(client.generate("hi"))).toMatchObject({ code: "login_expired", status: 401, attempts: 1 });
});

test("a refresh token alone is enough", async () => {
  await using world = await createWorld();
  await world.writeLogin({ refresh_token: world.emulator.login().refresh_token });
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token")).toHaveLength(1);
});

const inMilliseconds = Date.now();

const uselessExpiries = [
  ["missing", undefined],
  ["a text", `${inMilliseconds + 1_000}`],
  ["in seconds", Math.floor(inMilliseconds / 1_000)],
  ["negative", -1],
  ["null, as JSON writes NaN", Number.NaN],
  ["in the year 2100", Date.UTC(2100)],
] as const;

test.each(uselessExpiries)(
  "F8 expiry_date %s counts as unknown, and a 401 renews the token once",
  async (_name, expiry_date) => {
    await using world = await createWorld();
    const login = world.emulator.login();
    await world.writeLogin({ ...login, expiry_date });
    const client = world.client();
    await client.generate("hi");
    expect(world.calls("token")).toEqual([]);
    world.emulator.revoke(login.access_token);
    expect((await client.generate("What is 2+2?")).text).toContain("4");
    await client.generate("hi");
    expect(world.calls("token")).toHaveLength(1);
    expect(world.calls("generateContent").map((call) => call.status)).toEqual([200, 401, 200, 200]);
  },
);

test("F4 a login beside members nested 100,000 levels deep and __proto__ is used, and these members have no effect", async () => {
  await using world = await createWorld();
  const { access_token, refresh_token } = world.emulator.login({ expiresInMs: 0 });
  const deep = "[".repeat(100_000) + "]".repeat(100_000);
  await world.writeLogin(
    `{"deep":${deep},"__proto__":{"polluted":true},"access_token":"${access_token}","refresh_token":"${refresh_token}"}`,
  );
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(Object.prototype).not.toHaveProperty("polluted");
});
