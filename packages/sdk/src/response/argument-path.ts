import type { JsonPath } from "../wire/large-integers.ts";

/** One step of a path: `.name`, `[0]`, `["name"]` or `['name']`. */
const STEP = /\.([^.[\]*'"\s]+)|\[(0|[1-9]\d{0,9})\]|\[("(?:[^"\\]|\\.)*")\]|\[('(?:[^'\\]|\\.)*')\]/sy;

/**
 * Parses a JSON Path that names one argument, such as `$.stops[0]['x y']`; undefined if it is invalid or names several. The
 * first step is always a name.
 * @see https://www.rfc-editor.org/rfc/rfc9535#name-normalized-paths
 */
export function parseArgumentPath(path: string): JsonPath | undefined {
  if (!path.startsWith("$")) return undefined;
  const steps: (string | number)[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < path.length) {
    const match = STEP.exec(path);
    if (!match) return undefined;
    const [, name, index, quoted = singleToDoubleQuotes(match[4])] = match;
    const step = name ?? (index === undefined ? unquoted(quoted) : Number(index));
    if (step === undefined) return undefined;
    steps.push(step);
  }
  return typeof steps[0] === "string" ? steps : undefined;
}

function singleToDoubleQuotes(literal = ""): string {
  const inner = literal.slice(1, -1).replace(/\\.|"/gs, (one) => (one === "\\'" ? "'" : one === '"' ? '\\"' : one));
  return `"${inner}"`;
}

function unquoted(literal: string): string | undefined {
  try {
    return JSON.parse(literal);
  } catch {
    return undefined;
  }
}

/**
 * Sets an argument. A value that `appends` is added to the string that the path has already; any other can be set once, and
 * a list grows by one entry at a time. Returns false if the path does not fit the arguments so far.
 */
export function setArgument(args: object, path: JsonPath, value: unknown, appends: boolean): boolean {
  let holder: unknown = args;
  for (const [depth, step] of path.entries()) {
    if (!fits(holder, step)) return false;
    const known = Object.hasOwn(holder, step) ? (holder as Record<string | number, unknown>)[step] : undefined;
    const next = path[depth + 1];
    if (next === undefined) return setLast(holder, step, known, value, appends);
    const child = known ?? (typeof next === "number" ? [] : {});
    if (known === undefined) setOwn(holder, step, child);
    holder = child;
  }
  return false;
}

/** Whether there is a value at a path. */
export function hasArgument(args: object, path: JsonPath): boolean {
  let value: unknown = args;
  for (const step of path) {
    if (!fits(value, step) || !Object.hasOwn(value, step)) return false;
    value = (value as Record<string | number, unknown>)[step];
  }
  return true;
}

function fits(holder: unknown, step: string | number): holder is object {
  if (typeof step === "number") return Array.isArray(holder) && step <= holder.length;
  return typeof holder === "object" && holder !== null && !Array.isArray(holder);
}

function setLast(holder: object, step: string | number, known: unknown, value: unknown, appends: boolean): boolean {
  if (known === undefined) setOwn(holder, step, value);
  else if (appends && typeof known === "string") setOwn(holder, step, `${known}${value}`);
  else return false;
  return true;
}

/** Sets a member or an entry. Not an assignment: a member named `__proto__` stays a member. */
export function setOwn(holder: object, step: string | number, value: unknown): void {
  Object.defineProperty(holder, step, { value, writable: true, enumerable: true, configurable: true });
}
