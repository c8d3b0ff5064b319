import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageFolders, root } from "../workspace.ts";

const guides = readdirSync(join(root, "docs/guides")).map((name) => join("docs/guides", name));
const documents = ["README.md", ...packageFolders.map((folder) => join(folder, "README.md")), ...guides];

const PROGRAM = /^```(?:ts|tsx|js|mjs)\n([\s\S]*?)^```$/gm;
const IMPORT = /(?:\bfrom |^import |\bimport\(|\brequire\()["']([^."'][^"']*)["']/gm;

/** The packages that the programs of a text import, except for ours. */
function importedIn(text: string): readonly string[] {
  const programs = [...text.matchAll(PROGRAM)].map(([, code = ""]) => code);
  const names = programs.flatMap((code) => [...code.matchAll(IMPORT)].map(([, name = ""]) => name));
  const others = names.filter((name) => !isBuiltin(name) && !/^(?:gemini-ts|@gemini-ts\/\w+)$/.test(name));
  return [...new Set(others.map((name) => name.split("/", name.startsWith("@") ? 2 : 1).join("/")))];
}

/** Whether a text says that a package is needed: in a line that installs it, or in the prose, as `` `name` `` or a link to it. */
function names(text: string, name: string): boolean {
  const installs = text
    .split("\n")
    .flatMap((line) => /\bnpm (?:install|i) ([^`;(]+)/.exec(line)?.[1]?.split(/\s+/) ?? []);
  const isInstalled = installs.some((one) => one === name || one.startsWith(`${name}@`));
  return isInstalled || text.replace(PROGRAM, "").includes(`\`${name}\``);
}

test.each(documents)("%s names each package that its programs import", (document) => {
  const text = readFileSync(join(root, document), "utf8");
  expect(importedIn(text).filter((name) => !names(text, name))).toEqual([]);
});

test("the imports and the names are found", () => {
  const program = (code: string) => `\`\`\`ts\n${code}\n\`\`\`\n`;
  const text = `${program('import "a/b";\nimport fs from "node:fs";\nimport { c } from "gemini-ts"; // npm install d e@2')}
${program('const { x } = await import("@f/g/h");\nimport type { Y } from "e";\nimport z from "./z.ts";')} Needs \`i\`.`;
  expect(importedIn(text)).toEqual(["a", "@f/g", "e"]);
  expect(["a", "d", "e", "i", "f"].filter((name) => names(text, name))).toEqual(["d", "e", "i"]);
});
