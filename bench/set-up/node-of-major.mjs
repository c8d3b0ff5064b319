import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { installedPackages } from "./cache.mjs";

/** The program of a Node of some major version: the one that runs, or that of the npm package with its binary. */
export async function nodeOfMajor(major) {
  if (process.versions.node.startsWith(`${major}.`)) return process.execPath;
  const name = `node-${process.platform}-${process.arch}`;
  const folder = await installedPackages([`${name}@${major}`], process.execPath, major);
  return join(folder, "node_modules", name, "bin/node");
}

/** `20.20.2` */
export function versionOf(node) {
  if (node === process.execPath) return process.versions.node;
  return execFileSync(node, ["--version"], { encoding: "utf8" }).trim().slice(1);
}
