import { credentialsUnreadable, noCredentials } from "../errors/sign-in-errors.ts";
import type { FileError, Platform } from "../platform/platform.ts";
import { delay } from "../platform/system-clock.ts";
import type { CallScope } from "../transport/call-scope.ts";
import { encryptedStoreRemedy } from "./encrypted-store.ts";
import { type Login, parseLogin } from "./parse-login.ts";

/** A login file is about 2 kB. */
const LONGEST_LOGIN_FILE = 1024 * 1024;

/** The Gemini CLI writes in place and without a lock, so a reader meets the file empty or half written. */
const REREAD_FOR_MS = 1_000;
const REREAD_EVERY_MS = 10;

/**
 * Reads the Gemini CLI's login file; re-reads it for up to a second while it looks half written.
 * Fails with `no_credentials` or `credentials_unreadable`. Never writes.
 */
export async function readLogin(path: string, platform: Platform, scope: CallScope): Promise<Login> {
  const startedAt = platform.clock.now();
  for (;;) {
    const parsed = parseLogin(await readText(path, platform), platform.clock.now());
    if (parsed.kind === "login") {
      await warnOfOpenPermissions(path, platform, scope);
      return parsed.login;
    }
    if (parsed.kind === "unusable" || platform.clock.now() - startedAt >= REREAD_FOR_MS) {
      throw credentialsUnreadable(path, parsed.found);
    }
    await delay(platform.clock, REREAD_EVERY_MS, scope.signal);
  }
}

async function readText(path: string, platform: Platform): Promise<string> {
  try {
    return new TextDecoder().decode(await platform.files.read(path, LONGEST_LOGIN_FILE));
  } catch (error) {
    const { code } = error as FileError;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw noCredentials(
        [`the Gemini CLI login file ${path}`],
        (await encryptedStoreRemedy(path, platform)) ??
          "Sign in with the Gemini CLI (run `gemini`), or set GEMINI_API_KEY.",
      );
    }
    throw credentialsUnreadable(path, FOUND[code] ?? `it cannot be read (${code})`);
  }
}

const FOUND: Record<string, string> = {
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  EISDIR: "it is a folder",
  NOT_A_FILE: "it is not a regular file",
  TOO_LARGE: `it is larger than ${LONGEST_LOGIN_FILE} bytes`,
  ELOOP: "it is a link to itself",
};

async function warnOfOpenPermissions(path: string, platform: Platform, scope: CallScope): Promise<void> {
  const mode = (await platform.files.stat(path))?.mode;
  if (mode === undefined || (mode & 0o077) === 0) return;
  scope.onEvent({
    type: "warning",
    code: "login_file_permissions",
    message: `The login file can be read by other users (mode ${mode.toString(8)}). Run: chmod 600 ${path}`,
  });
}
