import type { Platform } from "../../platform/platform.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { LoginFile } from "../../wire/login.ts";
import type { RenewedToken } from "../tokens/refresh-token.ts";
import { parseLogin } from "./parse-login.ts";
import { readSettled } from "./read-settled.ts";

/** The mode that the Gemini CLI uses. */
const LOGIN_FILE_MODE = 0o600;

/** If another program has written the file between reading and renaming this many times, give up. */
const MAX_ATTEMPTS = 5;

/**
 * Writes the tokens and expiry of a renewed login into the login file, and keeps everything else in it. The library
 * writes to this file only here, and only if Google has replaced the refresh token: the old one may no longer work.
 *
 * A file with another refresh token than `refreshToken` is not changed: the user has signed in again. A missing file is
 * not created: the Gemini CLI has moved the login. Right before the file is replaced, it is compared again, since the
 * Gemini CLI writes without a lock.
 * @returns undefined on success, or if there is nothing to write; else why the file still holds the old token.
 */
export async function writeLogin(
  path: string,
  refreshToken: string,
  renewed: RenewedToken,
  platform: Platform,
  scope: CallScope,
): Promise<string | undefined> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    let before = "";
    const found = await readSettled(
      path,
      (text) => {
        before = text;
        return parseLogin(text, platform.clock.now());
      },
      platform,
      scope,
    );
    if (found.kind === "absent") return "the file no longer exists";
    if (found.kind !== "login") return found.found;
    if (found.login.refreshToken !== refreshToken) return undefined;
    const after = new TextEncoder().encode(merged(before, renewed));
    const isUnchanged = async () => (await textOf(path, platform)) === before;
    if (await platform.files.replace(path, after, LOGIN_FILE_MODE, isUnchanged)) return undefined;
  }
  return "another program keeps writing it";
}

/** Indented as in the Gemini CLI. */
function merged(before: string, { accessToken, refreshToken, expiresAt }: RenewedToken): string {
  const renewed: LoginFile = { access_token: accessToken, expiry_date: expiresAt };
  if (refreshToken !== undefined) renewed.refresh_token = refreshToken;
  return JSON.stringify({ ...JSON.parse(before), ...renewed }, null, 2);
}

async function textOf(path: string, platform: Platform): Promise<string> {
  return new TextDecoder().decode(await platform.files.read(path, Number.POSITIVE_INFINITY));
}
