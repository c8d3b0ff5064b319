import { execFile } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Runs npm on a given Node, because npm chooses versions by the Node it runs on. */
export async function runNpm(node, npmArguments, folder) {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder];
  await run(node, [npmFile(), ...npmArguments, ...quiet], { cwd: folder, env: environment(), maxBuffer: 2 ** 26 });
}

function npmFile() {
  const started = process.env.npm_execpath;
  if (started?.endsWith("npm-cli.js")) return started;
  return realpathSync(join(process.execPath, "../npm"));
}

/** Without what `npm run` sets for its own scripts: this repository's settings above all. */
function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
}
