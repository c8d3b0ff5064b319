import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolders, root } from "../workspace.ts";

const folders = ["bench", "examples", "scripts", "tests", ...packageFolders.flatMap(codeFoldersOf)];

function codeFoldersOf(packageFolder: string): string[] {
  const names = readdirSync(join(root, packageFolder), { withFileTypes: true });
  return names
    .filter((entry) => entry.isDirectory() && !["dist", "node_modules"].includes(entry.name))
    .map((entry) => `${packageFolder}/${entry.name}`);
}

/** What every call runs through is kept shorter. */
const maxLinesOf = (path: string) => (/^packages\/sdk\/src\/(call\/|exchange\.ts|chat\.ts)/.test(path) ? 200 : 300);

// Biome's noExcessiveLinesPerFile does not count the lines of doc comments and template literals.
test("no source file is longer than 300 lines, and none of the SDK's call path longer than 200", () => {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.[cm]?[jt]s$/.test(name))
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
  );
  expect(files).toContain("packages/sdk/src/exchange.ts");
  const lengths = files.map((file) => [file, readFileSync(join(root, file), "utf8").split("\n").length - 1] as const);
  expect(lengths.filter(([file, lines]) => lines > maxLinesOf(file))).toEqual([]);
});
