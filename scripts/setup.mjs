// Prepares a fresh clone with Node and npm alone: installs what the lockfile lists, then `tsc -b` compiles what changed.
// Standard output stays empty, because `npm start` prints an answer there.

import { realpathSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installIfNeeded } from "./set-up/install.mjs";
import { root } from "./set-up/paths.mjs";
import { runTool } from "./set-up/run-tool.mjs";

/** `engines` of every package.json in words: the versions in which `require()` loads ES modules. */
const SUPPORTED_NODE = "20.19+ or 22.12+";

/**
 * Checks the Node version, installs and builds; if a step fails, ends the process with a message. Scripts call this before
 * they import anything that has to be installed or built, so such an import cannot be a static one.
 */
export function setUp() {
  requireSupportedNode();
  installIfNeeded();
  runTool(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-b"], {
    message: "Building the packages failed.",
    remedy: "Fix the errors above, or run `git status` to see what differs from the last commit.",
  });
}

function requireSupportedNode() {
  const { node } = process.versions;
  const [major = 0, minor = 0] = node.split(".").map(Number);
  if (major >= 23 || (major === 22 && minor >= 12) || (major === 20 && minor >= 19)) return;
  process.stderr.write(`gemini-ts needs Node ${SUPPORTED_NODE}; this is Node ${node}.\n`);
  process.stderr.write("Install a current Node from https://nodejs.org and run the command again.\n");
  process.exit(1);
}

const startedFile = process.argv[1];
if (startedFile !== undefined && realpathSync(startedFile) === fileURLToPath(import.meta.url)) setUp();
