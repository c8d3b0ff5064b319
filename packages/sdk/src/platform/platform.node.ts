import { AsyncLocalStorage } from "node:async_hooks";
import { homedir, hostname, userInfo } from "node:os";
import { basename, dirname, isAbsolute, join, resolve } from "node:path";
import { deniedFlag, NOT_CAPABLE } from "../errors/denied.ts";
import type { FileSystem, Platform } from "./platform.ts";
import { systemClock } from "./system-clock.ts";
import { webCrypto } from "./web-crypto.node.ts";

/** Loaded with the first file operation, because programs with an API key need none. */
const loadDisk = async () => (await import("./disk.node.ts")).disk;

/** The file system. */
const files: FileSystem = {
  absolutePath: (path) => {
    try {
      return resolve(path);
    } catch {
      // Asking for a working folder that was deleted throws.
      return undefined;
    }
  },
  realPath,
  read: async (...asked) => (await loadDisk()).read(...asked).catch(withCode),
  stat: async (...asked) => (await loadDisk()).stat(...asked),
  replace: async (...asked) => (await loadDisk()).replace(...asked).catch(withCode),
  sweep: async (...asked) => (await loadDisk()).sweep(...asked),
  makeFolder: async (...asked) => (await loadDisk()).makeFolder(...asked).catch(withCode),
  remove: async (...asked) => (await loadDisk()).remove(...asked).catch(withCode),
};

/** Deno's own error for a missing permission has no code. */
function withCode(error: unknown): never {
  throw deniedFlag(error) === undefined ? error : { code: NOT_CAPABLE };
}

/**
 * Node and compatible runtimes: Bun and Deno. `process` is always the global: importing it by name makes Node open the
 * standard streams, which takes a third of the time of importing this library.
 */
export const platform: Platform = {
  clock: systemClock,
  files,
  hasEnvironment: true,
  environment: readVariable,
  isDenied,
  // Unlike process.stderr.write(), it survives a closed pipe.
  // biome-ignore lint/suspicious/noConsole: the variable GEMINI_TS_LOG asks for it
  writeToStderr: (line) => console.error("%s", line),
  homeDirectory: () => {
    try {
      // The variable first: to ask the system, Deno requires a permission of its own (`--allow-sys`).
      const home = readVariable(process.platform === "win32" ? "USERPROFILE" : "HOME") ?? homedir();
      // A relative home would depend on the working folder, which can change.
      return isAbsolute(home) ? home : undefined;
    } catch {
      return undefined;
    }
  },
  machine: () => {
    try {
      return { host: hostname(), user: userInfo().username };
    } catch {
      // In a container, the user id may have no name.
      return undefined;
    }
  },
  scrypt: async (password, salt, length) => {
    // Loaded on demand, since few programs need it.
    const { scrypt } = await import("node:crypto");
    return new Promise((resolve, reject) => {
      scrypt(password, salt, length, (error, key) => (error ? reject(error) : resolve(new Uint8Array(key))));
    });
  },
  subtleCrypto: () => webCrypto().subtle,
  randomUuid: () => webCrypto().randomUUID(),
  random: () => Math.random(),
  runtime: { name: runtimeName(), system: `${process.platform}-${process.arch}` },
  createAsyncContext: () => {
    const storage = new AsyncLocalStorage<never>();
    return {
      get: () => storage.getStore(),
      enter: (value) => storage.enterWith(value as never),
      run: (value, run) => storage.run(value as never, run),
    };
  },
};

function realPath(path: string): string {
  try {
    // Not imported: loading node:fs as a module takes milliseconds, and few programs need it.
    return process.getBuiltinModule("node:fs").realpathSync.native(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}

/** A variable that Deno does not allow the program to read (without `--allow-env`) counts as not set. */
function readVariable(name: string): string | undefined {
  try {
    return process.env[name] || undefined;
  } catch (error) {
    if (deniedFlag(error) !== undefined) return undefined;
    throw error;
  }
}

function isDenied(name: string): boolean {
  try {
    void process.env[name];
    return false;
  } catch (error) {
    if (deniedFlag(error) !== undefined) return true;
    throw error;
  }
}

function runtimeName(): string {
  const { bun, deno, node } = process.versions;
  if (bun) return `bun/${bun}`;
  if (deno) return `deno/${deno}`;
  return `node/${node}`;
}
