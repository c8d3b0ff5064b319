import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";
import { expect, test } from "vitest";

const script = `
  import { readSchema } from "./read-schema.mjs";
  const { json, prepare } = readSchema("schema", { type: "string" });
  const error = await prepare().catch((failure) => failure);
  console.log(JSON.stringify({ json, code: error.code, phase: error.phase, message: error.message }));
`;

test("F128 without the validator, plain JSON Schema is sent, and validation says what to install", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gemini-ts-"));
  try {
    // The validator stays outside the bundle, and the folder has no node_modules to find it in.
    await build({
      entryPoints: [fileURLToPath(new URL("../../src/schema/read-schema.ts", import.meta.url))],
      outfile: join(folder, "read-schema.mjs"),
      bundle: true,
      platform: "node",
      format: "esm",
      conditions: ["@gemini-ts/source"],
      external: ["@cfworker/json-schema"],
    });
    await writeFile(join(folder, "main.mjs"), script);
    const { stdout } = await promisify(execFile)(process.execPath, ["main.mjs"], { cwd: folder, env: {} });
    expect(JSON.parse(stdout)).toEqual({
      json: { type: "string" },
      code: "dependency_missing",
      phase: "options",
      message: expect.stringContaining("npm install @cfworker/json-schema@4"),
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
