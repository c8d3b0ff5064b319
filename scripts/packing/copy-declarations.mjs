import { cpSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Copies a package's declarations and those that they import. Nobody could import the others. */
export function copyDeclarations(packageFolder, types, target) {
  const reached = new Set([join(packageFolder, types)]);
  for (const file of reached) {
    cpSync(file, join(target, relative(packageFolder, file)));
    const references = readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)\.(?:js|ts)"/g);
    for (const [, path] of references) reached.add(`${join(dirname(file), path)}.d.ts`);
  }
}
