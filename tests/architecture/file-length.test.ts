import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolders, root } from "../workspace.ts";

const MOST_LINES = 300;

const folders = ["bench", "examples", "scripts", "tests", ...packageFolders.flatMap(codeFoldersOf)];

function codeFoldersOf(packageFolder: string): string[] {
  const names = readdirSync(join(root, packageFolder), { withFileTypes: true });
  return names
    .filter((entry) => entry.isDirectory() && !["dist", "node_modules"].includes(entry.name))
    .map((entry) => `${packageFolder}/${entry.name}`);
}

// Biome counts the lines of code alone: neither those within a template text nor the comments at a file's end.
test(`no file of code has more than ${MOST_LINES} lines, whatever they hold`, () => {
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.[cm]?[jt]s$/.test(name))
      .map((name) => join(folder, name)),
  );
  expect(files.length).toBeGreaterThan(folders.length);
  const lengths = files.map((file) => [file, linesOf(readFileSync(join(root, file), "utf8"))] as const);
  expect(lengths.filter(([, lines]) => lines > MOST_LINES)).toEqual([]);
});

test.each([
  ["", 0],
  ["one\ntwo\n", 2],
  ["const text = `\n\n`;\n// the end", 4],
])("%j has %i lines", (text, lines) => {
  expect(linesOf(text)).toBe(lines);
});

function linesOf(text: string): number {
  return text === "" ? 0 : text.replace(/\n$/, "").split("\n").length;
}
