import type { Platform } from "../platform/platform.ts";

/** Where the Gemini CLI 0.61 and 0.31 keep logins when told to encrypt them; it deletes the login file then. */
const STORES = ["gemini-credentials.json", "mcp-oauth-tokens-v2.json"];

/** What to do where no login file is found because the Gemini CLI has moved the login; undefined where it has not. */
export async function encryptedStoreRemedy(loginPath: string, platform: Platform): Promise<string | undefined> {
  const folder = loginPath.replace(/[^/\\]*$/, "");
  const remedy = (place: string) =>
    `The Gemini CLI seems to keep the login in ${place}, which this library does not read: unset ` +
    "GEMINI_FORCE_ENCRYPTED_FILE_STORAGE, then sign in again with the Gemini CLI (run `gemini`).";
  for (const name of STORES) {
    if (await platform.files.stat(folder + name)) return remedy(`the encrypted file ${folder}${name}`);
  }
  const encrypts = platform.environment("GEMINI_FORCE_ENCRYPTED_FILE_STORAGE") === "true";
  return encrypts ? remedy("the system's key chain") : undefined;
}
