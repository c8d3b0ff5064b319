import type { Stats } from "node:fs";
import { type FileHandle, lstat, open, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { temporaryFor } from "./temporaries.node.ts";

/**
 * Replaces the file at `path`, see `FileSystem.replace`. At any moment, even after a crash, a reader finds either the
 * complete old file or the complete new one.
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
  mode: number,
  isWanted: () => Promise<boolean> = async () => true,
): Promise<boolean> {
  const { target, before } = await resolveTarget(path);
  const temporary = temporaryFor(target);
  try {
    // Never readable by other users, not even before the chmod.
    const file = await open(temporary, "wx", 0o600);
    try {
      await keepOwner(file, before);
      await file.chmod(mode);
      await file.writeFile(bytes);
      // Without this, the new file can be empty after a crash of the machine.
      await file.sync();
    } finally {
      await file.close();
    }
    if (!(await isWanted())) {
      await rm(temporary, { force: true });
      return false;
    }
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw error;
  }
  await syncFolder(dirname(target));
  return true;
}

/** Resolves links, so that a link stays a link and its target is replaced. */
async function resolveTarget(path: string): Promise<{ readonly target: string; readonly before: Stats | undefined }> {
  try {
    const target = await realpath(path);
    const before = await stat(target);
    if (!before.isFile()) throw { code: "NOT_A_FILE" };
    return { target, before };
  } catch (error) {
    if ((error as { readonly code?: string }).code !== "ENOENT") throw error;
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined) return { target: path, before: undefined };
    // A regular file was created meanwhile. Anything else is a link without a target.
    if (found.isFile()) return { target: path, before: found };
    throw error;
  }
}

/** Keeps the owner if root replaces a user's file (`sudo`); otherwise the user could no longer read it. */
async function keepOwner(file: FileHandle, before: Stats | undefined): Promise<void> {
  if (before && before.uid !== (await file.stat()).uid) await file.chown(before.uid, before.gid);
}

async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, "r");
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  } catch {
    // Windows cannot open folders, and some file systems cannot sync them. The file is replaced nevertheless.
  }
}
