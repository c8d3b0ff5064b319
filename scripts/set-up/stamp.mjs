import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./paths.mjs";

// Stamps stand in node_modules, so that removing that folder forgets them too.
const stampFile = (name) => join(root, "node_modules/.cache/gemini-ts", name);

/** What a step was done with when it last succeeded; nothing when it never did. */
export function readStamp(name) {
  try {
    return readFileSync(stampFile(name), "utf8");
  } catch {
    return undefined;
  }
}

/** Remembers what a step was done with. */
export function writeStamp(name, value) {
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), value);
}
