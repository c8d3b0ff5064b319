import type { Platform } from "./platform.ts";

/** Other programs write a missing value as text: in Node, `process.env.X = undefined` sets "undefined". */
export const MISSING_WORDS: readonly string[] = ["", "undefined", "null", "none"];

/**
 * The value of a variable that takes one of a few words, in lower case, without spaces, which `set X=true && node …` adds in
 * cmd.exe, and without quotes, which `docker --env-file` keeps; `""` if it is not set.
 */
export function variableWord(name: string, platform: Pick<Platform, "environment">): string {
  const value = platform.environment(name)?.trim().toLowerCase() ?? "";
  return value.replace(/^(["'])(.*)\1$/, "$2").trim();
}
