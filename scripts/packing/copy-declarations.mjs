import { cpSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** Copies the declarations that a package's types lead to. Those of its insides, nobody could import. */
export function copyDeclarations(packageFolder, target) {
  const { exports } = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  const reached = new Set(typesIn(exports).map((file) => join(packageFolder, file)));
  for (const file of reached) {
    cpSync(file, join(target, relative(packageFolder, file)));
    const references = readFileSync(file, "utf8").matchAll(/(?:from|import\()\s*"(\.[^"]+)\.(?:js|ts)"/g);
    for (const [, path] of references) reached.add(`${join(dirname(file), path)}.d.ts`);
  }
}

function typesIn(target) {
  if (typeof target === "string") return target.endsWith(".d.ts") ? [target] : [];
  return Object.values(target).flatMap(typesIn);
}
