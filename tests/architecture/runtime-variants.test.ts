import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../workspace.ts";
import { readManifest } from "./source-files.ts";

/** The source files that one `#` import leads to, depending on the runtime. */
function variantsOf(target: unknown): string[] {
  const paths = JSON.stringify(target).match(/\.\/src\/[^"]+/g) ?? [];
  return [...new Set(paths)];
}

const aliases = Object.entries(readManifest("packages/sdk").imports ?? {});

// A name that one variant alone exports is missing in the other runtimes, or used by nobody.
test.each(aliases)("%s exports one thing, the same in every runtime", async (_alias, target) => {
  const variants = variantsOf(target);
  expect(variants.length).toBeGreaterThan(1);
  const exported = await Promise.all(
    variants.map(async (path) => Object.keys(await import(join(root, "packages/sdk", path)))),
  );
  for (const names of exported) expect(names).toEqual([expect.any(String)]);
  expect(new Set(exported.flat()).size).toBe(1);
});
