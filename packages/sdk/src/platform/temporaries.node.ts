import { readdir, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** Who wrote it stands in the name, so that a later process can tell what was left behind. */
const TEMPORARY = /\.gemini-ts-(\d{1,10})-[0-9a-f-]{36}\.tmp$/;

/** A replacement takes milliseconds: what is older belongs to nobody, even if its writer's id is in use again. */
const LONGEST_LIFE_MS = 10 * 60_000;

/** The name under which a new file is written before it takes the place of `path`; in the same folder, as renaming needs. */
export function temporaryFor(path: string): string {
  const name = `${basename(path)}.gemini-ts-${process.pid}-${globalThis.crypto.randomUUID()}.tmp`;
  return join(dirname(path), name);
}

/** Removes what killed processes left in the folder of `path`. Never fails: it is not what the caller came for. */
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
  // In a container that is started again, the new process has the old one's id.
  const ownStart = writer === process.pid ? now - process.uptime() * 1_000 : Number.NEGATIVE_INFINITY;
  return written < ownStart || now - written > LONGEST_LIFE_MS;
}

function isRunning(id: number): boolean {
  try {
    // Signal 0 only asks.
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as { readonly code?: string }).code !== "ESRCH";
  }
}
