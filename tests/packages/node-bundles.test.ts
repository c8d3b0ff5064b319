import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as esbuild from "esbuild";
import * as rolldown from "rolldown";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createProject, runProgram } from "./bundled-program.ts";

/** Each builds `program.js` of a folder for Node, with its defaults, into the folder's `dist`. */
const bundlers: [string, (folder: string) => Promise<unknown>][] = [
  [
    "esbuild",
    async (folder) => {
      const input = { entryPoints: ["program.js"], absWorkingDir: folder };
      const output = { outfile: "dist/program.cjs", format: "cjs" as const, logLevel: "silent" as const };
      const { warnings } = await esbuild.build({ ...input, ...output, bundle: true, platform: "node" });
      expect(warnings).toEqual([]);
    },
  ],
  [
    "Rolldown",
    async (folder) => {
      const output = {
        dir: "dist",
        format: "cjs" as const,
        entryFileNames: "[name].cjs",
        chunkFileNames: "[name].cjs",
      };
      await rolldown.build({ cwd: folder, input: "program.js", platform: "node", output, logLevel: "silent" });
    },
  ],
];

let folder = "";
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "gemini-ts-node-bundles-")));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe.each(bundlers)("a program for Node, bundled by %s", (_name, build) => {
  test("answers without google-auth-library, and Vertex AI says to install it", async () => {
    await createProject(folder, { withPeer: false });
    await build(folder);
    expect(await runProgram(folder, "gemini-api")).toContain("4");
    const failure = await runProgram(folder, "vertex");
    expect(failure).toMatch(/^dependency_missing: .*npm install google-auth-library@10/);
  });

  test("contains google-auth-library if it is installed, and signs in with Application Default Credentials", async () => {
    await createProject(folder, { withPeer: true });
    await build(folder);
    expect(await runProgram(folder, "vertex")).toContain("4");
  });
});
