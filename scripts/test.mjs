// `npm test`: the checks and a smoke test of the packed packages, all at once, then the unit tests if they passed. What
// stands after `--` chooses unit tests: `npm test -- packages/sdk`.

import { join } from "node:path";
import { endAs, runNode } from "./run-node.mjs";
import { root } from "./set-up/paths.mjs";
import { setUp } from "./setup.mjs";

const vitest = "vitest/vitest.mjs";
const checks = [
  ["Format and lint", "@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]],
  ["Types", "typescript/bin/tsc", ["-p", "tsconfig.test.json"]],
  ["Unused files, exports and dependencies", "knip/bin/knip.js", ["--no-progress", "--no-config-hints"]],
  ["The packed packages", vitest, ["run", "--project", "packed", "tests/packages/answers.test.ts"]],
];

/** Runs a check and prints its output when it ends, so that the outputs of several checks do not mix. */
async function run([heading, tool, toolArguments]) {
  const ending = await runTool(tool, toolArguments, { stdio: "pipe" });
  process.stdout.write(`\n== ${heading}\n${ending.output}`);
  return { ...ending, heading };
}

function runTool(tool, toolArguments, options) {
  return runNode([join(root, "node_modules", tool), ...toolArguments], { cwd: root, ...options });
}

await setUp();
process.stdout.write(`Running ${checks.length} checks …\n`);
const endings = await Promise.all(checks.map(run));
const failed = endings.filter(({ exitCode }) => exitCode !== 0);
if (failed.length > 0) {
  process.stderr.write(`\nFailed: ${failed.map(({ heading }) => heading).join("; ")}.\n`);
  endAs(failed[0]);
}

process.stdout.write("\n== Unit tests\n");
const ending = await runTool(vitest, ["run", "--project", "unit", ...process.argv.slice(2)]);
if (ending.exitCode !== 0) {
  process.stderr.write("\nUnit tests: failed.\n");
  endAs(ending);
}
