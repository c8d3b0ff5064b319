/**
 * Where a program called the library: the stack at that moment, formatted only when someone reads it. A failure usually
 * happens in an event of the network, whose own stack has none of the program's lines.
 */
export interface Caller {
  readonly stack?: unknown;
}

/** Captures the caller of a public method. Undefined if the runtime cannot. */
export function captureCaller(): Caller | undefined {
  if (typeof Error.captureStackTrace !== "function") return undefined;
  const caller = {};
  Error.captureStackTrace(caller, captureCaller);
  return caller;
}

/**
 * Gives `error` the stack of another error, followed by the lines of the caller. It is put together when it is first
 * read: formatting a stack takes longer than ending a call. The property stays writable.
 */
export function inheritStack(error: Error, from: Error, caller: Caller | undefined): void {
  const replace = (value: unknown) =>
    Object.defineProperty(error, "stack", { value, writable: true, enumerable: false, configurable: true });
  // Node 20 formats the stack that a property replaces, unless it is deleted first.
  Reflect.deleteProperty(error, "stack");
  Object.defineProperty(error, "stack", {
    get: () => {
      const stack = joinedStack(error, from, caller);
      replace(stack);
      return stack;
    },
    set: replace,
    enumerable: false,
    configurable: true,
  });
}

/** A program's own `Error.prepareStackTrace` may return anything, or throw: then the stack stays what it made, or is the message. */
function joinedStack(error: Error, from: Error, caller: Caller | undefined): unknown {
  const header = `${error.name}: ${error.message}`;
  const own = stackOf(from);
  if (own !== undefined && typeof own !== "string") return own;
  const frames = framesIn(own);
  if (own !== undefined && frames.length === 0) return own;
  const more = framesIn(stackOf(caller)).filter((frame) => !frames.includes(frame));
  return [header, ...frames, ...more].join("\n");
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
