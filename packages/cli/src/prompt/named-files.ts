import { statSync } from "node:fs";

/**
 * A line for a user who named files to send, which are not read; undefined if no word is the path of a file. A word with
 * more than a path in it is prose.
 */
export function namedFilesNotice(words: readonly string[]): string | undefined {
  const files = words.filter(isFile).map(shellWord);
  if (files.length === 0) return undefined;
  const names = files.join(" ");
  if (files.length === 1) {
    return `Arguments are prompt text, so this file was not read: ${names}. To send it: gemini-ts "…" < ${names}`;
  }
  return `Arguments are prompt text, so these files were not read: ${names}. To send them: cat ${names} | gemini-ts "…"`;
}

function isFile(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
  } catch {
    // For example, it is too long for a path.
    return false;
  }
}

/** A path as it is typed in a POSIX shell. */
function shellWord(path: string): string {
  return /^[\w./:@%+,-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
