import { fstatSync, readFileSync } from "node:fs";
import { isReadByShell } from "./shell-stdin.ts";

/**
 * What standard input is, which decides whether it is read beside a prompt on the command line:
 *
 * | source | read |
 * |---|---|
 * | `text`: a file or pipe | to its end |
 * | `shared`: a file or pipe from which the shell around the command reads, such as a loop with `read` | no: the loop would end |
 * | `open`: a socket or device, which may never end | only if something arrives within a second |
 */
export type StdinSource = "text" | "shared" | "open";

/** Whether a file descriptor is that of a folder, which Node's stream shows as empty. */
export function isFolder(fd: number | undefined): boolean {
  try {
    return fd !== undefined && fstatSync(fd).isDirectory();
  } catch {
    return false;
  }
}

/** The source behind a file descriptor; `text` if there is none, as for a stream inside a program. */
export function stdinSource(fd: number | undefined): StdinSource {
  if (fd === undefined) return "text";
  try {
    const found = fstatSync(fd);
    if (found.isFile()) return isPartlyRead(fd, found.size) ? "shared" : "text";
    // A device, such as /dev/null, loses nothing that a shell would read.
    if ((found.isFIFO() || found.isSocket()) && isReadByShell(fd)) return "shared";
    return found.isFIFO() ? "text" : "open";
  } catch {
    return "text";
  }
}

/**
 * Whether somebody has read the beginning of a file, but not all of it. Only Linux says so. Node cannot ask for the
 * position, and reading would change it.
 */
function isPartlyRead(fd: number, size: number): boolean {
  try {
    const position = Number(/^pos:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, "utf8"))?.[1] ?? 0);
    return position > 0 && position < size;
  } catch {
    return false;
  }
}
