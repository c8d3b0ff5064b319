import { resolve } from "node:path";
import type { FileSystem } from "./platform.ts";

/** Loaded when a file is first asked for: who signs in with a key asks for none. */
const load = async () => (await import("./disk.node.ts")).disk;

/** The files of the machine. */
export const files: FileSystem = {
  absolutePath: (path) => resolve(path),
  read: async (...asked) => (await load()).read(...asked),
  stat: async (...asked) => (await load()).stat(...asked),
  replace: async (...asked) => (await load()).replace(...asked),
  sweep: async (...asked) => (await load()).sweep(...asked),
  makeFolder: async (...asked) => (await load()).makeFolder(...asked),
  remove: async (...asked) => (await load()).remove(...asked),
};
