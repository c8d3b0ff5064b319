import { execFile } from "node:child_process";
import { cp } from "node:fs/promises";
import { promisify } from "node:util";

/** Milliseconds for an installation on a busy machine. */
export const installLimitMs = 300_000;

/** Copies a fixture and installs it from its lockfile, with the registry and the cache that the user's npm has. */
export async function installFixture(fixture: string, folder: string): Promise<void> {
  await cp(fixture, folder, { recursive: true });
  const windows = process.platform === "win32";
  const flags = ["--prefix", folder, "--prefer-offline", "--include=optional", "--ignore-scripts"];
  await promisify(execFile)(
    windows ? "npm.cmd" : "npm",
    ["ci", ...flags, "--no-audit", "--no-fund", "--loglevel=error"],
    {
      cwd: folder,
      timeout: installLimitMs,
      shell: windows,
    },
  );
}
