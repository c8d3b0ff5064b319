// Makes a fresh clone ready with only Node and npm: installs from the lockfile and builds, each only when needed.
// Standard output stays untouched, because `npm start` prints an answer there that people pipe.

import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildWhenNeeded } from "./set-up/build.mjs";
import { installWhenNeeded } from "./set-up/install.mjs";
import { requireSupportedNode } from "./set-up/node-version.mjs";
import { reportAndExit } from "./set-up/set-up-error.mjs";

/** Checks the Node version, installs and builds. Ends the process with a message where that fails. */
export async function setUp() {
  try {
    requireSupportedNode(process.versions.node);
    await installWhenNeeded();
    await buildWhenNeeded();
  } catch (error) {
    reportAndExit(error);
  }
}

const startedFile = process.argv[1];
if (startedFile !== undefined && realpathSync(startedFile) === fileURLToPath(import.meta.url)) await setUp();
