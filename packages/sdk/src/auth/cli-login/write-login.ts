import type { Platform } from "../../platform/platform.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { LoginFile } from "../../wire/login.ts";
import type { RenewedToken } from "../tokens/refresh-token.ts";
import { parseLogin } from "./parse-login.ts";
import { readSettled } from "./read-settled.ts";

/** The Gemini CLI's own. */
const LOGIN_FILE_MODE = 0o600;

/** Someone who writes the file between our reading and our renaming so many times will not stop. */
const MOST_TRIES = 5;

/**
 * Puts a renewed login into the login file: its tokens and expiry, all else in the file kept as it is. The only write to
 * it that there is, made where Google has replaced the refresh token, since the old one may be worth nothing now.
 *
 * A file that holds another login than the one renewed (`refreshToken` is what stood in it) is left alone: the user has
 * signed in anew. One that is gone is not made again: the Gemini CLI has moved the login. The file is compared once more
 * right before the new one takes its place, since the Gemini CLI writes without a lock.
 * @returns undefined where nothing is left to do, else why the file still holds the old token.
 */
export async function writeLogin(
  path: string,
  refreshToken: string,
  renewed: RenewedToken,
  platform: Platform,
  scope: CallScope,
): Promise<string | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
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
    if (found.kind === "absent") return "the file is gone";
    if (found.kind !== "login") return found.found;
    if (found.login.refreshToken !== refreshToken) return undefined;
    const after = new TextEncoder().encode(merged(before, renewed));
    const isUnchanged = async () => (await textOf(path, platform)) === before;
    if (await platform.files.replace(path, after, LOGIN_FILE_MODE, isUnchanged)) return undefined;
  }
  return "another program keeps writing it";
}

/** Indented as the Gemini CLI does. */
function merged(before: string, { accessToken, refreshToken, expiresAt }: RenewedToken): string {
  const renewed: LoginFile = { access_token: accessToken, expiry_date: expiresAt };
  if (refreshToken !== undefined) renewed.refresh_token = refreshToken;
  return JSON.stringify({ ...JSON.parse(before), ...renewed }, null, 2);
}

async function textOf(path: string, platform: Platform): Promise<string> {
  return new TextDecoder().decode(await platform.files.read(path, Number.POSITIVE_INFINITY));
}
