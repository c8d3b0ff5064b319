// `npm run bench`: the measurements in bench/, on a build that is up to date.

import { join } from "node:path";
import { endAs, runNode } from "./run-node.mjs";
import { root } from "./set-up/paths.mjs";
import { setUp } from "./setup.mjs";

setUp();
endAs(await runNode([join(root, "bench/run.mjs"), ...process.argv.slice(2)]));
