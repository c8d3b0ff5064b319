import type { GeminiErrorPhase } from "./codes.ts";

/**
 * Where a program called the library: the stack at that moment, formatted only when someone reads it. A failure usually
 * happens in an event of the network, whose own stack has none of the program's lines.
 */
export interface Caller {
  readonly stack?: unknown;
}

/**
 * The stack of `error`: that of the error it is a copy of, followed by the lines of the caller. Of an error in the caller's
 * arguments, only the caller's lines: where the library found it is of no use. A program's own `Error.prepareStackTrace`
 * may return anything, or throw: then the stack stays what it made, or is the message.
 */
export function joinedStack(
  error: Error & { readonly phase: GeminiErrorPhase },
  from: Error | undefined,
  caller: Caller | undefined,
): unknown {
  const header = `${error.name}: ${error.message}`;
  const callers = framesIn(stackOf(caller));
  if (error.phase === "options" && callers.length > 0) return [header, ...callers.map(withPublicName)].join("\n");
  const own = stackOf(from);
  if (own !== undefined && typeof own !== "string") return own;
  const frames = framesIn(own);
  if (own !== undefined && frames.length === 0) return own;
  const calling = new Set(callers.map(placeOf));
  // The runtime shows some callers too, as `async` and at another column of the same line.
  const inner = frames.filter((frame) => !calling.has(placeOf(frame)));
  return [header, ...[...inner, ...callers].map(withPublicName)].join("\n");
}

/** The function, file and line of a frame. */
function placeOf(frame: string): string {
  return frame.replace(/^\s+at (?:async )?/, "").replace(/:\d+\)?$/, "");
}

/** The public types are interfaces, whose classes have the suffix `Class` (decision 22). */
function withPublicName(frame: string): string {
  return frame.replace(/\b(Chat|GenerateContentStream)Class\./, "$1.");
}

function stackOf(source: Caller | undefined): unknown {
  try {
    return source?.stack;
  } catch {
    return undefined;
  }
}

function framesIn(stack: unknown): readonly string[] {
  return typeof stack === "string" ? stack.split("\n").filter((line) => /^\s+at /.test(line)) : [];
}
