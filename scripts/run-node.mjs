import { spawn } from "node:child_process";
import { isatty } from "node:tty";

const passedOn = ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Runs a Node program with this one's standard streams, passes signals on to it, and resolves to how it ended. With
 * `stdio: "pipe"` it resolves to what the program printed as well, as `output`.
 */
export async function runNode(nodeArguments, options = {}) {
  const child = spawn(process.execPath, nodeArguments, { stdio: "inherit", ...options });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
    });
  }
  // A terminal sends Ctrl-C to both processes; passed on, it would reach the program twice.
  const terminal = [0, 1, 2].some((descriptor) => isatty(descriptor));
  const passOn = (signal) => {
    if (!(terminal && signal === "SIGINT")) child.kill(signal);
  };
  for (const name of passedOn) process.on(name, passOn);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (exitCode, signal) => resolve({ exitCode, signal, output }));
    });
  } finally {
    for (const name of passedOn) process.off(name, passOn);
  }
}

/** Ends this process as another ended: with the same exit code, or by the same signal. */
export function endAs({ exitCode, signal }) {
  if (signal === null) process.exit(exitCode);
  process.kill(process.pid, signal);
}
