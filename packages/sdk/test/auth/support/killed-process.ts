import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The build, since what runs in a user's process is the build. */
const built = new URL("../../../dist/index.js", import.meta.url).href;

const preload = new URL("kill-while-replacing.mjs", import.meta.url).href;

/** Where a replacement can be cut off, and whether the new file is in its place by then. */
export const killPoints = [
  ["before open", "old"],
  ["after open", "old"],
  ["within write", "old"],
  ["after write", "old"],
  ["before fsync", "old"],
  ["after fsync", "old"],
  ["before rename", "old"],
  ["after rename", "new"],
  ["before the folder's fsync", "new"],
] as const;

/** Runs a program with the build as `sdk`, to be killed at this point of the replacement with this number, from 1. */
export async function runUntilKilled(
  program: string,
  environment: Readonly<Record<string, string>>,
  point: string,
  replacement: number,
): Promise<NodeJS.Signals | null> {
  const flags = ["--import", preload, "--input-type=module", "--eval", `import * as sdk from "${built}";${program}`];
  const child = spawn(process.execPath, flags, {
    cwd: fileURLToPath(new URL(".", import.meta.url)),
    env: { PATH: process.env.PATH, ...environment, KILL_AT: point, KILL_IN: String(replacement) },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [, signal] = (await once(child, "exit")) as [number | null, NodeJS.Signals | null];
  return signal;
}
