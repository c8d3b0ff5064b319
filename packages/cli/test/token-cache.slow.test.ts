import { chmod, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProcess } from "./support/command-process.ts";
import { createHome } from "./support/home.ts";
import { startEmulator } from "./support/servers.ts";

const answered = { exitCode: 0, stdout: "2 + 2 = 4.\n", stderr: "" };

/** A login whose token has so much left, and the environment that leads to it; runs of the command share their home. */
async function signIn(expiresInMs: number) {
  const { emulator, url } = await startEmulator();
  const home = createHome();
  const credentials = join(home, "oauth_creds.json");
  const login = emulator.login({ expiresInMs });
  await writeFile(credentials, JSON.stringify(login), { mode: 0o600 });
  const env = {
    HOME: home,
    USERPROFILE: home,
    XDG_CACHE_HOME: join(home, "caches"),
    CODE_ASSIST_ENDPOINT: url,
    GEMINI_TS_OAUTH_TOKEN_URL: `${url}/token`,
  };
  const ask = (more = {}) => runProcess(["--credentials", credentials, "What is 2+2?"], { env: { ...env, ...more } });
  const renewals = () => emulator.calls.filter((call) => call.operation === "token").length;
  return { emulator, login, ask, renewals, folder: join(home, "caches", "gemini-ts", "tokens") };
}

test("only the first run renews an expired token", async () => {
  const { login, ask, renewals, folder } = await signIn(0);
  expect(await ask()).toEqual(answered);
  expect(renewals()).toBe(1);
  expect(await ask()).toEqual(answered);
  expect(renewals()).toBe(1);
  const [name = ""] = await readdir(folder);
  const text = await readFile(join(folder, name), "utf8");
  expect(text).not.toContain(login.refresh_token);
  expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
});

test("F371 with GEMINI_TS_TOKEN_CACHE=off in any form, nothing is cached and every run renews the token", async () => {
  const { ask, renewals, folder } = await signIn(0);
  for (const value of ["off", '"False" ']) expect(await ask({ GEMINI_TS_TOKEN_CACHE: value })).toEqual(answered);
  expect(renewals()).toBe(2);
  await expect(readdir(folder)).rejects.toMatchObject({ code: "ENOENT" });
});

test("F371 an unknown value of GEMINI_TS_TOKEN_CACHE is a usage failure, and nothing is cached", async () => {
  const { ask, renewals, folder } = await signIn(0);
  expect(await ask({ GEMINI_TS_TOKEN_CACHE: "of" })).toEqual({
    exitCode: 2,
    stdout: "",
    stderr: "GEMINI_TS_TOKEN_CACHE has an unknown value.\nSet it to on or off, or remove it.\n",
  });
  expect(renewals()).toBe(0);
  await expect(readdir(folder)).rejects.toMatchObject({ code: "ENOENT" });
});

test("F15 ignores a cache file that others can read, and warns without naming SDK options", async () => {
  const { ask, folder } = await signIn(0);
  await ask();
  const [name = ""] = await readdir(folder);
  await chmod(join(folder, name), 0o644);
  const { exitCode, stdout, stderr } = await ask();
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: answered.stdout });
  expect(stderr).toMatch(/^Warning: Ignoring the token cache: .*\(mode 644\)\. It is replaced when .*\n$/);
  expect(await ask()).toEqual(answered);
});

test("F13 warns about a cache that cannot be written, and still answers", async () => {
  const { ask } = await signIn(0);
  const file = join(createHome(), "file");
  await writeFile(file, "");
  const { exitCode, stdout, stderr } = await ask({ XDG_CACHE_HOME: file });
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: answered.stdout });
  expect(stderr).toMatch(/^Warning: .* cannot be written \(.*\)\. Fix it, or set GEMINI_TS_TOKEN_CACHE=off\.\n$/);
});

test("creates no cache folder with an API key", async () => {
  const { env } = await startEmulator();
  const home = createHome();
  expect(await runProcess(["What is 2+2?"], { env: { ...env, HOME: home, USERPROFILE: home } })).toEqual(answered);
  expect(await readdir(home)).toEqual([]);
});
