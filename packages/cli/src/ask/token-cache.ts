import { createFileTokenCache, type TokenCache } from "gemini-ts";

/** Where the Gemini CLI's login is used: its access tokens serve the next run too. `GEMINI_TS_TOKEN_CACHE=off` keeps none. */
export function tokenCache(): TokenCache | undefined {
  return process.env.GEMINI_TS_TOKEN_CACHE === "off" ? undefined : createFileTokenCache();
}
