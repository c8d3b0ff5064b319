import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { announce } from "./announce.mjs";
import { filesBelow, packageFolders, root } from "./paths.mjs";
import { runQuietly } from "./run-quietly.mjs";
import { readStamp, writeStamp } from "./stamp.mjs";

/** Compiles the packages; skipped while no source, configuration or compiler changed and the builds are there. */
export async function buildWhenNeeded() {
  const stamp = fingerprint();
  if (readStamp("build") === stamp && packageFolders.every(isBuilt)) return;
  announce("Building the packages …");
  for (const folder of packageFolders) removeOrphans(folder);
  await runQuietly(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b"], {
    message: "Building the packages failed.",
    remedy: "Mend the errors above, or run `git status` to see what differs from the last commit.",
  });
  writeStamp("build", stamp);
}

/** One hash over path, size and time of change of everything that the build reads. */
function fingerprint() {
  const hash = createHash("sha256");
  hash.update(JSON.parse(readFileSync(join(root, "node_modules/typescript/package.json"), "utf8")).version);
  for (const path of buildInputs()) {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

function buildInputs() {
  const perPackage = packageFolders.flatMap((folder) => [
    `${folder}/package.json`,
    `${folder}/tsconfig.json`,
    ...filesBelow(join(root, folder, "src")).map((file) => `${folder}/src/${file}`),
  ]);
  return ["tsconfig.json", "tsconfig.base.json", ...perPackage];
}

const isBuilt = (folder) => existsSync(join(root, folder, "dist/index.js"));

/** The compiler leaves the output of a deleted source in place, where it would be packed and could be imported. */
function removeOrphans(folder) {
  const sources = new Set(filesBelow(join(root, folder, "src")));
  for (const file of filesBelow(join(root, folder, "dist"))) {
    const source = file.replace(/(\.d\.ts|\.js)$/, ".ts");
    if (source !== file && !sources.has(source)) rmSync(join(root, folder, "dist", file));
  }
}
