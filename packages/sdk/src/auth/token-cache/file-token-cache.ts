import { platform as ownPlatform } from "#platform";
import type { FileError, Platform } from "../../platform/platform.ts";
import { stringRule } from "../../validation/option-rule.ts";
import { type OptionSet, validateOptions } from "../../validation/option-table.ts";
import { type CachedToken, type TokenCache, TokenCacheProblem } from "./token-cache.ts";

/** Options of {@link createFileTokenCache}. */
export interface FileTokenCacheOptions {
  /**
   * The folder of the files; created with mode 0700 if it does not exist.
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

/** The remedy for what the next renewal fixes. */
const REPLACED = "It is replaced when the token is renewed.";

/** Ours are about 300 bytes. */
const LONGEST_FILE = 64 * 1024;

/**
 * A {@link TokenCache} of files, one for each login: mode 0600, replaced in one step, named by a hash of the login. A
 * file that is truncated, of another version or format, or readable by other users is ignored. Runtimes without files
 * keep nothing. Throws `invalid_options`. Reads and writes nothing before a client needs a token.
 *
 * ```ts
 * const client = new GeminiClient({ tokenCache: createFileTokenCache() });
 * ```
 */
export function createFileTokenCache(options?: FileTokenCacheOptions): TokenCache;
/** @internal Tests bring their own platform. */
export function createFileTokenCache(options: FileTokenCacheOptions | undefined, platform: Platform): TokenCache;
export function createFileTokenCache(
  options: FileTokenCacheOptions = {},
  platform: Platform = ownPlatform,
): TokenCache {
  const { folder: given } = validateOptions(options, fileTokenCacheOptions);
  const { files } = platform;
  let isSwept = false;
  const place = async (key: string) => {
    const folder = given ?? tokenCacheFolder(platform);
    if (folder === undefined) throw new TokenCacheProblem("no home folder is known to keep it in");
    if (!/^[0-9a-f]{64}$/.test(key)) throw new TokenCacheProblem("the key is no hash");
    const path = `${folder}/${key}.json`;
    // Removes what killed processes left behind.
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
        throw new TokenCacheProblem(`${path} cannot be written (${codeOf(error)})`);
      }
    },
    delete: async (key) => {
      const { path } = await place(key);
      try {
        await files.remove(path);
      } catch (error) {
        throw new TokenCacheProblem(`${path} cannot be removed (${codeOf(error)})`);
      }
    },
  };
}

async function read(path: string, { files }: Platform): Promise<string | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await files.read(path, LONGEST_FILE);
  } catch (error) {
    if (/^(?:ENOENT|ENOTDIR)$/.test(codeOf(error))) return undefined;
    throw new TokenCacheProblem(`${path} cannot be read (${codeOf(error)})`);
  }
  const mode = (await files.stat(path))?.mode;
  if (mode !== undefined && (mode & 0o077) !== 0) {
    throw new TokenCacheProblem(`${path} can be read by other users (mode ${mode.toString(8)})`, REPLACED);
  }
  return new TextDecoder().decode(bytes);
}

/** Checks the format only; GuardedTokenCache checks the members, as for every cache. */
function parse(text: string, path: string): CachedToken {
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    throw new TokenCacheProblem(`${path} holds no JSON, or only a part of it`, REPLACED);
  }
  if ((kept as { readonly version?: unknown } | null)?.version === VERSION) return kept as CachedToken;
  throw new TokenCacheProblem(`${path} is of another version, or no file of ours`, REPLACED);
}

function codeOf(error: unknown): string {
  const { code } = error as Partial<FileError>;
  return typeof code === "string" ? code : "unknown";
}

/**
 * The default folder: `gemini-ts/tokens` in the user's cache folder, which is `XDG_CACHE_HOME` or `~/.cache` on Linux,
 * `~/Library/Caches` on macOS, `LOCALAPPDATA` on Windows. Undefined without a home folder.
 * @see https://specifications.freedesktop.org/basedir-spec/latest/
 */
function tokenCacheFolder(platform: Platform): string | undefined {
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
