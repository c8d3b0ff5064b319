import { access, stat } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { run } from "../run.ts";
import { root } from "../workspace.ts";
import { createSampleWorkspace, type SampleWorkspace } from "./sample-workspace.ts";

let sample: SampleWorkspace;
beforeEach(async () => {
  sample = await createSampleWorkspace();
});
afterEach(() => sample.remove());

const silentSuccess = { exitCode: 0, stdout: "", stderr: "" };
const built = () => join(sample.folder, "packages/sdk/dist/index.js");

test("the set-up builds in silence, and not again while nothing changes", async () => {
  expect(await sample.setUp()).toEqual(silentSuccess);
  const { mtimeMs } = await stat(built());
  expect(await sample.setUp()).toEqual(silentSuccess);
  expect((await stat(built())).mtimeMs).toBe(mtimeMs);
});

test("the set-up builds again after a change, and removes the output of a source that is gone", async () => {
  await sample.write("packages/sdk/dist/removed.js", "export {};\n");
  await sample.write("packages/sdk/dist/removed.d.ts", "export {};\n");
  expect(await sample.setUp()).toEqual(silentSuccess);
  await expect(access(join(sample.folder, "packages/sdk/dist/removed.js"))).rejects.toThrow("ENOENT");
  await expect(access(join(sample.folder, "packages/sdk/dist/removed.d.ts"))).rejects.toThrow("ENOENT");
  await sample.write("packages/sdk/src/added.ts", "export const added = 1;\n");
  expect(await sample.setUp()).toEqual(silentSuccess);
  await access(join(sample.folder, "packages/sdk/dist/added.js"));
});

test("a failing build shows the compiler's words and a remedy, on stderr only, until it is mended", async () => {
  await sample.write("packages/cli/src/index.ts", 'export const answer: number = "four";\n');
  for (const _attempt of [1, 2]) {
    const { exitCode, stdout, stderr } = await sample.setUp();
    expect(exitCode).toBeGreaterThan(0);
    expect(stdout).toBe("");
    expect(stderr).toContain("packages/cli/src/index.ts(1,14): error TS2322");
    expect(stderr).toMatch(/Building the packages failed\.\n.+\n$/);
  }
  await sample.write("packages/cli/src/index.ts", "export const answer: number = 4;\n");
  expect(await sample.setUp()).toEqual(silentSuccess);
});

test("a failing installation shows npm's words and a remedy, on stderr only", async () => {
  await sample.write("package.json", { name: "sample", dependencies: { absent: "file:./absent" } });
  await sample.write("node_modules/.package-lock.json", "");
  const { exitCode, stdout, stderr } = await sample.setUp();
  expect(exitCode).toBeGreaterThan(0);
  expect(stdout).toBe("");
  expect(stderr).toContain("npm error");
  expect(stderr).toMatch(/Installing the dependencies failed\.\n.+\n$/);
});

test.each(["18.20.8", "20.18.3", "21.7.3", "22.11.0"])("Node %s is refused by name", async (version) => {
  const nodeVersion = pathToFileURL(join(root, "scripts/set-up/node-version.mjs")).href;
  const setUpError = pathToFileURL(join(root, "scripts/set-up/set-up-error.mjs")).href;
  const program = `
    import { requireSupportedNode } from "${nodeVersion}";
    import { reportAndExit } from "${setUpError}";
    for (const supported of ["20.19.0", "22.12.0", "24.0.0"]) requireSupportedNode(supported);
    try { requireSupportedNode("${version}"); } catch (error) { reportAndExit(error); }`;
  const { exitCode, stderr } = await run(process.execPath, ["--input-type=module", "--eval", program], sample.folder);
  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    `gemini-ts needs Node 20.19, 22.12 or newer; this is Node ${version}.\nInstall a current Node`,
  );
});
