import type { Platform } from "../../platform/platform.ts";

/**
 * Where tokens are kept: `gemini-ts/tokens` among the user's caches, which are in `XDG_CACHE_HOME` or `~/.cache` on Linux,
 * `~/Library/Caches` on macOS, `LOCALAPPDATA` on Windows. Undefined where there is no home.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
export function tokenCacheFolder(platform: Platform): string | undefined {
  const caches = userCaches(platform);
  return caches === undefined ? undefined : `${caches.replace(/[/\\]+$/, "")}/gemini-ts/tokens`;
}

function userCaches({ environment, homeDirectory, runtime }: Platform): string | undefined {
  const home = homeDirectory();
  const [system] = runtime.system.split("-");
  if (system === "win32") return environment("LOCALAPPDATA") ?? (home && `${home}/AppData/Local`);
  if (system === "darwin") return home && `${home}/Library/Caches`;
  const chosen = environment("XDG_CACHE_HOME");
  // The specification has relative paths ignored.
  return chosen?.startsWith("/") ? chosen : home && `${home}/.cache`;
}
