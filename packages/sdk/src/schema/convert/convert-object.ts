import { isRecord } from "../../wire/is-record.ts";
import type { Conversion } from "./conversion.ts";
import type { Converted } from "./convert-values.ts";
import { valuesOf } from "./read-keywords.ts";
import type { SchemaNode } from "./schema-document.ts";

/** Converts a schema below a node. False if no value fits it. */
export type ConvertChild = (schema: unknown, parent: SchemaNode, keyword: string) => Converted | false;

/**
 * The keywords of an object. `propertyOrdering` is added, because Gemini writes properties in the order that it says.
 * False if no object fits.
 *
 * @see https://ai.google.dev/gemini-api/docs/structured-output
 */
export function convertObject(conversion: Conversion, node: SchemaNode, convert: ConvertChild): Converted | false {
  const required: ReadonlySet<string> = new Set(Array.isArray(node.required) ? (node.required as string[]) : []);
  const properties = new Map<string, Converted>();
  for (const [name, schema] of givenProperties(conversion, node, required)) {
    const converted = convert(schema, node, "properties");
    if (converted !== false) properties.set(name, converted);
    else if (required.has(name)) return false;
    else conversion.report(node, "properties", "widened", "A property that nothing fits is left out.");
  }
  const names = [...properties.keys()];
  const order = orderOf(node, names);
  const needed = order.filter((name) => required.has(name));
  return {
    ...(names.length > 0 || node.properties !== undefined ? { properties: Object.fromEntries(properties) } : {}),
    ...(needed.length > 0 ? { required: needed } : {}),
    ...additionalProperties(conversion, node, convert),
    ...(names.length > 1 ? { propertyOrdering: order } : {}),
  };
}

/** The schemas of all properties that the node names, in `properties` or elsewhere. */
function givenProperties(
  conversion: Conversion,
  node: SchemaNode,
  required: ReadonlySet<string>,
): ReadonlyMap<string, unknown> {
  const names = onlyNames(node);
  const given = Object.entries(isRecord(node.properties) ? node.properties : {});
  const properties = new Map(given.map(([name, schema]) => [name, names?.includes(name) === false ? false : schema]));
  const hasPatterns = node.patternProperties !== undefined;
  const other = hasPatterns ? (patternOf(node)?.schema ?? {}) : (node.additionalProperties ?? {});
  for (const name of [...(names ?? []), ...required]) {
    if (properties.has(name)) continue;
    properties.set(name, names?.includes(name) === false ? false : other);
    if (names === undefined) {
      conversion.report(node, "required", "rewritten", "Gemini takes names of properties only: the property is added.");
    }
  }
  return properties;
}

/** The only names that an object may have, as Zod writes records whose keys are an enum. Undefined if any other may be there. */
export function onlyNames(node: SchemaNode): readonly string[] | undefined {
  const { propertyNames } = node;
  if (!isRecord(propertyNames) || node.patternProperties !== undefined) return undefined;
  const isListOnly = Object.keys(propertyNames).every((keyword) => ["type", "enum", "const"].includes(keyword));
  const names = isListOnly ? valuesOf(propertyNames) : undefined;
  return names?.filter((name) => typeof name === "string");
}

/** A pattern that each name matches. */
const ANY_NAME = /^\^?\(?(?:\.\*|\[\\s\\S\]\*)?\)?\$?$/;

/**
 * The only pattern of an object, if no member without a property has another schema than it says. TypeBox writes records so, with
 * a pattern for any name. Without a schema for their members, Gemini would write empty objects.
 */
export function patternOf(node: SchemaNode): { readonly schema: unknown; readonly isForAnyName: boolean } | undefined {
  const [only, ...others] = Object.entries(isRecord(node.patternProperties) ? node.patternProperties : {});
  if (only === undefined || others.length > 0) return undefined;
  const isForAnyName = ANY_NAME.test(only[0]);
  return isForAnyName || node.additionalProperties === false ? { schema: only[1], isForAnyName } : undefined;
}

function additionalProperties(conversion: Conversion, node: SchemaNode, convert: ConvertChild): Converted {
  const { additionalProperties: given } = node;
  if (onlyNames(node) !== undefined) return { additionalProperties: false };
  const pattern = patternOf(node);
  if (pattern) {
    if (isRecord(given)) conversion.report(node, "additionalProperties", "omitted", "The pattern is for any name.");
    return { additionalProperties: convert(pattern.schema, node, "patternProperties") };
  }
  if (given === undefined) return {};
  if (typeof given === "boolean" && (given || node.patternProperties === undefined)) {
    return { additionalProperties: given };
  }
  if (node.patternProperties !== undefined) {
    // The names that the patterns allow would be refused.
    conversion.report(node, "additionalProperties", "widened", "It cannot be sent beside `patternProperties`.");
    return {};
  }
  return { additionalProperties: convert(given, node, "additionalProperties") };
}

function orderOf(node: SchemaNode, names: readonly string[]): readonly string[] {
  const own = Array.isArray(node.propertyOrdering) ? (node.propertyOrdering as readonly unknown[]) : [];
  const first = own.filter((name): name is string => typeof name === "string" && names.includes(name));
  return [...new Set([...first, ...names])];
}

/** The keywords of an array. False if no array fits. */
export function convertArray(conversion: Conversion, node: SchemaNode, convert: ConvertChild): Converted | false {
  const given: readonly unknown[] = Array.isArray(node.prefixItems) ? node.prefixItems : [];
  const prefix: Converted[] = [];
  let most = typeof node.maxItems === "number" ? node.maxItems : Number.POSITIVE_INFINITY;
  const closeAt = (length: number) => {
    if (length < most) conversion.report(node, "items", "rewritten", "Items that nothing fits are sent as `maxItems`.");
    most = Math.min(most, length);
  };
  for (const [index, schema] of given.entries()) {
    const converted = convert(schema, node, "prefixItems");
    if (converted === false) {
      closeAt(index);
      break;
    }
    prefix.push(converted);
  }
  const isFull = most <= prefix.length;
  const items = node.items === undefined || isFull ? undefined : convert(node.items, node, "items");
  if (items === false) closeAt(prefix.length);
  const least = typeof node.minItems === "number" ? node.minItems : 0;
  if (least > most) return false;
  return {
    ...(prefix.length > 0 ? { prefixItems: prefix } : {}),
    ...(items === undefined || items === false ? {} : { items }),
    ...(least > 0 ? { minItems: least } : {}),
    ...(most === Number.POSITIVE_INFINITY ? {} : { maxItems: most }),
  };
}
