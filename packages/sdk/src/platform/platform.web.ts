import type { Platform } from "./platform.ts";
import { systemClock } from "./system-clock.ts";

/** Browsers and edge runtimes: no files, no home, no environment. */
export const platform: Platform = {
  clock: systemClock,
  files: {
    absolutePath: (path) => path,
    realPath: (path) => path,
    read: () => Promise.reject({ code: "ENOENT" }),
    stat: () => Promise.resolve(undefined),
    replace: () => Promise.reject({ code: "ENOSYS" }),
    sweep: () => Promise.resolve(),
    makeFolder: () => Promise.reject({ code: "ENOSYS" }),
    remove: () => Promise.reject({ code: "ENOSYS" }),
  },
  hasEnvironment: false,
  environment: () => undefined,
  isDenied: () => false,
  writeToStderr: () => {},
  homeDirectory: () => undefined,
  machine: () => undefined,
  scrypt: undefined,
  subtleCrypto: () => globalThis.crypto.subtle,
  randomUuid: () => globalThis.crypto.randomUUID(),
  random: () => Math.random(),
  runtime: { name: "web", system: "unknown" },
  createAsyncContext: undefined,
};
