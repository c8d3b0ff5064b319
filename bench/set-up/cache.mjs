import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { runNpm } from "./run-npm.mjs";

const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "gemini-ts-bench");

/**
 * A folder outside the repository with some packages, installed once. npm takes the newest versions that the Node it
 * runs on is right for; remove the folder to have newer ones.
 */
export async function installedPackages(packages, node, major) {
  const hash = createHash("sha256")
    .update(`${major} ${packages.join(" ")}`)
    .digest("hex")
    .slice(0, 12);
  const folder = join(cache, `${packages[0].replace(/\W+/g, "-").replace(/^-/, "")}-${hash}`);
  if (existsSync(folder)) return folder;
  process.stdout.write(`Installing ${packages.join(", ")} for Node ${major} …\n`);
  const unfinished = `${folder}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  try {
    writeFileSync(join(unfinished, "package.json"), '{ "private": true, "type": "module" }\n');
    writeFileSync(join(unfinished, "load.mjs"), "export const load = (name) => import(name);\n");
    await runNpm(node, ["install", "--ignore-scripts", ...packages], unfinished);
    renameSync(unfinished, folder);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return folder;
}
