import { existsSync } from "node:fs";
import { join } from "node:path";

/**
 * A sentence about the Gemini CLI's `.env` file, if there is one: it may hold a key or project that this command misses,
 * because only the Gemini CLI reads it. Otherwise `""`.
 */
export function envFileHint({
  GEMINI_CLI_HOME,
  HOME,
  USERPROFILE,
}: Readonly<Record<string, string | undefined>>): string {
  const home = GEMINI_CLI_HOME || HOME || USERPROFILE;
  const path = home ? join(home, ".gemini", ".env") : "";
  if (path === "" || !existsSync(path)) return "";
  return ` ${path} exists, but only the Gemini CLI reads it: load it first (set -a; . ${path}; set +a).`;
}
