import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./paths.mjs";
import { runTool } from "./run-tool.mjs";

/** Runs `npm ci` unless the packages that the lockfile lists are installed. */
export function installIfNeeded() {
  if (isInstalled()) return;
  process.stderr.write("Installing the dependencies and building, once …\n");
  // The level is given because `npm start --silent` passes on its own, which would hide why an installation failed.
  runTool("npm", ["ci", "--include=dev", "--ignore-scripts", "--loglevel=error"], {
    message: "Installing the dependencies failed.",
    remedy: "Check the network and the npm registry settings (`npm ping`), then run the command again.",
  });
}

/** Compares the lockfile with npm's own record of what it installed. */
function isInstalled() {
  try {
    const installed = readLockfile("node_modules/.package-lock.json");
    return Object.entries(readLockfile("package-lock.json"))
      .filter(([path, entry]) => path.includes("node_modules/") && !entry.optional && !entry.link)
      .every(([path, entry]) => installed[path]?.version === entry.version);
  } catch {
    return false;
  }
}

const readLockfile = (path) => JSON.parse(readFileSync(join(root, path), "utf8")).packages;
