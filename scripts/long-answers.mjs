// `node scripts/long-answers.mjs`: long responses, cut into any hops and broken off at any byte, in thousands of cases.
// `node scripts/long-answers.mjs --cases 50`: fewer of each kind. `npm test` makes a few of them.

import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { cases: { type: "string", default: "250" } } });
const root = fileURLToPath(new URL("..", import.meta.url));
const vitest = fileURLToPath(new URL("../node_modules/vitest/vitest.mjs", import.meta.url));
const test = "packages/sdk/test/call/long-answers-cut.test.ts";
const child = spawn(process.execPath, [vitest, "run", "--project", "unit", test], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, LONG_ANSWER_CASES: values.cases },
});
child.on("exit", (code) => {
  process.exitCode = code ?? 1;
});
