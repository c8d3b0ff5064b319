import type { Platform } from "../../platform/platform.ts";
import type { CallScope } from "../../scope/call-scope.ts";

/** Says so where others than its owner can read a file that holds a login. */
export async function warnOfOpenPermissions(path: string, platform: Platform, scope: CallScope): Promise<void> {
  const mode = (await platform.files.stat(path))?.mode;
  if (mode === undefined || (mode & 0o077) === 0) return;
  scope.onEvent({
    type: "warning",
    code: "login_file_permissions",
    message: `The login file can be read by other users (mode ${mode.toString(8)}). Run: chmod 600 ${path}`,
  });
}
