import { NOT_CAPABLE, unreadableOnDeno } from "../../errors/denied.ts";
import type { FileError, Platform } from "../../platform/platform.ts";
import { delay } from "../../platform/system-clock.ts";
import type { CallScope } from "../../scope/call-scope.ts";

/** A login file is about 2 kB. */
const LONGEST_LOGIN_FILE = 1024 * 1024;

/** The Gemini CLI writes in place and without a lock, so a reader can find the file empty or half written. */
const REREAD_FOR_MS = 1_000;
const REREAD_EVERY_MS = 10;

/** The parts of a call that reading a login needs: `signal` stops it, and `onEvent` receives its warnings. */
export type ReadingScope = Pick<CallScope, "signal" | "onEvent">;

/** The file does not exist. */
export interface Absent {
  readonly kind: "absent";
}

/**
 * A file without a usable login: half written (`incomplete`), or with other content (`unusable`). `found` describes it
 * without quoting it.
 */
export interface Unfit {
  readonly kind: "incomplete" | "unusable";
  readonly found: string;
  /** What to do, unless it is to sign in again, and the variable that can help. */
  readonly remedy?: string;
  readonly variable?: string;
}

/** Reads a file of the Gemini CLI. Reads it again for up to a second while it looks half written. */
export async function readSettled<Found extends { readonly kind: string }>(
  path: string,
  parse: (text: string) => Found | Unfit | Promise<Found | Unfit>,
  platform: Platform,
  scope: ReadingScope,
): Promise<Found | Unfit | Absent> {
  const endsAt = platform.clock.monotonic() + REREAD_FOR_MS;
  for (;;) {
    const found = await readOnce(path, parse, platform);
    if (found.kind !== "incomplete" || platform.clock.monotonic() >= endsAt) return found;
    await delay(platform.clock, REREAD_EVERY_MS, scope.signal);
  }
}

/** Reads the file once. */
export async function readOnce<Found>(
  path: string,
  parse: (text: string) => Found | Unfit | Promise<Found | Unfit>,
  platform: Platform,
): Promise<Found | Unfit | Absent> {
  let bytes: Uint8Array;
  try {
    bytes = await platform.files.read(path, LONGEST_LOGIN_FILE);
  } catch (error) {
    const { code } = error as FileError;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "absent" };
    if (code === NOT_CAPABLE) return { kind: "unusable", ...unreadableOnDeno(path) };
    const found = FOUND[code] ?? `it cannot be read (${code})`;
    return { kind: "unusable", found, ...(/^E[MN]FILE$/.test(code) && { remedy: CLOSE_FILES }) };
  }
  return await parse(new TextDecoder().decode(bytes));
}

const FOUND: Record<string, string> = {
  EACCES: "this user may not read it",
  EPERM: "this user may not read it",
  EISDIR: "it is a folder",
  NOT_A_FILE: "it is not a regular file",
  TOO_LARGE: `it is larger than ${LONGEST_LOGIN_FILE} bytes`,
  ELOOP: "it is a link to itself",
};

/** Signing in again would change nothing. */
const CLOSE_FILES =
  "The system allows no more open files: close files and connections, or raise the limit (`ulimit -n`).";

/** Emits a warning event if users other than its owner can read a file that holds a login. */
export async function warnOfOpenPermissions(path: string, platform: Platform, scope: ReadingScope): Promise<void> {
  const mode = (await platform.files.stat(path))?.mode;
  if (mode === undefined || (mode & 0o077) === 0) return;
  scope.onEvent({
    type: "warning",
    code: "login_file_permissions",
    message: `The login file can be read by other users (mode ${mode.toString(8)}). Run: chmod 600 ${path}`,
  });
}
