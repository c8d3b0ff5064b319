import type { Readable } from "node:stream";
import { CommandFailure, usageFailure } from "../failure/command-failure.ts";

/** Maximum size of stdin in bytes. The largest context window of a Gemini model holds about 4 MiB of plain text. */
export const MAX_STDIN_BYTES = 8 * 1024 * 1024;

/** How long stdin may be silent before the user is notified, in milliseconds. */
const QUIET_MS = 3_000;

/** The part of standard input that is used here. */
export type StandardInput = Readable & { readonly isTTY?: boolean };

/**
 * Reads the text piped to stdin; `""` for a terminal, which is not read. Throws a CommandFailure as soon as the input
 * is too long or not UTF-8 text. `onQuiet` is called once if nothing arrives for a while, because some programs start
 * others with a stdin that never ends.
 */
export async function readStdin(stdin: StandardInput, stop: AbortSignal, onQuiet: () => void): Promise<string> {
  if (stdin.isTTY) return "";
  const quiet = setTimeout(onQuiet, QUIET_MS);
  stdin.once("readable", () => clearTimeout(quiet));
  const destroy = () => stdin.destroy();
  stop.addEventListener("abort", destroy, { once: true });
  try {
    return await readText(stdin);
  } catch (error) {
    if (error instanceof CommandFailure) throw error;
    throw usageFailure(
      `Standard input cannot be read (${errorCode(error)}).`,
      "Check what is piped or redirected to it.",
    );
  } finally {
    clearTimeout(quiet);
    stop.removeEventListener("abort", destroy);
  }
}

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
