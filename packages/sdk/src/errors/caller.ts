/**
 * Where a program called the library: the stack at that moment, formatted only when someone reads it. A failure usually
 * happens in an event of the network, whose own stack has none of the program's lines.
 */
export interface Caller {
  readonly stack?: unknown;
}

class CapturedCaller implements Caller {
  declare readonly stack?: unknown;
}

/** Captures the caller of a public method. Undefined if the runtime cannot. */
export function captureCaller(): Caller | undefined {
  if (typeof Error.captureStackTrace !== "function") return undefined;
  const caller = new CapturedCaller();
  Error.captureStackTrace(caller, captureCaller);
  return caller;
}

/**
 * The stack of `error`: that of the error it is a copy of, followed by the lines of the caller. A program's own
 * `Error.prepareStackTrace` may return anything, or throw: then the stack stays what it made, or is the message.
 */
export function joinedStack(error: Error, from: Error | undefined, caller: Caller | undefined): unknown {
  const header = `${error.name}: ${error.message}`;
  const own = stackOf(from);
  if (own !== undefined && typeof own !== "string") return own;
  const frames = framesIn(own);
  if (own !== undefined && frames.length === 0) return own;
  const callers = framesIn(stackOf(caller));
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
  return frame.replace(/\b(GeminiClient|Chat|GenerateContentStream)Class\./, "$1.");
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
