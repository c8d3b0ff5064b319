import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { platform } from "../../src/platform/platform.node.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test("F14 several writers create a file at the same time: each succeeds, and one file is left", async () => {
  const folder = await temporaryFolder();
  const write = async (path: string, after: number) => {
    // Each begins a little later than the one before, so that some look for the file just as another puts it there.
    for (let turn = 0; turn < after; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    return platform.files.replace(path, Buffer.from(`${after}`), 0o600);
  };
  for (let round = 0; round < 60; round += 1) {
    const path = join(folder, `round-${round}`);
    const written = await Promise.all(Array.from({ length: 24 }, (_, index) => write(path, index * 2)));
    expect(new Set(written)).toEqual(new Set([true]));
  }
  expect(await readdir(folder)).toHaveLength(60);
});
