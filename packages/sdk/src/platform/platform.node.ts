import { AsyncLocalStorage } from "node:async_hooks";
import { homedir } from "node:os";
import process from "node:process";
import { files } from "./files.node.ts";
import type { Platform } from "./platform.ts";
import { systemClock } from "./system-clock.ts";

declare const Bun: { readonly version: string } | undefined;
declare const Deno: { readonly version: { readonly deno: string } } | undefined;

/** Node, and what is compatible with it: Bun and Deno. */
export const platform: Platform = {
  clock: systemClock,
  files,
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

function runtimeName(): string {
  if (typeof Bun !== "undefined") return `bun/${Bun.version}`;
  if (typeof Deno !== "undefined") return `deno/${Deno.version.deno}`;
  return `node/${process.versions.node}`;
}
