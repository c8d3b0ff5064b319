import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, test } from "vitest";

const script = `
  import { GeminiClient, vertex } from "./gemini-ts.mjs";
  const attempt = async (backend) => {
    const error = await new GeminiClient({ backend }).generate("hi").catch((failure) => failure);
    return { code: error.code, phase: error.phase, attempts: error.attempts, message: error.message };
  };
  const backend = vertex({ project: "fake-project" });
  console.log(JSON.stringify([await attempt(backend), await attempt(backend), await attempt(vertex())]));
`;

test("without google-auth-library: dependency_missing with the install line, each time", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gemini-ts-"));
  try {
    // The library stays outside the bundle, and the folder has no node_modules to find it in.
    await build({
      entryPoints: [fileURLToPath(new URL("../../src/index.ts", import.meta.url))],
      outfile: join(folder, "gemini-ts.mjs"),
      bundle: true,
      platform: "node",
      format: "esm",
      conditions: ["@gemini-ts/source"],
      external: ["google-auth-library"],
    });
    await writeFile(join(folder, "main.mjs"), script);
    const env = { PATH: process.env.PATH, HOME: folder };
    const { stdout, stderr } = await promisify(execFile)(process.execPath, ["main.mjs"], { cwd: folder, env });
    const failures = JSON.parse(stdout);
    for (const failure of failures) {
      expect(failure).toMatchObject({ code: "dependency_missing", phase: "credentials", attempts: 0 });
      expect(failure.message).toContain("npm install google-auth-library@10");
    }
    expect(failures).toHaveLength(3);
    expect(stderr).toBe("");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
