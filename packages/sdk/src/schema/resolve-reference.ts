import { isRecord } from "../wire/is-record.ts";
import { pointerKeys } from "./convert/pointer.ts";

/** References that lead to references; a cycle ends here too. */
const MOST_REFERENCES = 10;

/**
 * The schema that a schema stands for, with `$ref` followed within `root`. Undefined if that is not an object, or the
 * reference leads out of the schema.
 */
export function resolveReference(root: unknown, schema: unknown): Readonly<Record<string, unknown>> | undefined {
  let found = schema;
  for (let count = 0; count < MOST_REFERENCES; count += 1) {
    if (!isRecord(found)) return undefined;
    const { $ref: reference } = found;
    if (typeof reference !== "string") return found;
    if (!reference.startsWith("#")) return undefined;
    found = valueAt(root, pointerKeys(reference.slice(1)));
  }
  return undefined;
}

/** The value at these keys; undefined if there is none. */
export function valueAt(value: unknown, keys: readonly string[]): unknown {
  let found = value;
  for (const key of keys) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[key];
  }
  return found;
}
