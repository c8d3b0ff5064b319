import { isRecord } from "../../wire/is-record.ts";
import { DEFINITIONS } from "../convert/keywords.ts";
import { knownType, wrongValue } from "../convert/read-keywords.ts";
import { INNER_SCHEMAS } from "./vocabulary.ts";

type Schema = Readonly<Record<string, unknown>>;

/**
 * A copy of a schema without the values that JSON Schema does not allow, for schemas that nobody here can correct.
 *
 * | mistake | read as |
 * |---|---|
 * | a type in another case or of another language: `"String"`, `"int"` | the type that is meant |
 * | `required: true` in a property, as in draft 3 | the name in `required` of the object |
 * | another value of the wrong kind: `description: null`, `type: "any"` | no such keyword |
 * | something else in place of a schema: `items: "string"` | any value |
 *
 * @param schema JSON, which contains no cycle.
 */
export function withoutMistakes(schema: unknown): unknown {
  if (typeof schema === "boolean") return schema;
  if (!isRecord(schema)) return {};
  const required = requiredNames(schema);
  const members = Object.entries(schema).flatMap(([keyword, given]): readonly (readonly [string, unknown])[] => {
    const value = wrongValue(keyword, given) === undefined ? given : keyword === "type" ? knownTypes(given) : undefined;
    return value === undefined || (keyword === "required" && required !== undefined)
      ? []
      : [[keyword, withInner(keyword, value)]];
  });
  if (required !== undefined) members.push(["required", required]);
  return Object.fromEntries(members);
}

/** The known ones of a schema's types; undefined if one is not known, so that any value fits. */
function knownTypes(given: unknown): unknown {
  const names: readonly unknown[] = Array.isArray(given) ? given : [given];
  const types = names.map(knownType);
  if (types.length === 0 || types.includes(undefined)) return undefined;
  return Array.isArray(given) ? types : types[0];
}

/** The value of a keyword, with the schemas in it read. */
function withInner(keyword: string, value: unknown): unknown {
  const form = DEFINITIONS.includes(keyword) ? "map" : INNER_SCHEMAS.get(keyword);
  if (form === undefined) return value;
  if (form === "map") return mapSchemas(value);
  // Before draft 2020-12, `items` can be a list.
  if (Array.isArray(value)) return value.map(withoutMistakes);
  return form === "one" && value !== null ? withoutMistakes(value) : value;
}

function mapSchemas(value: unknown): unknown {
  if (!isRecord(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, withoutMistakes(schema)]));
}

/** The names in `required` and those of properties that say so themselves; undefined if none does. */
function requiredNames({ properties, required }: Schema): readonly string[] | undefined {
  if (!isRecord(properties)) return undefined;
  const own = Object.keys(properties).filter((name) => {
    const property = properties[name];
    return isRecord(property) && property.required === true;
  });
  if (own.length === 0) return undefined;
  const listed = wrongValue("required", required) === undefined ? ((required ?? []) as readonly string[]) : [];
  return [...new Set([...listed, ...own])];
}
