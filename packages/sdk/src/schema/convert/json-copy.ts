import { schemaNotConvertible } from "../../errors/schema-errors.ts";
import { readable } from "../../validation/readable.ts";
import { isRecord } from "../../wire/is-record.ts";
import { memberPath } from "./pointer.ts";

/** Deeper JSON than this is refused before it can exhaust the stack. */
const DEEPEST_JSON = 200;

/** More values than this in one schema are refused. */
const MOST_VALUES = 50_000;

/**
 * Copies a schema as JSON, so that later changes by the caller have no effect and every object has one place. Keys such as `__proto__` are copied as data.
 *
 * @throws GeminiError `invalid_options` with the path of a value that is not JSON, of a cycle, or of the limit.
 */
export function copyJson(place: string, schema: unknown): unknown {
  let values = 0;
  const open = new Set<object>();

  const copy = (value: unknown, path: string, depth: number): unknown => {
    const fail = (problem: string, remedy: string) => schemaNotConvertible(place, path, problem, remedy);
    if (++values > MOST_VALUES) throw fail(`has more than ${MOST_VALUES} values`, "Split the schema.");
    if (value === null || typeof value === "string" || typeof value === "boolean") return value;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    if (typeof value !== "object" || !(Array.isArray(value) || isRecord(value))) {
      throw fail(`has a ${typeof value} that JSON cannot hold`, "Pass JSON Schema as plain data.");
    }
    if (open.has(value)) throw fail("contains itself", "Use `$ref` for a recursive schema.");
    if (depth >= DEEPEST_JSON) throw fail(`is nested more than ${DEEPEST_JSON} levels deep`, "Flatten the schema.");
    open.add(value);
    const copied = Array.isArray(value)
      ? value.map((item, index) => copy(item, memberPath(path, index), depth + 1))
      : Object.fromEntries(
          Object.entries(value)
            .filter(([, member]) => member !== undefined)
            .map(([key, member]) => [key, copy(member, memberPath(path, key), depth + 1)]),
        );
    open.delete(value);
    return copied;
  };

  return readable(place, schema, () => copy(schema, "#", 0));
}
