import { keyOf } from "./convert/json-key.ts";
import { CONVERTED, REFERENCES, UNSUPPORTED } from "./convert/keywords.ts";

type Schema = Readonly<Record<string, unknown>>;

const NULL: Schema = { type: "null" };

/** Keywords that null would have to fit too, if it were only added to `type`. */
const ALSO_FOR_NULL = [...REFERENCES, "allOf", "anyOf", "oneOf", "not", "if", "const"];

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

/**
 * {@link withNull} for a schema that references lead to already: it and the schemas in it stay the same objects. Members that
 * are not enumerable are kept.
 */
export function addNull(schema: object): void {
  const members = Object.getOwnPropertyDescriptors(schema);
  const hidden = Object.fromEntries(Object.entries(members).filter(([, { enumerable }]) => enumerable !== true));
  const given = { ...schema };
  const made = withNull(given, (one) => Object.defineProperties(one, hidden));
  if (made === given) return;
  for (const keyword of Object.keys(given)) Reflect.deleteProperty(schema, keyword);
  Object.defineProperties(schema, Object.getOwnPropertyDescriptors(made));
}
