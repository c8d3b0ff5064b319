import { isRecord } from "../wire/is-record.ts";
import { describeKeyword } from "./broken-keyword.ts";
import { memberPath } from "./convert/pointer.ts";
import { isOfType, jsonTypeOf } from "./json-type.ts";
import { resolveReference, valueAt } from "./resolve-reference.ts";
import type { ValueIssue } from "./value-issue.ts";

type Schema = Readonly<Record<string, unknown>>;

/** Where a value does not fit, and why, without quoting the value. */
export interface DescribedIssue {
  readonly path: string;
  readonly message: string;
}

const MOST_LISTED = 5;
const NUMBERS: readonly string[] = ["number", "integer"];

/**
 * Describes issues for an error, which must not quote the value. A validator's own messages may, so they are replaced by what
 * the JSON Schema and the kinds of values say. In paths, names that only the value has are `*`.
 *
 * @param json The JSON Schema.
 * @param value The value that does not fit it.
 */
export function issueDescriber(json: unknown, value: unknown): (issue: ValueIssue) => DescribedIssue {
  const known = new Set(namesIn(json, new Set()));
  return ({ keys, keyword }) => {
    const shown = keys.map((key) => (known.has(key) || /^\d+$/.test(key) ? key : "*"));
    return {
      path: shown.reduce(memberPath, "#"),
      message: describe(schemaAt(json, keys), valueAt(value, keys), keyword),
    };
  };
}

function describe(schema: Schema | undefined, value: unknown, keyword: string | undefined): string {
  if (value === undefined) return "is missing";
  const types = typesOf(schema);
  if (isLargeInteger(value) && types.some((type) => NUMBERS.includes(type)))
    return "is an integer that a number would round";
  if (types.length > 0 && !types.some((type) => isOfType(value, type))) {
    return `is ${withArticle(jsonTypeOf(value))} instead of ${types.map(withArticle).join(" or ")}`;
  }
  if (Array.isArray(schema?.enum) || schema?.const !== undefined) return "is none of the values that the schema lists";
  return (isRecord(value) && describeMembers(schema, value)) || describeRest(schema, value, keyword);
}

function describeMembers(schema: Schema | undefined, value: Schema): string | undefined {
  const required: readonly unknown[] = Array.isArray(schema?.required) ? schema.required : [];
  const missing = required.filter((name): name is string => typeof name === "string" && !Object.hasOwn(value, name));
  if (missing.length > 0) return `lacks ${missing.slice(0, MOST_LISTED).join(", ")}`;
  const { properties } = schema ?? {};
  const isClosed = schema?.additionalProperties === false && isRecord(properties);
  if (isClosed && Object.keys(value).some((name) => !Object.hasOwn(properties, name))) {
    return "has members that the schema does not have";
  }
  return undefined;
}

/** The keyword with which `@cfworker/json-schema` says that the schema of a value is `false`. */
const FALSE = "false";

function describeRest(schema: Schema | undefined, value: unknown, keyword: string | undefined): string {
  if (keyword === FALSE) return "is not allowed by the schema";
  return schema || keyword ? describeKeyword(schema ?? {}, value, keyword) : "does not fit the schema";
}

/** Whether it is the string of digits that such an integer is read as. */
function isLargeInteger(value: unknown): boolean {
  return typeof value === "string" && /^-?\d{16,}$/.test(value);
}

function typesOf(schema: Schema | undefined): readonly string[] {
  return [schema?.type ?? []].flat().filter((type) => typeof type === "string");
}

function withArticle(type: string): string {
  if (type === "null") return type;
  return `${/^[aeio]/.test(type) ? "an" : "a"} ${type}`;
}

/** The part of the schema for a value within; undefined if that depends on more than the path, such as a union. */
function schemaAt(json: unknown, keys: readonly string[]): Schema | undefined {
  let schema = resolveReference(json, json);
  for (const key of keys) {
    const { properties, items, prefixItems, additionalProperties } = schema ?? {};
    const own = isRecord(properties) && Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    const element = Array.isArray(prefixItems) && Number(key) < prefixItems.length ? prefixItems[Number(key)] : items;
    schema = resolveReference(json, /^\d+$/.test(key) && element !== undefined ? element : own);
  }
  return schema;
}

/** The names of all properties anywhere in a schema. `seen` ends cycles. */
function namesIn(schema: unknown, seen: Set<unknown>): readonly string[] {
  if (typeof schema !== "object" || schema === null || seen.has(schema)) return [];
  seen.add(schema);
  if (Array.isArray(schema)) return schema.flatMap((one) => namesIn(one, seen));
  const own = isRecord(schema) && isRecord(schema.properties) ? Object.keys(schema.properties) : [];
  return [...own, ...Object.values(schema).flatMap((one) => namesIn(one, seen))];
}
