import { isRecord } from "../wire/is-record.ts";
import { keyOf } from "./convert/json-key.ts";
import { CONVERTED, UNSUPPORTED } from "./convert/keywords.ts";

type Schema = Readonly<Record<string, unknown>>;

const NULL: Schema = { type: "null" };

/** Keywords that null would have to fit too, if it were only added to `type`. */
const ALSO_FOR_NULL = ["$ref", "$dynamicRef", "$recursiveRef", "allOf", "anyOf", "oneOf", "not", "if", "const"];

/**
 * Says in the words of JSON Schema what OpenAPI's `nullable: true` says, one level deep. Returns the schema itself if it has none.
 *
 * | the schema has | it becomes |
 * |---|---|
 * | `type`, `enum`, or both, and nothing else that null would have to fit | null is added to them |
 * | `anyOf` alone | null is added to it |
 * | other keywords, such as `$ref` or `allOf` | `anyOf` of them and null |
 *
 * OpenAPI lets null extend only a `type`, but generators write it beside all of these, and mean the same.
 *
 * @param place Gives a schema that is made here the place of the one that it stands for.
 * @see https://github.com/OAI/OpenAPI-Specification/blob/main/proposals/2019-10-31-Clarify-Nullable.md
 */
export function withNull(schema: Schema, place: <Made extends Schema>(made: Made) => Made = (made) => made): Schema {
  if (schema.nullable !== true) return schema;
  const { nullable: _, ...node } = schema;
  const restricting = Object.keys(node).filter((keyword) => !saysOnly(keyword));
  if (restricting.length === 0) return place(node);
  const { type, enum: values, anyOf } = node;
  if (restricting.join() === "anyOf" && Array.isArray(anyOf))
    return place({ ...node, anyOf: [...anyOf, place({ ...NULL })] });
  const isListed = type !== undefined || Array.isArray(values);
  if (isListed && !ALSO_FOR_NULL.some((keyword) => node[keyword] !== undefined)) {
    return place({
      ...node,
      ...(type !== undefined && { type: withMember(Array.isArray(type) ? type : [type], "null") }),
      ...(Array.isArray(values) && { enum: withMember(values, null) }),
    });
  }
  const entries = Object.entries(node);
  const value = place(Object.fromEntries(entries.filter(([keyword]) => !saysOnly(keyword))));
  const beside = Object.fromEntries(entries.filter(([keyword]) => saysOnly(keyword)));
  return place({ ...beside, anyOf: [value, place({ ...NULL })] });
}

/** Whether a keyword neither restricts values nor says how to write them. */
function saysOnly(keyword: string): boolean {
  const isConverted = CONVERTED.has(keyword) && keyword !== "title" && keyword !== "description";
  return !isConverted && !UNSUPPORTED.has(keyword) && !ALSO_FOR_NULL.includes(keyword);
}

function withMember(list: readonly unknown[], member: unknown): readonly unknown[] {
  return list.some((one) => keyOf(one) === keyOf(member)) ? list : [...list, member];
}

/** Keywords whose values are data. */
const DATA: ReadonlySet<string> = new Set(["default", "const", "enum", "example", "examples"]);

/** Keywords whose members have names of the author, which may be `nullable`. */
const MAPS: ReadonlySet<string> = new Set([
  "properties",
  "patternProperties",
  "dependentSchemas",
  "$defs",
  "definitions",
]);

/** {@link withNull} for a schema and all schemas in it. */
export function withNullEverywhere(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNullEverywhere);
  if (!isRecord(schema)) return schema;
  const inner = mapMembers(schema, (value, keyword) => {
    if (DATA.has(keyword)) return value;
    return MAPS.has(keyword) && isRecord(value) ? mapMembers(value, withNullEverywhere) : withNullEverywhere(value);
  });
  return withNull(inner);
}

function mapMembers(object: Schema, map: (value: unknown, name: string) => unknown): Schema {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, map(value, name)]));
}
