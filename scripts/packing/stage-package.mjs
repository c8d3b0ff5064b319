import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../set-up/paths.mjs";
import { bundlePackage } from "./bundle-package.mjs";
import { copyDeclarations } from "./copy-declarations.mjs";

/** Writes a package into an empty folder as it is published: bundles, declarations, README, licence and package.json. */
export async function stagePackage(packageFolder, target) {
  const manifest = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8"));
  mkdirSync(target, { recursive: true });
  await bundlePackage(packageFolder, manifest, target);
  copyDeclarations(packageFolder, manifest.exports["."].types, target);
  copyFileSync(join(root, "LICENSE"), join(target, "LICENSE"));
  const readme = join(packageFolder, "README.md");
  if (existsSync(readme)) copyFileSync(readme, join(target, "README.md"));
  writeFileSync(join(target, "package.json"), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
}

/**
 * The package.json to publish: without scripts and development dependencies, without `imports`, which the bundles have
 * resolved, and without the condition that leads to the sources.
 */
function publishedManifest({ scripts: _scripts, devDependencies: _development, imports: _imports, ...published }) {
  const { "@gemini-ts/source": _source, ...main } = published.exports["."];
  return { ...published, exports: { ...published.exports, ".": main } };
}
