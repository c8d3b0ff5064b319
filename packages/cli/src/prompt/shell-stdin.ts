import { readFileSync, readlinkSync } from "node:fs";
import { basename, resolve } from "node:path";

/** `npx`, `env` or `timeout` may stand between the shell and the command. */
const MOST_ANCESTORS = 8;

/**
 * Commands with which a shell reads its standard input, at the beginning of a command or after the variables that are set
 * for it (`IFS= read`). Elsewhere, they are words of a prompt, for example. Each match stays within its line, as far as quotes
 * allow: a search over lines would take quadratic time in a long script.
 */
const READS =
  /(?:^|[\n;&|(){!`]|\b(?:if|elif|then|else|while|until|do|time|command|builtin)[ \t])[ \t]*(?:\w+=(?:"[^"]*"|'[^']*'|\\.|[^\s"'\\;&|()])*[ \t]+)*(?:read|mapfile|readarray)(?![\w.=/-])/;

const COMMENT_LINE = /^[ \t]*#.*$/gm;

/**
 * Whether a shell around this process reads from the same standard input, as in `cat names | while read -r name; do
 * gemini-ts "Greet $name"; done`. A command that read it would take the rest of the lines, and the loop would end.
 *
 * A shell counts if it runs a script or `-c` text that has a command for reading; other scripts just pass their standard
 * input on. The commands of a shell that is interactive or takes them from standard input cannot be seen: it counts if it
 * has read anything. A part of a pipeline is a process of its own that has read nothing at its start. Commands in functions
 * of other files and in `eval` cannot be seen either, and do not count.
 *
 * Only Linux shows other processes in `/proc`; elsewhere, the result is always false.
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
  if (program.text !== undefined) return hasReadCommand(program.text);
  if (program.file === undefined) return hasRead(pid);
  try {
    const folder = readlinkSync(`/proc/${pid}/cwd`);
    return hasReadCommand(readFileSync(resolve(folder, program.file), "utf8"));
  } catch {
    return false;
  }
}

/** Whether a script or text of a shell has a command that reads standard input. */
export function hasReadCommand(script: string): boolean {
  return READS.test(script.replaceAll(COMMENT_LINE, ""));
}

/** Whether a process, or a child that has ended, has read anything since its start; true if the kernel does not say. */
function hasRead(pid: number): boolean {
  try {
    return !/^rchar: 0$/m.test(readFileSync(`/proc/${pid}/io`, "latin1"));
  } catch {
    return true;
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
