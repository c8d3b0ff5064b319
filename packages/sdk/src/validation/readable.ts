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

/** Deeper values are not searched. */
const DEEPEST = 100;

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
