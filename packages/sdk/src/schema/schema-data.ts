import { isRecord } from "../wire/is-record.ts";
import { DEFINITIONS } from "./convert/keywords.ts";
import { pointerKeys } from "./convert/pointer.ts";
import { INNER_SCHEMAS } from "./shape/vocabulary.ts";

type Schema = Readonly<Record<string, unknown>>;

/** Keywords whose values are data, which validators know. */
const KNOWN_DATA: ReadonlySet<string> = new Set(["default", "const", "enum", "examples"]);

/**
 * A copy of a schema without the data that validators take for schemas, as its `id` and `$ref` would mean something: OpenAPI's
 * `example`, and members of tools, such as `x-mask`. What a reference leads to is not data, whatever its name.
 *
 * @param schema JSON, which contains no cycle.
 */
export function withoutData(schema: unknown): unknown {
  const names = new Set<string>();
  collectNames(schema, names);
  const isData = (keyword: string) => /^(?:example$|x-)/i.test(keyword) && !names.has(keyword);
  const copy = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(copy);
    if (!isRecord(value)) return value;
    const members = Object.entries(value).filter(([keyword]) => !isData(keyword));
    return Object.fromEntries(members.map(([keyword, member]) => [keyword, copyMember(keyword, member)]));
  };
  const copyMember = (keyword: string, value: unknown) => {
    if (KNOWN_DATA.has(keyword)) return value;
    const isMap = DEFINITIONS.includes(keyword) || INNER_SCHEMAS.get(keyword)?.endsWith("map");
    return isMap && isRecord(value) ? mapMembers(value, copy) : copy(value);
  };
  return copy(schema);
}

/** The keys in all references. */
function collectNames(value: unknown, names: Set<string>): void {
  if (typeof value !== "object" || value === null) return;
  const { $ref: reference } = value as Schema;
  if (typeof reference === "string") for (const key of pointerKeys(reference)) names.add(key);
  for (const member of Object.values(value)) collectNames(member, names);
}

function mapMembers(object: Schema, map: (value: unknown) => unknown): Schema {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value)]));
}
