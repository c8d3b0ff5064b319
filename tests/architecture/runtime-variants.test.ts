import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../workspace.ts";
import { sourcesOfAliases } from "./source-files.ts";

// A name that one variant alone exports is missing in the other runtimes, or unused.
test.each([...sourcesOfAliases("packages/sdk")])("%s is one name, the same in every runtime", async (_alias, paths) => {
  expect(paths.length).toBeGreaterThan(1);
  const exported = await Promise.all(paths.map(async (path) => Object.keys(await import(join(root, path)))));
  for (const names of exported) expect(names).toEqual([expect.any(String)]);
  expect(new Set(exported.flat()).size).toBe(1);
});
