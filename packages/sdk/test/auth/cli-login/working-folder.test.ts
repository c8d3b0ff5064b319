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
async function runInEmptyFolder(world: World, environment: Readonly<Record<string, string>>) {
  const cwd = await temporaryFolder();
  const env = { ...world.environment, PATH: process.env.PATH, ...environment };
  const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "-e", PROGRAM], { cwd, env });
  expect(stderr).toBe("");
  return { printed: stdout, left: await readdir(cwd) };
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
