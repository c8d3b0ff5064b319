import { constants, mkdir, open, realpath, rm, stat } from "node:fs/promises";
import type { FileSystem } from "./platform.ts";
import { replaceFile } from "./replace-file.node.ts";
import { sweepTemporaries } from "./temporaries.node.ts";

/** The file operations that access the disk. */
export const disk: Omit<FileSystem, "absolutePath" | "realPath"> = {
  read: readFileBytes,
  stat: async (path) => {
    try {
      const found = await stat(path);
      return { mode: process.platform === "win32" ? undefined : found.mode & 0o777 };
    } catch {
      return undefined;
    }
  },
  replace: replaceFile,
  sweep: async (path) => {
    // If the path is a link, the temporary files are beside its target.
    await sweepTemporaries(await realpath(path).catch(() => path));
  },
  makeFolder: async (path, mode) => {
    await mkdir(path, { recursive: true, mode });
  },
  remove: (path) => rm(path, { force: true }),
};

async function readFileBytes(path: string, longest: number): Promise<Uint8Array> {
  // Non-blocking: opening a FIFO for reading would wait for a writer that may never come.
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
