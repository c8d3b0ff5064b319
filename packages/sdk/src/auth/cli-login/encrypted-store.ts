import { credentialsUnreadable } from "../../errors/sign-in-errors.ts";
import type { Platform } from "../../platform/platform.ts";
import { decryptStore } from "./decrypt-store.ts";
import { type Login, loginOf, type ParsedLogin } from "./parse-login.ts";
import { type Absent, type ReadingScope, readOnce, readSettled, warnOfOpenPermissions } from "./read-settled.ts";

/**
 * The files in which the Gemini CLI 0.61 and 0.31 store a login if `GEMINI_FORCE_ENCRYPTED_FILE_STORAGE=true` and the
 * machine has no key chain. The CLI then deletes the login file.
 * @see https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/code_assist/oauth-credential-storage.ts
 */
const STORES = ["gemini-credentials.json", "mcp-oauth-tokens-v2.json"];

/**
 * Reads the login from the encrypted store beside the login file. Fails with `credentials_unreadable`. Never writes.
 */
export async function readEncryptedLogin(
  loginPath: string,
  platform: Platform,
  scope: ReadingScope,
): Promise<Login | undefined> {
  for (const path of storesBeside(loginPath)) {
    const found = await readSettled(path, (text) => openStore(text, platform), platform, scope);
    if (found.kind === "login") {
      await warnOfOpenPermissions(path, platform, scope);
      return found.login;
    }
    if (found.kind !== "absent") throw credentialsUnreadable(path, found);
  }
  return undefined;
}

/** Whether there is an encrypted store with a login, or one that cannot be read. */
export async function hasEncryptedLogin(loginPath: string, platform: Platform): Promise<boolean> {
  for (const path of storesBeside(loginPath)) {
    const found = await readOnce(path, (text) => openStore(text, platform), platform);
    if (found.kind !== "absent") return true;
  }
  return false;
}

/**
 * What to do if no login is found because the Gemini CLI may store it in the system's key chain; undefined if it does
 * not.
 */
export function keyChainRemedy({ environment }: Platform): string | undefined {
  if (environment("GEMINI_FORCE_ENCRYPTED_FILE_STORAGE") !== "true") return undefined;
  if (environment("GEMINI_FORCE_FILE_STORAGE") === "true") return undefined;
  return (
    "With GEMINI_FORCE_ENCRYPTED_FILE_STORAGE=true, the Gemini CLI may store the login in the system's key chain, which this " +
    "library does not read. Unset the variable, or also set GEMINI_FORCE_FILE_STORAGE=true to use an encrypted file; " +
    "then sign in again with the Gemini CLI (run `gemini`)."
  );
}

/** Encrypted stores replace only the Gemini CLI's own login file, not one with another name. */
function storesBeside(loginPath: string): readonly string[] {
  const folder = loginPath.replace(/[^/\\]*$/, "");
  return loginPath.slice(folder.length) === "oauth_creds.json" ? STORES.map((name) => folder + name) : [];
}

async function openStore(text: string, platform: Platform) {
  const opened = await decryptStore(text, platform);
  return opened.kind === "opened" ? parseEncryptedLogin(opened.text, platform.clock.now()) : opened;
}

/**
 * Finds the login in a decrypted store, which can also hold keys and tokens of MCP servers. The Gemini CLI 0.61 writes
 * `{"gemini-cli-oauth":{"main-account":"{\"token\":{…}}"}}`, 0.31 `{"main-account":{"token":{…}}}`. Never throws.
 */
function parseEncryptedLogin(text: string, now: number): ParsedLogin | Absent {
  const store = parsed(text);
  if (store === undefined) return { kind: "unusable", found: "its decrypted content is not JSON" };
  const inner = member(member(store, "gemini-cli-oauth"), "main-account");
  const account = typeof inner === "string" ? parsed(inner) : member(store, "main-account");
  const token = member(account, "token");
  if (token === undefined) return { kind: "absent" };
  const login = loginOf(member(token, "accessToken"), member(token, "refreshToken"), member(token, "expiresAt"), now);
  if (login) return { kind: "login", login: { ...login, store: "encrypted" } };
  return { kind: "unusable", found: "its login holds neither an accessToken nor a refreshToken" };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads only own members, because a store may contain `__proto__`. */
function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return new Map<string, unknown>(Object.entries(value)).get(name);
}
