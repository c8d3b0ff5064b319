import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

let home;

/** An environment without sign-in, settings or proxies, so that every job depends on this repository alone. */
export function emptyHome() {
  if (home === undefined) {
    home = mkdtempSync(join(tmpdir(), "gemini-ts-bench-"));
    process.on("exit", () => rmSync(home, { recursive: true, force: true }));
  }
  return { PATH: process.env.PATH, HOME: home, TMPDIR: home };
}
