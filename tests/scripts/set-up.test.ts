import { access, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createSampleWorkspace, type SampleWorkspace } from "./sample-workspace.ts";

let sample: SampleWorkspace;
beforeEach(async () => {
  sample = await createSampleWorkspace();
});
afterEach(() => sample.remove());

const setUp = () => sample.node("scripts/setup.mjs");
const silentSuccess = { exitCode: 0, stdout: "", stderr: "" };

test("the set-up installs and builds a fresh clone, reports on stderr, and then does nothing while nothing changes", async () => {
  const { exitCode, stdout, stderr } = await setUp();
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: "" });
  expect(stderr).toContain("Installing the dependencies");
  const built = join(sample.folder, "packages/sdk/dist/index.js");
  const { mtimeMs } = await stat(built);
  expect(await setUp()).toEqual(silentSuccess);
  expect((await stat(built)).mtimeMs).toBe(mtimeMs);

  await sample.write("packages/sdk/src/added.ts", "export const added = 1;\n");
  expect(await setUp()).toEqual(silentSuccess);
  await access(join(sample.folder, "packages/sdk/dist/added.js"));
});

test("a failing build shows the compiler's errors and a remedy, on stderr only, until it is fixed", async () => {
  await sample.write("packages/cli/src/index.ts", 'export const answer: number = "four";\n');
  for (const _attempt of [1, 2]) {
    const { exitCode, stdout, stderr } = await setUp();
    expect({ failed: exitCode > 0, stdout }).toEqual({ failed: true, stdout: "" });
    expect(stderr).toContain("packages/cli/src/index.ts(1,14): error TS2322");
    expect(stderr).toMatch(/\nBuilding the packages failed\.\n.+\n$/);
  }
  await sample.write("packages/cli/src/index.ts", "export const answer: number = 4;\n");
  expect(await setUp()).toEqual(silentSuccess);
});

test("a failing installation shows npm's errors and a remedy, on stderr only", async () => {
  await sample.write("package.json", { name: "sample", dependencies: { absent: "file:./absent" } });
  const { exitCode, stdout, stderr } = await setUp();
  expect({ failed: exitCode > 0, stdout }).toEqual({ failed: true, stdout: "" });
  expect(stderr).toContain("npm error");
  expect(stderr).toMatch(/\nInstalling the dependencies failed\.\n.+\n$/);
});

/** Makes Node report another version. */
const asNode = (version: string) =>
  `data:text/javascript,Object.defineProperty(process.versions,'node',{value:'${version}'})`;

// The check is the first step of the set-up: what is imported before it is missing in a fresh clone.
test.each([
  ["scripts/setup.mjs"],
  ["scripts/start.mjs", "What is 2+2?"],
  ["scripts/test.mjs"],
  ["scripts/bench.mjs"],
  ["scripts/docs.mjs"],
  ["scripts/pack.mjs", "tarballs"],
  ["examples/offline.mjs", "examples/01-ask.mjs"],
])(
  "%s of a fresh clone sets up before it imports a package, and refuses a Node that is too old",
  async (...program) => {
    const ending = await sample.node("--import", asNode("18.20.8"), ...program);
    expect(ending).toMatchObject({ exitCode: 1, stdout: "" });
    expect(ending.stderr).toMatch(
      /^gemini-ts needs Node 20\.19\+ or 22\.12\+; this is Node 18\.20\.8\.\nInstall a current Node.+\n$/,
    );
  },
);

test.each(["20.18.3", "21.7.3", "22.11.0"])(
  "Node %s, whose require() cannot load ES modules, is refused",
  async (version) => {
    const { exitCode, stderr } = await sample.node("--import", asNode(version), "scripts/setup.mjs");
    expect({ exitCode, refused: stderr.includes(`this is Node ${version}.`) }).toEqual({ exitCode: 1, refused: true });
  },
);

test.each([
  ["scripts/pack.mjs", "Usage: node scripts/pack.mjs <output folder>"],
  ["examples/offline.mjs", "Usage: node examples/offline.mjs <example>"],
])("%s without arguments prints its usage, without setting up", async (script, usage) => {
  const ending = await sample.node(script);
  expect(ending).toMatchObject({ exitCode: 2, stdout: "" });
  expect(ending.stderr).toMatch(new RegExp(`^${usage.replaceAll(".", "\\.")}.*\\n$`));
});
