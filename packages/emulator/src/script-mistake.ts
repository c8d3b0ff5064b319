/**
 * A mistake in a function of the test: it threw, or returned what it must not return. The call gets a 400 with the message, and
 * `assertAllUsed()` reports it.
 */
export class ScriptMistake extends Error {
  override readonly name = "ScriptMistake";
}

/** A function of the test, and what it must return. */
export interface Expected {
  /** Which function it is, as the beginning of a sentence. */
  readonly what: string;
  /** What it must return. */
  readonly allowed: string;
  readonly isAllowed: (value: unknown) => boolean;
}

/**
 * Calls a function of the test and checks what it returns.
 *
 * @throws ScriptMistake that names the function, if it throws or returns something else.
 */
export function callScript<Value>(run: () => Value, expected: Expected): Value {
  let value: Value;
  try {
    value = run();
  } catch (error) {
    throw failed(expected.what, error);
  }
  checkReturned(value, expected);
  return value;
}

/** The mistake of a function that threw. */
export function failed(what: string, error: unknown): ScriptMistake {
  return new ScriptMistake(`${what} failed: ${error}`, { cause: error });
}

/** Checks what a function of the test returned. @throws ScriptMistake that names the function. */
export function checkReturned(value: unknown, { what, allowed, isAllowed }: Expected): void {
  if (isAllowed(value)) return;
  // The promise of a function that is async by mistake may reject, which would end the process.
  if (isPromise(value)) value.then(undefined, () => {});
  throw new ScriptMistake(`${what} returned ${describe(value)}; it must return ${allowed}.`);
}

/** Whether a value is a promise, also one of another library or realm. */
export function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof Object(value).then === "function";
}

// The kind of a value only: the value may be long, or a prompt.
function describe(value: unknown): string {
  if (value === undefined || value === null || Number.isNaN(value)) return String(value);
  if (isPromise(value)) return "a promise";
  if (Array.isArray(value)) return "an array";
  if (typeof value !== "object") return `a ${typeof value}`;
  const { name } = Object(value.constructor);
  return typeof name === "string" && name !== "" && name !== "Object" ? `an object (${name})` : "an object";
}
