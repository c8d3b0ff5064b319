import { installedPackages } from "./cache.mjs";
import { versionOf } from "./node-of-major.mjs";

/** The folder of each peer's packages by the contender's name. */
export async function installPeers(contenders, node) {
  const major = versionOf(node).split(".")[0];
  const folders = new Map();
  for (const { name, packages } of contenders) {
    if (packages !== undefined) folders.set(name, await installedPackages(packages, node, major));
  }
  return folders;
}
