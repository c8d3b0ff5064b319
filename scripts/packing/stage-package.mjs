import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { root } from "../set-up/paths.mjs";
import { publishedManifest } from "./published-manifest.mjs";

/** Lays out a package in an empty folder as it is to be published: its listed files and a cleaned package.json. */
export function stagePackage(packageFolder, target) {
  mkdirSync(target, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  for (const name of manifest.files) copyListed(packageFolder, name, target);
  writeFileSync(join(target, "package.json"), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
}

function copyListed(packageFolder, name, target) {
  // There is one licence, at the root. A package's own README is optional.
  if (name === "LICENSE") copyFileSync(join(root, name), join(target, name));
  else if (name !== "README.md" || existsSync(join(packageFolder, name))) {
    cpSync(join(packageFolder, name), join(target, name), {
      recursive: true,
      filter: (source) => !basename(source).endsWith(".tsbuildinfo"),
    });
  }
}
