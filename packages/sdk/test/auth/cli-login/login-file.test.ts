import { execFileSync } from "node:child_process";
import { mkdir, readdir, readFile, stat, symlink, utimes } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { failureOf } from "../../support/clients.ts";
import { withFiles } from "../../support/platform.ts";
import { createWorld } from "../support/world.ts";

test("signs in with the login file of the Gemini CLI, and leaves it as it is", async () => {
  await using world = await createWorld();
  const login = await world.signIn({ expiresInMs: 0 });
  await utimes(world.loginPath, 1_000_000_000, 1_000_000_000);
  const before = { text: await readFile(world.loginPath, "utf8"), mtime: (await stat(world.loginPath)).mtimeMs };
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(world.calls("token").map((call) => call.body)).toMatchObject([
    { grant_type: "refresh_token", refresh_token: login.refresh_token },
  ]);
  expect({ text: await readFile(world.loginPath, "utf8"), mtime: (await stat(world.loginPath)).mtimeMs }).toEqual(
    before,
  );
  expect(await readdir(join(world.home, ".gemini"))).toEqual(["oauth_creds.json"]);
});

test("the process has too many open files: the remedy is to close some, and the next call reads the file", async () => {
  await using world = await createWorld();
  await world.signIn();
  let isFull = true;
  const platform = withFiles(world.platform, {
    read: (...given) => (isFull ? Promise.reject({ code: "EMFILE" }) : world.platform.files.read(...given)),
  });
  const client = world.client({ credentialsPath: world.loginPath }, platform);
  const error = await failureOf(client.generate("hi"));
  expect(error).toMatchObject({ code: "credentials_unreadable", remedy: expect.stringContaining("`ulimit -n`") });
  expect(error.remedy).not.toContain("Sign in");
  isFull = false;
  expect((await client.generate("What is 2+2?")).text).toContain("4");
});

test("F1 no file: names every place that was looked at, and sends nothing", async () => {
  await using world = await createWorld();
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "no_credentials", phase: "credentials", attempts: 0 });
  for (const place of [
    "credentialsPath",
    "GOOGLE_GENAI_USE_GCA",
    "GOOGLE_GENAI_USE_VERTEXAI",
    "GEMINI_API_KEY",
    "GOOGLE_API_KEY",
    "settings.json",
    world.loginPath,
  ]) {
    expect(error.message).toContain(place);
  }
  const chosen = await failureOf(world.client({ backend: "code-assist" }).generate("hi"));
  expect(chosen).toMatchObject({ code: "no_credentials", attempts: 0 });
  expect(chosen.message).toContain(world.loginPath);
  expect(world.emulator.calls).toEqual([]);
});

test("F15 a file that others may read: a warning, not a refusal", async () => {
  await using world = await createWorld();
  await world.writeLogin(world.emulator.login(), 0o644);
  await world.client().generate("hi");
  expect(world.events.filter((event) => event.type === "warning")).toMatchObject([
    { code: "login_file_permissions", message: expect.stringContaining("644") },
  ]);
});

test("a file that only its owner may read: no warning", async () => {
  await using world = await createWorld();
  await world.signIn();
  await world.client().generate("hi");
  expect(world.events.filter((event) => event.type === "warning")).toEqual([]);
});

test("F16 a folder instead of the file is an error that says so", async () => {
  await using world = await createWorld();
  await mkdir(world.loginPath);
  const error = await failureOf(world.client().generate("hi"));
  expect(error).toMatchObject({ code: "credentials_unreadable", attempts: 0 });
  expect(error.message).toContain("not a regular file");
});

test.skipIf(process.platform === "win32")(
  "F16 a FIFO instead of the file is an error, and the call does not hang",
  async () => {
    await using world = await createWorld();
    execFileSync("mkfifo", [world.loginPath]);
    expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "credentials_unreadable" });
  },
);

