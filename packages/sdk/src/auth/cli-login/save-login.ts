import type { FileError, Platform } from "../../platform/platform.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { RenewedToken } from "../tokens/refresh-token.ts";
import type { Login } from "./parse-login.ts";
import { writeLogin } from "./write-login.ts";

/**
 * Saves a login whose refresh token Google has replaced. If that fails, the call continues with the token in memory.
 * `refreshToken` is the one in the login as it was read.
 * @returns undefined on success, or if there is nothing to save; else a sentence that says why the new token is only in
 * memory.
 */
export async function saveLogin(
  path: string,
  { store, refreshToken }: Login,
  renewed: RenewedToken,
  platform: Platform,
  scope: CallScope,
): Promise<string | undefined> {
  if (refreshToken === undefined) return undefined;
  if (store === "encrypted") return "This library does not write the Gemini CLI's encrypted store.";
  try {
    // A hanging disk must not block the calls that wait for the token.
    const why = await scope.waitFor(writeLogin(path, refreshToken, renewed, platform, scope));
    return why && notWritten(path, why);
  } catch (error) {
    const { code } = error as Partial<FileError>;
    return notWritten(path, FAILURES[code ?? ""] ?? `the system reported an error (${code ?? "unknown"})`);
  }
}

function notWritten(path: string, why: string): string {
  return `It could not be written to ${path}: ${why}. Make sure that this file can be written.`;
}

const FAILURES: Record<string, string> = {
  EACCES: "this user may not write to its folder",
  EPERM: "this user may not write to its folder",
  EROFS: "its disk is read-only",
  ENOSPC: "its disk is full",
  EDQUOT: "this user's disk quota is used up",
  ENOENT: "the file no longer exists",
  NOT_CAPABLE: "Deno does not allow it (--allow-write)",
  timeout: "it took too long",
};
