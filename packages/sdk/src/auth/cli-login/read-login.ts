import { credentialsUnreadable, loginFileMissing } from "../../errors/sign-in-errors.ts";
import type { Platform } from "../../platform/platform.ts";
import { keyChainRemedy, readEncryptedLogin } from "./encrypted-store.ts";
import { type Login, parseLogin } from "./parse-login.ts";
import { type ReadingScope, readSettled, warnOfOpenPermissions } from "./read-settled.ts";

/**
 * Reads the Gemini CLI's login file or, if there is none, its encrypted store. Fails with `no_credentials` or
 * `credentials_unreadable`. Never writes.
 */
export async function readLogin(path: string, platform: Platform, scope: ReadingScope): Promise<Login> {
  const parse = (text: string) => parseLogin(text, platform.clock.now());
  const found = await readSettled(path, parse, platform, scope);
  if (found.kind === "login") {
    await warnOfOpenPermissions(path, platform, scope);
    return found.login;
  }
  if (found.kind !== "absent") throw credentialsUnreadable(path, found);
  const encrypted = await readEncryptedLogin(path, platform, scope);
  if (encrypted) return encrypted;
  throw loginFileMissing(path, keyChainRemedy(platform));
}
