import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { rotate } from "../support/rotation.ts";
import { createWorld, type World } from "../support/world.ts";

const run = promisify(execFile);

const built = new URL("../../../dist/index.js", import.meta.url).href;

/** Asks once with all that writes files, and prints the answer or the error's code. */
const PROGRAM = `
  import { createFileTokenCache, GeminiClient } from "${built}";
  const options = { model: "gemini-2.5-flash", backend: "code-assist", tokenCache: createFileTokenCache() };
  const { text, code } = await new GeminiClient(options).generate("What is 2+2?").catch((error) => error);
  process.stdout.write(code ?? text);
`;

/** Runs the program in an empty folder, and gives what it printed and what is in the folder afterwards. */
async function runInEmptyFolder(world: World, environment: Readonly<Record<string, string>>, program = PROGRAM) {
  const cwd = await temporaryFolder();
  const env = { ...world.environment, PATH: process.env.PATH, ...environment };
  const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", program], { cwd, env });
  expect(stderr).toBe("");
  return { printed: stdout, left: program === WITHOUT_FOLDER ? [] : await readdir(cwd) };
}

test("F16 HOME unset, GEMINI_CLI_HOME set: signs in there, and nothing is written to the working folder", async () => {
  await using world = await createWorld({ accessTokens: ["fake-access-1"] });
  await world.signIn({ expiresInMs: 0 });
  rotate(world);
  const caches = join(world.home, "caches");
  const { printed, left } = await runInEmptyFolder(world, { GEMINI_CLI_HOME: world.home, XDG_CACHE_HOME: caches });
  expect(printed).toContain("4");
  expect(left).toEqual([]);
  expect(await readFile(world.loginPath, "utf8")).toContain("fake-rotated-1");
});

test.each([
  ["empty", ""],
  ["a dot", "."],
  ["relative", "home/user"],
])("F16 HOME is %s: no home folder, and nothing is written to the working folder", async (_what, HOME) => {
  await using world = await createWorld();
  const { printed, left } = await runInEmptyFolder(world, { HOME });
  expect(printed).toBe("no_credentials");
  expect(left).toEqual([]);
  expect(world.emulator.calls).toEqual([]);
});

test("F16 HOME is not a folder and the login is elsewhere: the call succeeds, and nothing is written to the working folder", async () => {
  await using world = await createWorld();
  await world.signIn({ expiresInMs: 0 });
  const { printed, left } = await runInEmptyFolder(world, { HOME: ".", GEMINI_CLI_HOME: world.home });
  expect(printed).toContain("4");
  expect(left).toEqual([]);
});

/** Deletes its own working folder, and prints what then happens with relative paths. */
const WITHOUT_FOLDER = `
  import { rmdirSync } from "node:fs";
  import { createFileTokenCache, GeminiClient } from "${built}";
  const folder = process.cwd();
  // Otherwise Node remembers the name of the folder.
  process.chdir(folder);
  rmdirSync(folder);
  const ask = (options) => new GeminiClient({ model: "gemini-2.5-flash", ...options }).generate("hi");
  const attempts = [
    async () => createFileTokenCache({ folder: "tokens" }),
    () => ask({ backend: "code-assist", credentialsPath: "login.json" }),
    () => ask({ backend: "vertex", project: "p" }),
  ];
  const outcomes = [];
  for (const attempt of attempts) {
    outcomes.push(await attempt().then(() => "worked", ({ code, option, message }) => ({ code, option, message })));
  }
  process.stdout.write(JSON.stringify(outcomes));
`;

// Windows does not let a process remove its working folder.
test.skipIf(process.platform === "win32")(
  "F278 the working folder was deleted: relative paths fail with errors that say so or name the file",
  async () => {
    await using world = await createWorld();
    const { printed } = await runInEmptyFolder(world, { GOOGLE_APPLICATION_CREDENTIALS: "adc.json" }, WITHOUT_FOLDER);
    expect(JSON.parse(printed)).toEqual([
      {
        code: "invalid_options",
        option: "createFileTokenCache.folder",
        message: expect.stringMatching(/relative path.*working folder no longer exists\. Pass an absolute path/),
      },
      { code: "no_credentials", option: "credentialsPath", message: expect.stringContaining("login.json") },
      { code: "credentials_unreadable", message: expect.stringContaining("adc.json") },
    ]);
  },
);
