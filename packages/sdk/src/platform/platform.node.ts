import { AsyncLocalStorage } from "node:async_hooks";
import { constants } from "node:fs";
import { open, stat } from "node:fs/promises";
import { homedir } from "node:os";
import process from "node:process";
import type { Platform } from "./platform.ts";
import { systemClock } from "./system-clock.ts";

declare const Bun: { readonly version: string } | undefined;
declare const Deno: { readonly version: { readonly deno: string } } | undefined;

/** Node, and what is compatible with it: Bun and Deno. */
export const platform: Platform = {
  clock: systemClock,
  files: {
    read: readFileBytes,
    stat: async (path) => {
      try {
        const found = await stat(path);
        return { mode: process.platform === "win32" ? undefined : found.mode & 0o777 };
      } catch {
        return undefined;
      }
    },
  },
  environment: (name) => process.env[name] || undefined,
  homeDirectory: () => {
    try {
      return homedir() || undefined;
    } catch {
      return undefined;
    }
  },
  randomUuid: () => globalThis.crypto.randomUUID(),
  random: () => Math.random(),
  runtime: { name: runtimeName(), system: `${process.platform}-${process.arch}` },
  createAsyncContext: () => {
    const storage = new AsyncLocalStorage<never>();
    return { get: () => storage.getStore(), enter: (value) => storage.enterWith(value as never) };
  },
};

async function readFileBytes(path: string, longest: number): Promise<Uint8Array> {
  // Non-blocking, since opening a FIFO for reading waits for a writer that may never come.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const found = await file.stat();
    if (!found.isFile()) throw { code: "NOT_A_FILE" };
    if (found.size > longest) throw { code: "TOO_LARGE" };
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function runtimeName(): string {
  if (typeof Bun !== "undefined") return `bun/${Bun.version}`;
  if (typeof Deno !== "undefined") return `deno/${Deno.version.deno}`;
  return `node/${process.versions.node}`;
}
