import { createFileTokenCache, type TokenCache } from "gemini-ts";

/** Stores access tokens of the Gemini CLI's login for the next run, unless `GEMINI_TS_TOKEN_CACHE=off`. */
export function tokenCache(): TokenCache | undefined {
  return process.env.GEMINI_TS_TOKEN_CACHE === "off" ? undefined : createFileTokenCache();
}
