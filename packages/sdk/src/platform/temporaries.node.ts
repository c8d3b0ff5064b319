import { readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { webCrypto } from "./web-crypto.node.ts";

/**
 * The name contains the id of the process that wrote the file, so that a later process can identify abandoned files.
 */
const TEMPORARY = /\.gemini-ts-(\d{1,10})-[0-9a-f-]{36}\.tmp$/;

/** Replacing a file takes milliseconds, so an older file is abandoned, even if its process id is in use again. */
const LONGEST_LIFE_MS = 10 * 60_000;

/** The name of the temporary file that will replace `path`. It is in the same folder, as renaming requires. */
export function temporaryFor(path: string): string {
  const name = `${basename(path)}.gemini-ts-${process.pid}-${webCrypto().randomUUID()}.tmp`;
  return join(dirname(path), name);
}

/**
 * Removes temporary files that killed processes left in the folder of `path`. Never fails, since the caller can
 * continue without it.
 */
export async function sweepTemporaries(path: string): Promise<void> {
  const folder = dirname(path);
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) {
    const writer = TEMPORARY.exec(name)?.[1];
    if (writer === undefined) continue;
    const temporary = join(folder, name);
    if (await isLeftBehind(temporary, Number(writer))) await rm(temporary, { force: true }).catch(() => {});
  }
}

async function isLeftBehind(temporary: string, writer: number): Promise<boolean> {
  if (!isRunning(writer)) return true;
  const written = (await stat(temporary).catch(() => undefined))?.mtimeMs;
  if (written === undefined) return false;
  const now = Date.now();
  // In a restarted container, the new process has the same id as the old one.
  const ownStart = writer === process.pid ? now - process.uptime() * 1_000 : Number.NEGATIVE_INFINITY;
  return written < ownStart || now - written > LONGEST_LIFE_MS;
}

function isRunning(id: number): boolean {
  try {
    // Signal 0 checks only whether the process exists.
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: string }).code !== "ESRCH";
  }
}
