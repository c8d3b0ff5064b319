import type { Readable } from "node:stream";
import { CommandFailure, usageFailure } from "../failure/command-failure.ts";
import { isFolder, stdinSource } from "./stdin-source.ts";

/** Maximum size of stdin in bytes. The largest context window of a Gemini model holds about 4 MiB of plain text. */
export const MAX_STDIN_BYTES = 8 * 1024 * 1024;

/** How long stdin may be silent before the user is notified, in milliseconds. */
const QUIET_MS = 3_000;

/** How long a source that may never end may be silent beside a prompt, in milliseconds. */
const SILENT_MS = 1_000;

/** The part of standard input that is used here. */
export type StandardInput = Readable & { readonly isTTY?: boolean; readonly fd?: number };

/** How standard input is read. */
export interface ReadStdinOptions {
  /** Whether the command line has a prompt, so that stdin may be empty. */
  readonly hasPrompt: boolean;
  /** The flag: `--stdin` reads to the end whatever it is, `--no-stdin` does not read at all. */
  readonly flag: boolean | undefined;
  /** Ends the reading. */
  readonly stop: AbortSignal;
  /** Writes a line for the user. */
  readonly notify: (line: string) => void;
}

/**
 * Reads the text on stdin; `""` for a terminal, which is not read. Beside a prompt, a source that a shell reads too is
 * not read, and one that may never end is read only if it sends something soon (stdin-source.ts). Throws a CommandFailure
 * as soon as the input is too long or not UTF-8 text. Notifies the user if nothing arrives for a while.
 */
export async function readStdin(stdin: StandardInput, options: ReadStdinOptions): Promise<string> {
  const { hasPrompt, flag, stop, notify } = options;
  if (stdin.isTTY || flag === false) return "";
  if (isFolder(stdin.fd)) throw unreadable("EISDIR");
  const source = hasPrompt && flag === undefined ? stdinSource(stdin.fd) : "text";
  if (source === "shared") {
    notify(
      "Standard input was not read, because the surrounding shell may be reading it. To read it, add --stdin; to hide this line, add --no-stdin.",
    );
    return "";
  }
  if (source === "open" && !(await startsSoon(stdin, stop))) {
    stop.throwIfAborted();
    notify("Standard input was ignored: nothing arrived within a second (--stdin: wait for it).");
    stdin.destroy();
    return "";
  }
  const quiet = setTimeout(
    () => notify("Reading standard input until it ends (--no-stdin: do not read it)."),
    QUIET_MS,
  );
  stdin.once("readable", () => clearTimeout(quiet));
  const destroy = () => stdin.destroy();
  stop.addEventListener("abort", destroy, { once: true });
  try {
    return await readText(stdin);
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw unreadable(errorCode(error));
  } finally {
    clearTimeout(quiet);
    stop.removeEventListener("abort", destroy);
  }
}

/** Whether something arrives on stdin, or it ends, within a second. */
function startsSoon(stdin: StandardInput, stop: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (started: boolean) => {
      clearTimeout(silent);
      for (const event of STARTS) stdin.off(event, onStart);
      stop.removeEventListener("abort", onStop);
      resolve(started);
    };
    const onStart = () => settle(true);
    const onStop = () => settle(false);
    const silent = setTimeout(onStop, SILENT_MS);
    for (const event of STARTS) stdin.on(event, onStart);
    stop.addEventListener("abort", onStop, { once: true });
  });
}

/** Events of a stream that has text, has ended or has failed. */
const STARTS = ["readable", "end", "error"] as const;

async function readText(stdin: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let length = 0;
  for await (const bytes of stdin) {
    length += bytes.length;
    if (length > MAX_STDIN_BYTES) throw tooLong();
    // NUL is valid UTF-8, but only appears in other encodings and binary formats.
    if (bytes.includes(0)) throw notText();
    text += decode(decoder, bytes);
  }
  return text + decode(decoder);
}

type Decoder = InstanceType<typeof TextDecoder>;

function decode(decoder: Decoder, bytes?: Uint8Array): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch {
    throw notText();
  }
}

function unreadable(code: string): CommandFailure {
  return usageFailure(`Standard input cannot be read (${code}).`, "Check what is piped or redirected to it.");
}

function tooLong(): CommandFailure {
  return usageFailure(
    `Standard input is longer than ${MAX_STDIN_BYTES / 1024 / 1024} MiB.`,
    "Pipe only a part of it, or a summary.",
  );
}

function notText(): CommandFailure {
  return usageFailure(
    "Standard input is not UTF-8 text.",
    "Pipe text; convert other encodings first, for example with iconv -f latin1 -t utf-8.",
  );
}

function errorCode(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "unknown";
}
