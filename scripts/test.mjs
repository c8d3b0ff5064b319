// `npm test`: every check, then every test; the first failure ends it. What stands after `--` goes to Vitest alone:
// `npm test -- packages/sdk`.

import { join } from "node:path";
import { endAs, runNode } from "./run-node.mjs";
import { root } from "./set-up/paths.mjs";
import { setUp } from "./setup.mjs";

const checks = [
  ["Format and lint", "@biomejs/biome/bin/biome", ["check", "--error-on-warnings", "."]],
  ["Types", "typescript/bin/tsc", ["-p", "tsconfig.test.json"]],
  ["Unused files, exports and dependencies", "knip/bin/knip.js", ["--no-progress", "--no-config-hints"]],
  ["Tests", "vitest/vitest.mjs", ["run", ...process.argv.slice(2)]],
];

await setUp();
for (const [heading, tool, toolArguments] of checks) {
  process.stdout.write(`\n== ${heading}\n`);
  const ending = await runNode([join(root, "node_modules", tool), ...toolArguments], { cwd: root });
  if (ending.exitCode !== 0) {
    process.stderr.write(`\n${heading}: failed.\n`);
    endAs(ending);
  }
}
