import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { announce } from "./announce.mjs";
import { root } from "./paths.mjs";
import { runQuietly } from "./run-quietly.mjs";
import { readStamp, writeStamp } from "./stamp.mjs";

const lockfile = join(root, "package-lock.json");
const installedLockfile = join(root, "node_modules/.package-lock.json");

/** Installs exactly what the lockfile lists; skipped while neither the lockfile nor the Node that uses it changed. */
export async function installWhenNeeded() {
  const locked = readFileSync(lockfile);
  const runtime = `${process.versions.node.split(".")[0]} ${process.platform} ${process.arch}`;
  const stamp = `${runtime} ${createHash("sha256").update(locked).digest("hex")}`;
  const previous = readStamp("install");
  if (previous === stamp) return;
  const sameRuntime = previous === undefined || previous.startsWith(`${runtime} `);
  if (!(sameRuntime && isInstalled(JSON.parse(locked.toString())))) await install();
  writeStamp("install", stamp);
}

/** Whether `npm install`, run by hand, has already installed what the lockfile lists. */
function isInstalled(wanted) {
  try {
    const installed = JSON.parse(readFileSync(installedLockfile, "utf8")).packages;
    return Object.entries(wanted.packages)
      .filter(([path, entry]) => path.includes("node_modules/") && !entry.optional && !entry.link)
      .every(([path, entry]) => installed[path]?.version === entry.version);
  } catch {
    return false;
  }
}

async function install() {
  announce("Installing the dependencies, once …");
  // The log level is named because the repository's .npmrc silences npm, which would hide why an installation failed.
  const installArguments = ["ci", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const failure = {
    message: "Installing the dependencies failed.",
    remedy: "Check the network and the npm registry settings (`npm ping`), then run the command again.",
  };
  const npm = process.env.npm_execpath;
  if (npm?.endsWith("npm-cli.js")) await runQuietly(process.execPath, [npm, ...installArguments], failure);
  else await runQuietly("npm", installArguments, failure, { shell: process.platform === "win32" });
}