test("F16 a dangling link counts as no file, and its target is not created", async () => {
  await using world = await createWorld();
  await symlink(join(world.home, "nowhere.json"), world.loginPath);
  expect(await failureOf(world.client().generate("hi"))).toMatchObject({ code: "no_credentials" });
  expect(await failureOf(world.client({ backend: "code-assist" }).generate("hi"))).toMatchObject({
    code: "no_credentials",
  });
  expect(await readdir(world.home)).toEqual([".gemini"]);
});

test("F16 a link to a login is followed", async () => {
  await using world = await createWorld();
  await world.signIn();
  const link = join(world.home, "link.json");
  await symlink(world.loginPath, link);
  expect((await world.client({ credentialsPath: link }).generate("What is 2+2?")).text).toContain("4");
});

test("F16 no home folder: the error says so, and no other folder is read", async () => {
  await using world = await createWorld();
  const homeless = { ...world.newPlatform(), homeDirectory: () => undefined };
  const nothing = await failureOf(world.client({}, homeless).generate("hi"));
  expect(nothing.code).toBe("no_credentials");
  expect(nothing.message).toContain("no home folder is known");
});

test.each([
  ["linux-x64", "HOME"],
  ["darwin-arm64", "HOME"],
  ["win32-x64", "USERPROFILE"],
])("F16 no home folder for Code Assist: on %s the remedy names %s", async (system, variable) => {
  await using world = await createWorld();
  const runtime = { name: "node/22.12.0", system };
  const homeless = { ...world.newPlatform(), homeDirectory: () => undefined, runtime };
  const error = await failureOf(world.client({ backend: "code-assist" }, homeless).generate("hi"));
  expect(error).toMatchObject({ code: "no_credentials", variable, remedy: `Set ${variable} or \`credentialsPath\`.` });
});

test("F16 GEMINI_CLI_HOME replaces the home folder", async () => {
  await using world = await createWorld();
  const other = join(world.home, "elsewhere");
  await mkdir(join(other, ".gemini"), { recursive: true });
  world.environment.GEMINI_CLI_HOME = `${other}/`;
  const error = await failureOf(world.client({ backend: "code-assist" }).generate("hi"));
  expect(error.message).toContain(join(other, ".gemini", "oauth_creds.json"));
  await world.signIn();
  world.environment.GEMINI_CLI_HOME = world.home;
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
});

test("credentialsPath names another file, `~/` the home folder", async () => {
  await using world = await createWorld();
  await world.signIn();
  const client = world.client({ credentialsPath: "~/.gemini/oauth_creds.json" });
  expect((await client.generate("What is 2+2?")).text).toContain("4");
  const missing = await failureOf(world.client({ credentialsPath: "~/other.json" }).generate("hi"));
  expect(missing.message).toContain(join(world.home, "other.json"));
});

test("GOOGLE_CLOUD_ACCESS_TOKEN with GOOGLE_GENAI_USE_GCA takes precedence over the file, and is never renewed", async () => {
  await using world = await createWorld({
    accessTokens: ["fake-token-of-the-environment"],
    environment: { GOOGLE_GENAI_USE_GCA: "true", GOOGLE_CLOUD_ACCESS_TOKEN: "fake-token-of-the-environment" },
  });
  expect((await world.client().generate("What is 2+2?")).text).toContain("4");
  expect(new Set(world.emulator.calls.map((call) => call.headers.authorization))).toEqual(
    new Set(["Bearer fake-token-of-the-environment"]),
  );
  expect(world.calls("token")).toEqual([]);
});

test("GOOGLE_CLOUD_ACCESS_TOKEN alone changes nothing", async () => {
  await using world = await createWorld({ environment: { GOOGLE_CLOUD_ACCESS_TOKEN: "fake-token-not-to-be-used" } });
  const login = await world.signIn();
  await world.client().generate("hi");
  expect(world.calls("generateContent")[0]?.headers.authorization).toBe(`Bearer ${login.access_token}`);
});
