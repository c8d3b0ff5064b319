import { createFileTokenCache, type TokenCache } from "gemini-ts";
import { usageFailure } from "../failure/command-failure.ts";

const VARIABLE = "GEMINI_TS_TOKEN_CACHE";

/** The words that the SDK accepts for its own switches. */
const OFF = /^(?:off|false|0|f|n|no|disabled)$/;
const ON = /^(?:on|true|1|t|y|yes|enabled|undefined|null|none)?$/;

/**
 * Stores access tokens of the Gemini CLI's login for the next run, unless `GEMINI_TS_TOKEN_CACHE=off`. Throws a
 * CommandFailure for an unknown value: ignoring it would write tokens to a disk that the user wants to keep free of them.
 */
export function tokenCache(): TokenCache | undefined {
  const value = process.env[VARIABLE]?.trim().toLowerCase() ?? "";
  const word = value.replace(/^(["'])(.*)\1$/, "$2").trim();
  if (OFF.test(word)) return undefined;
  if (!ON.test(word)) throw usageFailure(`${VARIABLE} has an unknown value.`, "Set it to on or off, or remove it.");
  return createFileTokenCache();
}
