import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript-5";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageFolders, root } from "../workspace.ts";
import { undocumentedNames } from "./docstrings.ts";

const configFile = join(root, "tsconfig.base.json");
const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(configFile, ts.sys.readFile).config,
  ts.sys,
  root,
  undefined,
  configFile,
);

const entryOf = (folder: string) => join(root, folder, "src/index.ts");

// One program for all packages, because reading the sources takes most of the time.
const program = ts.createProgram(packageFolders.map(entryOf), { ...options, noEmit: true });

test.each(packageFolders)("every name that %s exports has a doc comment, and so has every public member", (folder) => {
  expect(undocumentedNames(program, entryOf(folder), join(root, folder, "src"))).toEqual([]);
});

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gemini-ts-docstrings-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

test("missing doc comments are reported, behind re-exports and on members", () => {
  writeFileSync(
    join(folder, "thing.ts"),
    `export interface Bare { field: string }
     /** Documented. */
     export interface Shape {
       /** Documented. */
       width: number;
       height: number;
       [key: string]: number;
     }
     /** Documented. */
     export class Square implements Shape {
       [key: string]: number;
       width = 1;
       height = 1;
       side = 1;
       /** Documented. */
       static unit = 1;
       static other = 1;
       #hidden = 1;
       protected inside = this.#hidden;
       /** @internal */
       internal = 1;
       constructor() {}
     }
     export function make() {}
     /** Documented. */
     export const documented = 1;
     /** Documented. */
     export type Size = "small" | "large";
     export type Color = "red";`,
  );
  writeFileSync(join(folder, "index.ts"), 'export { make as create, documented, Square } from "./thing.ts";');
  writeFileSync(join(folder, "all.ts"), 'export * from "./index.ts"; export type * from "./thing.ts";');
  const entry = join(folder, "all.ts");
  const names = undocumentedNames(ts.createProgram([entry], { ...options, types: [], noEmit: true }), entry, folder);
  expect(names.sort()).toEqual([
    "Bare",
    "Bare.field",
    "Color",
    "Shape.height",
    "Square.height",
    "Square.other",
    "Square.side",
    "create",
    "make",
  ]);
});
