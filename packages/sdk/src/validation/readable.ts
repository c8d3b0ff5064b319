import { type GeminiError, isGeminiError } from "../errors/gemini-error.ts";
import { unreadableOption } from "../errors/option-errors.ts";

/**
 * Runs code that reads a value of the caller, which can have getters, or be a proxy, that throw. Throws `invalid_options` then,
 * with the path of the member that throws. The library's own errors pass.
 *
 * @param name The option or argument that has the value.
 */
export function readable<Result>(name: string, value: unknown, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (isGeminiError(error)) throw error;
    throw unreadableIn(name, value) ?? unreadableOption(name, error);
  }
}

/**
 * The members of an object of options, each read once, so that what is checked is what is used. `prefix` stands before the names
 * of members in errors.
 */
export function readMembers<Options extends object>(prefix: string, options: Options): Options {
  const names = readable(prefix.replace(/\.$/, "") || "options", undefined, () => Object.keys(options));
  const read = (name: string) => readable(`${prefix}${name}`, undefined, () => Reflect.get(options, name));
  return Object.fromEntries(names.map((name) => [name, read(name)])) as Options;
}

/** Deeper values are neither copied nor searched. */
const DEEPEST = 100;

/**
 * A copy of a plain object or array, in which each member was read once; anything else as it is. `levels`: how deep, by default
 * as deep as options go. `copies` ends cycles.
 */
export function readOnce(value: unknown, levels = DEEPEST, copies = new Map<object, object>()): unknown {
  if (typeof value !== "object" || value === null || levels === 0) return value;
  const known = copies.get(value);
  if (known) return known;
  if (Array.isArray(value)) {
    const elements: unknown[] = [];
    copies.set(value, elements);
    for (const element of value) elements.push(readOnce(element, levels - 1, copies));
    return elements;
  }
  // Iterable objects, such as a `Map`, keep their state elsewhere.
  if (!isPlain(value) || Symbol.iterator in value) return value;
  const members = {};
  copies.set(value, members);
  for (const name of Object.keys(value)) {
    const member = readOnce(Reflect.get(value, name), levels - 1, copies);
    // Assigning a member `__proto__` would not create it.
    Object.defineProperty(members, name, { value: member, enumerable: true, configurable: true, writable: true });
  }
  return members;
}

/** Whether an object has no class. Also a plain object of another realm. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** The error for the first member that throws when it is read; undefined if none does. `seen` ends cycles. */
export function unreadableIn(
  name: string,
  value: unknown,
  level = 0,
  seen: Set<object> = new Set(),
): GeminiError | undefined {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return undefined;
  if (level > DEEPEST || seen.has(value)) return undefined;
  seen.add(value);
  let path = name;
  try {
    const isList = Array.isArray(value);
    for (const key of Object.keys(value)) {
      path = isList ? `${name}[${key}]` : `${name}.${key}`;
      const found = unreadableIn(path, Reflect.get(value, key), level + 1, seen);
      if (found) return found;
    }
    return undefined;
  } catch (thrown) {
    return unreadableOption(path, thrown);
  }
}
