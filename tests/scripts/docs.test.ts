import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runToSuccess } from "../run.ts";
import { root } from "../workspace.ts";

test("docs/api.md is what `npm run docs` writes", async () => {
  const folder = await mkdtemp(join(tmpdir(), "gemini-ts-docs-"));
  try {
    const file = join(folder, "api.md");
    await runToSuccess(process.execPath, [join(root, "scripts/docs.mjs"), file], folder);
    const written = await readFile(join(root, "docs/api.md"), "utf8");
    expect(written.replaceAll("\r\n", "\n")).toBe(await readFile(file, "utf8"));
  } finally {
    await rm(folder, { recursive: true });
  }
});
