import { readFileSync, readlinkSync } from "node:fs";
import { basename, resolve } from "node:path";

/** `npx`, `env` or `timeout` may stand between the shell and the command. */
const MOST_ANCESTORS = 8;

/** Commands with which a shell reads its standard input. */
const READS = /\b(?:read|mapfile|readarray)\b/;

/**
 * Whether a shell around this process reads from the same standard input, as in `cat names | while read -r name; do
 * gemini-ts "Greet $name"; done`. A command that read it would take the rest of the lines, and the loop would end.
 *
 * A shell counts if it is interactive, takes its commands from standard input, or runs a script or `-c` text that has a
 * command for reading. Other scripts just pass their standard input on. Only Linux shows other processes in `/proc`;
 * elsewhere, the result is always false.
 */
export function isReadByShell(fd: number): boolean {
  try {
    const own = readlinkSync(`/proc/self/fd/${fd}`);
    let pid = process.ppid;
    for (let ancestor = 0; ancestor < MOST_ANCESTORS && pid > 1; ancestor += 1) {
      if (readlinkSync(`/proc/${pid}/fd/0`) !== own) return false;
      if (readsStdin(pid)) return true;
      pid = parentOf(pid);
    }
  } catch {
    // There is no /proc, or the process belongs to another user.
  }
  return false;
}

function parentOf(pid: number): number {
  // The name in parentheses can contain spaces and parentheses.
  const afterName = readFileSync(`/proc/${pid}/stat`, "latin1").split(")").at(-1) ?? "";
  return Number(afterName.trim().split(" ")[1]);
}

function readsStdin(pid: number): boolean {
  const [name = "", ...words] = readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").slice(0, -1);
  if (!/^-?(?:[a-z]{0,3}sh|busybox)$/.test(basename(name))) return false;
  const program = programOf(words);
  if (program.text !== undefined) return READS.test(program.text);
  if (program.file === undefined) return true;
  try {
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    return READS.test(readFileSync(resolve(folder, program.file), "utf8"));
  } catch {
    return false;
  }
}

/** What a shell runs, by the words after its name: a text, a file, or neither if it takes commands from a user or stdin. */
export function programOf(words: readonly string[]): { readonly text?: string; readonly file?: string } {
  let isText = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (word === "--" || !/^[-+]./.test(word)) {
      const first = words[word === "--" ? index + 1 : index];
      return first === undefined ? {} : isText ? { text: first } : { file: first };
    }
    if (word.startsWith("--")) continue;
    if (word.includes("s")) return {};
    if (word.includes("c")) isText = true;
    // Bash's -o and -O take a value.
    if (/[oO]$/.test(word)) index += 1;
  }
  return {};
}
