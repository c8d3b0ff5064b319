import { GeminiError } from "./gemini-error.ts";
import type { Caller } from "./joined-stack.ts";

export type { Caller };

/** A function or class of the public API. */
// biome-ignore lint/complexity/noBannedTypes: it is never called, only found on the stack
export type PublicFunction = Function;

class CapturedCaller implements Caller {
  declare readonly stack?: unknown;
}

/**
 * Captures the caller of a public function: what is below it on the stack, so that the first frame is the program's, however
 * few frames the program keeps. Undefined if the runtime cannot.
 */
export function captureCaller(entry: PublicFunction): Caller | undefined {
  if (typeof Error.captureStackTrace !== "function") return undefined;
  const caller = new CapturedCaller();
  Error.captureStackTrace(caller, entry);
  return caller;
}

/** The error with the lines of the caller in its stack. */
export function calledBy(error: unknown, caller: Caller | undefined): unknown {
  return error instanceof GeminiError ? error.with({}, caller) : error;
}

/**
 * Runs the body of a public function that is not asynchronous. What it throws shows the lines of the program that called
 * `entry`, which is the function itself. The stack is captured only then: a call that succeeds costs nothing.
 */
export function atEntry<Value>(entry: PublicFunction, body: () => Value): Value {
  try {
    return body();
  } catch (error) {
    throw calledBy(error, captureCaller(entry));
  }
}
