import { execFile } from "node:child_process";
import { chmod, chown, readdir, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { rotate } from "../support/rotation.ts";
import { createWorld } from "../support/world.ts";

const run = promisify(execFile);

/** No permission stops root: the program becomes someone else first. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

/** Asks twice, and prints the answers and the codes of warnings. */
const PROGRAM = `
  import { GeminiClient } from "./index.ts";
  if (${isRoot}) process.setuid(${NOBODY});
  const warnings = [];
  const onEvent = ({ type, code }) => type === "warning" && warnings.push(code);
  const client = new GeminiClient({ model: "gemini-2.5-flash", backend: "code-assist", onEvent });
  const texts = [await client.generate("What is 2+2?"), await client.generate("What is 2+3?")].map(({ text }) => text);
  process.stdout.write(JSON.stringify({ texts, warnings }));
`;

/** The program as one text: once it is someone else, it may be unable to read the folder that this repository is in. */
async function bundleProgram(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: PROGRAM, resolveDir: fileURLToPath(new URL("../../../src", import.meta.url)) },
    bundle: true,
    platform: "node",
    format: "esm",
    conditions: ["@gemini-ts/source"],
    external: ["google-auth-library"],
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

/** Lets other users pass through a folder and those that hold it. */
async function letOthersPass(folder: string): Promise<void> {
  if (((await stat(folder)).mode & 0o777) === 0o700) await chmod(folder, 0o711);
  if (dirname(folder) !== folder) await letOthersPass(dirname(folder));
}

test.skipIf(process.platform === "win32")(
  "F13 a folder that the user may not write to: a real process gets its answer, warns once, and leaves the file as it is",
  async () => {
    await using world = await createWorld({ accessTokens: ["fake-access-1", "fake-access-2"] });
    const program = await bundleProgram();
    const login = await world.signIn({ expiresInMs: 0 });
    const before = await readFile(world.loginPath, "utf8");
    const folder = dirname(world.loginPath);
    const sent = rotate(world, () => world.emulator.revoke("fake-access-1"));
    // The login is the user's own; the folder, in which it would be replaced, is not.
    if (isRoot) {
      await chown(world.loginPath, NOBODY, NOBODY);
      await letOthersPass(world.home);
    }
    await chmod(folder, 0o555);
    const env = { ...world.environment, PATH: process.env.PATH, GEMINI_CLI_HOME: world.home };
    const running = run(process.execPath, ["--input-type=module"], { env, cwd: world.home });
    running.child.stdin?.end(program);
    const { stdout } = await running;
    await chmod(folder, 0o755);
    expect(JSON.parse(stdout)).toEqual({
      texts: [expect.stringContaining("4"), expect.stringContaining("5")],
      warnings: ["login_file_not_saved"],
    });
    expect(sent).toEqual([login.refresh_token, "fake-rotated-1"]);
    expect(await readFile(world.loginPath, "utf8")).toBe(before);
    expect(await readdir(folder)).toEqual(["oauth_creds.json"]);
  },
);
