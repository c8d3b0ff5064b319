import { spawn } from "node:child_process";
import { root } from "./paths.mjs";
import { SetUpError } from "./set-up-error.mjs";

/**
 * Runs a tool of the set-up in the repository's folder. What it prints is kept back, and shown whole when it fails.
 * `failure` says what failed and what to do about it.
 */
export async function runQuietly(command, commandArguments, failure, options = {}) {
  const child = spawn(command, commandArguments, { cwd: root, stdio: ["ignore", "pipe", "pipe"], ...options });
  const chunks = [];
  child.stdout.on("data", (chunk) => chunks.push(chunk));
  child.stderr.on("data", (chunk) => chunks.push(chunk));
  const exitCode = await new Promise((resolve, reject) => {
    child.on("error", (error) => reject(new SetUpError(`${failure.message} (${error.message})`, failure)));
    child.on("close", (code) => resolve(code ?? 1));
  });
  if (exitCode === 0) return;
  throw new SetUpError(failure.message, { ...failure, exitCode, output: Buffer.concat(chunks).toString() });
}
