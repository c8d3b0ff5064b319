import { spawnSync } from "node:child_process";
import { root } from "./paths.mjs";

/** Runs a tool in the repository's folder, with all its output on stderr. If it fails, says what to do and ends the process. */
export function runTool(command, toolArguments, { message, remedy }) {
  const shell = process.platform === "win32" && command === "npm";
  const { status, error } = spawnSync(command, toolArguments, { cwd: root, stdio: ["ignore", 2, 2], shell });
  if (status === 0) return;
  process.stderr.write(`\n${message}${error ? ` (${error.message})` : ""}\n${remedy}\n`);
  process.exit(status ?? 1);
}
