import { platform as ownPlatform } from "#platform";
import { atEntry } from "../../errors/caller.ts";
import { NOT_CAPABLE } from "../../errors/denied.ts";
import { withoutWorkingFolder } from "../../errors/option-errors.ts";
import type { FileError, Platform } from "../../platform/platform.ts";
import { sharedState } from "../../platform/shared-state.ts";
import { stringRule } from "../../validation/option-rule.ts";
import { type OptionSet, validateOptions } from "../../validation/option-table.ts";
import { type CachedToken, type TokenCache, TokenCacheProblem } from "./token-cache.ts";

/** Options of {@link createFileTokenCache}. */
export interface FileTokenCacheOptions {
  /**
   * The folder of the files; created with mode 0700 if it does not exist. A relative path and symbolic links are resolved
   * at once, so it still names the same folder if the program changes its working folder.
   * @default `gemini-ts/tokens` in the user's cache folder: `XDG_CACHE_HOME` or `~/.cache` on Linux, `~/Library/Caches` on
   * macOS, `LOCALAPPDATA` on Windows
   */
  folder?: string | null | undefined;
}

const fileTokenCacheOptions: OptionSet<FileTokenCacheOptions> = {
  owner: "createFileTokenCache",
  table: { folder: stringRule("the path of a folder") },
};

/** Version of the file format. Files of other versions are ignored. */
const VERSION = 1;

/** The remedy for problems that the next renewal fixes. */
const REPLACED = "It is replaced when the token is renewed.";

/** The library's own files have about 300 bytes. */
const LONGEST_FILE = 64 * 1024;

/** The caches, keyed by the real path of the folder; the key is undefined if no home folder is known. */
const sharedCaches = sharedState(() => new Map<string | undefined, TokenCache>());

/**
 * A {@link TokenCache} that stores one file for each login: mode 0600, replaced atomically, named by a hash of the
 * login. A file that is truncated, of another version or format, or readable by other users is ignored. In runtimes
 * without a file system, nothing is stored. Throws `invalid_options`. Reads and writes no file before a client needs a
 * token.
 *
 * All calls with the same folder, by whatever name, return the same object, so clients share a login and its renewal
 * even if each creates its own cache.
 *
 * ```ts
 * import { createFileTokenCache, GeminiClient } from "gemini-ts";
 *
 * export const client = new GeminiClient({ tokenCache: createFileTokenCache() });
 * ```
 */
export function createFileTokenCache(options?: FileTokenCacheOptions): TokenCache;
/** @internal Tests pass their own platform. */
export function createFileTokenCache(options: FileTokenCacheOptions | undefined, platform: Platform): TokenCache;
export function createFileTokenCache(
  options: FileTokenCacheOptions = {},
  platform: Platform = ownPlatform,
): TokenCache {
  const folder = atEntry(createFileTokenCache, () => folderFor(options, platform));
  const caches = sharedCaches(platform);
  const cache = caches.get(folder) ?? newFileTokenCache(folder, platform);
  caches.set(folder, cache);
  return cache;
}

/** Undefined if no home folder is known. */
function folderFor(options: FileTokenCacheOptions, platform: Platform): string | undefined {
  const { folder: given } = validateOptions(options, fileTokenCacheOptions);
  const chosen = given ?? defaultFolder(platform);
  return chosen === undefined ? undefined : realFolder(chosen, platform);
}

function realFolder(folder: string, { files }: Platform): string {
  const path = files.absolutePath(folder);
  if (path === undefined) throw withoutWorkingFolder("createFileTokenCache.folder");
  return files.realPath(path);
}

function newFileTokenCache(folder: string | undefined, platform: Platform): TokenCache {
  const { files } = platform;
  let isSwept = false;
  const place = async (key: string) => {
    if (folder === undefined) throw new TokenCacheProblem("no home folder is known");
    if (!/^[0-9a-f]{64}$/.test(key)) throw new TokenCacheProblem("the key is not a hash");
    const path = `${folder}/${key}.json`;
    // Removes temporary files that killed processes left behind.
    if (!isSwept) await files.sweep(path);
    isSwept = true;
    return { folder, path };
  };
  return {
    get: async (key) => {
      const { path } = await place(key);
      const text = await read(path, platform);
      return text === undefined ? undefined : parse(text, path);
    },
    set: async (key, token) => {
      const { folder, path } = await place(key);
      const bytes = new TextEncoder().encode(JSON.stringify({ version: VERSION, ...token }));
      try {
        await files.makeFolder(folder, 0o700);
        await files.replace(path, bytes, 0o600);
      } catch (error) {
        throw new TokenCacheProblem(`${path} cannot be written (${codeOf(error, "--allow-write")})`);
      }
    },
    delete: async (key) => {
      const { path } = await place(key);
      try {
        await files.remove(path);
      } catch (error) {
        throw new TokenCacheProblem(`${path} cannot be removed (${codeOf(error, "--allow-write")})`);
      }
    },
  };
}

async function read(path: string, { files }: Platform): Promise<string | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path, LONGEST_FILE);
  } catch (error) {
    if (/^(?:ENOENT|ENOTDIR)$/.test(codeOf(error, ""))) return undefined;
    throw new TokenCacheProblem(`${path} cannot be read (${codeOf(error, "--allow-read")})`);
  }
  const mode = (await files.stat(path))?.mode;
  if (mode !== undefined && (mode & 0o077) !== 0) {
    throw new TokenCacheProblem(`${path} can be read by other users (mode ${mode.toString(8)})`, REPLACED);
  }
  return new TextDecoder().decode(bytes);
}

/** Checks only the format; GuardedTokenCache checks the members, as for every cache. */
function parse(text: string, path: string): CachedToken {
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    throw new TokenCacheProblem(`${path} does not hold complete JSON`, REPLACED);
  }
  if ((kept as { readonly version?: unknown } | null)?.version === VERSION) return kept as CachedToken;
  throw new TokenCacheProblem(`${path} has another version or format`, REPLACED);
}

/** The system's code, or the flag of Deno that would allow it. */
function codeOf(error: unknown, flag: string): string {
  const { code } = error as Partial<FileError>;
  if (code === NOT_CAPABLE) return `Deno requires ${flag}`;
  return typeof code === "string" ? code : "unknown";
}

/**
 * The default folder: `gemini-ts/tokens` in the user's cache folder, which is `XDG_CACHE_HOME` or `~/.cache` on Linux,
 * `~/Library/Caches` on macOS, `LOCALAPPDATA` on Windows. Undefined without a home folder.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
function defaultFolder(platform: Platform): string | undefined {
  const caches = userCaches(platform);
  return caches === undefined ? undefined : `${caches.replace(/[/\\]+$/, "")}/gemini-ts/tokens`;
}

function userCaches({ environment, homeDirectory, runtime }: Platform): string | undefined {
  const home = homeDirectory();
  const [system] = runtime.system.split("-");
  if (system === "win32") return environment("LOCALAPPDATA") ?? (home && `${home}/AppData/Local`);
  if (system === "darwin") return home && `${home}/Library/Caches`;
  const chosen = environment("XDG_CACHE_HOME");
  // According to the specification, relative paths are ignored.
  return chosen?.startsWith("/") ? chosen : home && `${home}/.cache`;
}
