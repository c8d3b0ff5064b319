import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { shown } from "./sightings.ts";

/** What holds secrets by its nature, under its own or a temporary name: login files and other credentials. */
const CREDENTIALS = /(?:^|[\\/._-])(?:oauth_creds|credentials|adc)\.json/;

/** Written by users; nothing here writes it. */
const SETTINGS = /[\\/]\.gemini[\\/]settings\.json$/;

/** Our own cache of access tokens. */
const TOKEN_CACHE = /[\\/]gemini-ts[\\/]tokens[\\/]/;

/** What was looked at, with its time and size, so that a test is blamed only for its own files. */
const known = new Map<string, string>();

/** Looks for secrets in the files of a folder and of those within, but for those that are there to hold them. */
export async function searchFolder(folder: string): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return searchFolder(path);
      // Links lead elsewhere, and a FIFO would be waited for.
      if (!entry.isFile() || [CREDENTIALS, SETTINGS, TOKEN_CACHE].some((own) => own.test(path))) return;
      const found = await stat(path).catch(() => undefined);
      const state = `${found?.mtimeMs} ${found?.size}`;
      if (known.get(path) === state) return;
      known.set(path, state);
      shown(`the name of ${path}`, entry.name);
      shown(`the file ${path}`, await readFile(path, "latin1").catch(() => ""));
    }),
  );
}
