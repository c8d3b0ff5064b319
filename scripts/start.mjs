// `npm start -- "prompt"`: the gemini-ts command from a clone, which answers from the emulator if no sign-in is found.

import { join } from "node:path";
import { endAs, runNode } from "./run-node.mjs";
import { root } from "./set-up/paths.mjs";
import { setUp } from "./setup.mjs";

setUp();
const command = join(root, "packages/cli/dist/main.js");
// npm takes `npm start --offline "…"`, without `--`, for an option of its own. Without this, it would ask Google.
const offline = process.env.npm_config_offline === "true" ? ["--offline"] : [];
endAs(await runNode([command, "--offline-fallback", ...offline, ...process.argv.slice(2)]));
