import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../set-up/paths.mjs";
import { bundlePackage } from "./bundle-package.mjs";
import { copyDeclarations } from "./copy-declarations.mjs";
import { publishedManifest } from "./published-manifest.mjs";

/** Lays out a package in an empty folder as it is to be published: its bundled build, its texts, a cleaned package.json. */
export async function stagePackage(packageFolder, target) {
  mkdirSync(target, { recursive: true });
  await bundlePackage(packageFolder, target);
  copyDeclarations(packageFolder, target);
  // There is one licence, at the root. A package's own README is optional.
  copyFileSync(join(root, "LICENSE"), join(target, "LICENSE"));
  const readme = join(packageFolder, "README.md");
  if (existsSync(readme)) copyFileSync(readme, join(target, "README.md"));
  const manifest = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  writeFileSync(
    join(target, "package.json"),
    `${JSON.stringify(publishedManifest(packageFolder, manifest), null, 2)}\n`,
  );
}
