import { expect, test } from "vitest";
import { packageFolders } from "../workspace.ts";
import { importCycles } from "./import-cycles.ts";
import { sourcesOf, sourcesOfAliases } from "./source-files.ts";

test.each(packageFolders)("no file of %s imports itself by way of others", (folder) => {
  expect(importCycles(sourcesOf(folder), sourcesOfAliases(folder))).toEqual([]);
});

const back = { path: "src/b.ts", text: 'import { a } from "./a.ts";' };

test.each([
  ["an import", 'import { b } from "./b.ts";'],
  ["a type import", 'import type { B } from "./b.ts";'],
  ["a type in place", 'export type A = import("./b.ts").B;'],
  ["a re-export", 'export * from "./b.ts";'],
  ["a dynamic import", 'export const a = () => import("./b.ts");'],
  ["a private import", 'import { b } from "#b";'],
])("a circle by %s is reported", (_name, text) => {
  const aliases = new Map([["#b", ["src/b.ts"]]]);
  expect(importCycles([{ path: "src/a.ts", text }, back], aliases)).toEqual(["src/a.ts -> src/b.ts -> src/a.ts"]);
});

test("files that share an import are no circle", () => {
  const files = [
    { path: "src/top.ts", text: 'import "./a.ts"; import "./b.ts";' },
    { path: "src/a.ts", text: 'import "./c.ts";' },
    { path: "src/b.ts", text: 'import "./a.ts"; import "./c.ts";' },
    { path: "src/c.ts", text: "" },
  ];
  expect(importCycles(files)).toEqual([]);
});
