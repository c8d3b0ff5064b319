import { credentialsUnreadable } from "../../errors/sign-in-errors.ts";
import type { Platform } from "../../platform/platform.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import { decryptStore } from "./decrypt-store.ts";
import { parseEncryptedLogin } from "./parse-encrypted-login.ts";
import type { Login } from "./parse-login.ts";
import { readOnce, readSettled } from "./read-settled.ts";
import { warnOfOpenPermissions } from "./warn-of-open-permissions.ts";

/**
 * Where the Gemini CLI 0.61 and 0.31 keep a login when told to encrypt it (`GEMINI_FORCE_ENCRYPTED_FILE_STORAGE=true`) on
 * a machine without a key chain. The login file is deleted then.
 * @see https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/code_assist/oauth-credential-storage.ts
 */
const STORES = ["gemini-credentials.json", "mcp-oauth-tokens-v2.json"];

/** The login of the encrypted store beside the login file. Fails with `credentials_unreadable`. Never writes. */
export async function readEncryptedLogin(
  loginPath: string,
  platform: Platform,
  scope: CallScope,
): Promise<Login | undefined> {
  for (const path of storesBeside(loginPath)) {
    const found = await readSettled(path, (text) => openStore(text, platform), platform, scope);
    if (found.kind === "login") {
      await warnOfOpenPermissions(path, platform, scope);
      return found.login;
    }
    if (found.kind !== "absent") throw credentialsUnreadable(path, found.found);
  }
  return undefined;
}

/** Whether there is an encrypted store with a login, or one of which nobody can tell. */
export async function hasEncryptedLogin(loginPath: string, platform: Platform): Promise<boolean> {
  for (const path of storesBeside(loginPath)) {
    const found = await readOnce(path, (text) => openStore(text, platform), platform);
    if (found.kind !== "absent") return true;
  }
  return false;
}

/** What to do where nothing is found because the Gemini CLI puts logins into the system's key chain; undefined where it does not. */
export function keyChainRemedy({ environment }: Platform): string | undefined {
  if (environment("GEMINI_FORCE_ENCRYPTED_FILE_STORAGE") !== "true") return undefined;
  if (environment("GEMINI_FORCE_FILE_STORAGE") === "true") return undefined;
  return (
    "GEMINI_FORCE_ENCRYPTED_FILE_STORAGE=true lets the Gemini CLI keep the login in the system's key chain, which this " +
    "library does not read: unset it, or set GEMINI_FORCE_FILE_STORAGE=true as well, which makes it an encrypted file; " +
    "then sign in again with the Gemini CLI (run `gemini`)."
  );
}

/** The stores take the place of the Gemini CLI's own file, not of one that the caller keeps elsewhere. */
function storesBeside(loginPath: string): readonly string[] {
  const folder = loginPath.replace(/[^/\\]*$/, "");
  return loginPath.slice(folder.length) === "oauth_creds.json" ? STORES.map((name) => folder + name) : [];
}

async function openStore(text: string, platform: Platform) {
  const opened = await decryptStore(text, platform);
  return opened.kind === "opened" ? parseEncryptedLogin(opened.text, platform.clock.now()) : opened;
}
