import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const client = fileURLToPath(new URL("client.mjs", import.meta.url));
const loopbackOnly = new URL("client/loopback-only.mjs", import.meta.url).href;
const LONGEST_JOB_MS = 180_000;

/** Runs one job in a fresh process, and gives what it measured. */
export async function runClient({ row, contender, node, packages, url, environment }) {
  const watch = row.loopbackOnly ? ["--import", loopbackOnly] : [];
  const jobArguments = [client, row.file, row.id, contender.name, url, ...(packages === undefined ? [] : [packages])];
  try {
    const { stdout } = await run(node, [...watch, ...jobArguments], { env: environment, timeout: LONGEST_JOB_MS });
    return JSON.parse(stdout.trimEnd().split("\n").at(-1));
  } catch (error) {
    throw new Error(error.killed ? `took longer than ${LONGEST_JOB_MS / 1_000} s` : reasonIn(error));
  }
}

/** The line of a crash report that says what happened. */
function reasonIn({ stderr = "", message }) {
  return /^\w*Error.*$/m.exec(stderr)?.[0] ?? `${message}\n${stderr}`.slice(0, 500);
}
