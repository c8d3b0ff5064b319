import { isRecord } from "../wire/is-record.ts";
import { memberPath } from "./convert/pointer.ts";

/** One problem of a value that does not fit its schema. */
export interface ValueIssue {
  /** The validator's description, for the model and for the program. It may quote the value, so no error message has it. */
  readonly message: string;
  /** Where the problem is, as a JSON Pointer from `#`. */
  readonly path: string;
  /** The keys of the path, from the outside in. */
  readonly keys: readonly string[];
}

/** What validation makes of a value. */
export type Validated =
  | { readonly value: unknown; readonly issues?: undefined }
  | { readonly issues: readonly ValueIssue[] };

const MOST_PATHS = 5;

/**
 * Where a value does not fit, for an error message: paths with the names that the schema has, and `*` for names that only
 * the value has, since those are content.
 */
export function describeIssues(json: unknown, issues: readonly ValueIssue[]): string {
  const known = new Set(namesIn(json));
  const shown = ({ keys }: ValueIssue) =>
    keys.map((key) => (known.has(key) || /^\d+$/.test(key) ? key : "*")).reduce(memberPath, "#");
  const paths = [...new Set(issues.map(shown))];
  const more = paths.length > MOST_PATHS ? ` and ${paths.length - MOST_PATHS} more` : "";
  return `${paths.slice(0, MOST_PATHS).join(", ")}${more}`;
}

/** The names of all properties anywhere in a schema. */
function namesIn(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(namesIn);
  if (!isRecord(schema)) return [];
  const own = isRecord(schema.properties) ? Object.keys(schema.properties) : [];
  return [...own, ...Object.values(schema).flatMap(namesIn)];
}
