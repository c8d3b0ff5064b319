import { isRecord } from "../../wire/is-record.ts";
import type { Conversion } from "./conversion.ts";
import type { TypeName } from "./keywords.ts";
import { checkKeywords, distinct, typesOf, valuesOf } from "./read-keywords.ts";
import type { SchemaNode } from "./schema-document.ts";

/**
 * Merges `$ref` and `allOf` of a node into the node, one level deep. Returns the node itself if it has neither, and false
 * if no value can fit.
 *
 * @param open The nodes that are being flattened, to find references that lead back to where they started.
 */
export function flatten(
  conversion: Conversion,
  node: SchemaNode,
  open: readonly SchemaNode[] = [],
): SchemaNode | false {
  conversion.count(node);
  checkKeywords(conversion, node);
  if (open.includes(node)) {
    throw conversion.fail(node, "refers to itself without end", "Put the reference into a property or an array.");
  }
  const { $ref: reference, allOf, ...beside } = node;
  if (reference === undefined && allOf === undefined) return node;
  const ignoresBeside = reference !== undefined && conversion.document.ignoresBesideRef;
  const own = ignoresBeside ? {} : beside;
  const members: unknown[] = Array.isArray(allOf) ? [...allOf] : [];
  if (typeof reference === "string") members.unshift(resolve(conversion, node, reference));
  if (allOf !== undefined) conversion.report(node, "allOf", "rewritten", "Merged into one schema.");
  let merged: SchemaNode = conversion.document.placeAt(own, conversion.document.pathOf(node));
  for (const member of members) {
    if (member === false) return false;
    if (!isRecord(member)) continue;
    const flat = flatten(conversion, member, [...open, node]);
    const both = flat === false ? false : merge(conversion, merged, flat);
    if (both === false) return false;
    merged = both;
  }
  return merged;
}

/** What a `$ref` leads to: a schema or a boolean. */
export function resolve(conversion: Conversion, node: SchemaNode, reference: string): SchemaNode | boolean {
  const target = conversion.document.resolve(reference);
  if (typeof target === "boolean" || isRecord(target)) return target;
  const remedy = "Only references within the schema can be sent, such as `#/$defs/name`: include what it refers to.";
  throw conversion.fail(node, "has a `$ref` to something that is not in it", remedy, "$ref");
}

const LARGER_DECIDES = ["minimum", "exclusiveMinimum", "minItems", "minLength", "minProperties", "minContains"];
const SMALLER_DECIDES = ["maximum", "exclusiveMaximum", "maxItems", "maxLength", "maxProperties", "maxContains"];
const BOTH_APPLY = ["items", "additionalItems", "propertyNames"];
const FIRST_DECIDES = ["title", "description", "$defs", "definitions", "$schema", "$id", "default", "examples"];
const OBJECT_KEYWORDS = ["properties", "required", "additionalProperties"];

/** A node that allows what both allow, or false if that is nothing. It stands where `left` stands. */
function merge(conversion: Conversion, left: SchemaNode, right: SchemaNode): SchemaNode | false {
  const { document } = conversion;
  const path = document.pathOf(left);
  const merged: Record<string, unknown> = { ...left };
  const both = (first: unknown, second: unknown) => document.placeAt({ allOf: [first, second] }, path);
  for (const [keyword, value] of Object.entries(right)) {
    const own = left[keyword];
    if (own === undefined) merged[keyword] = value;
    else if (LARGER_DECIDES.includes(keyword)) merged[keyword] = Math.max(Number(own), Number(value));
    else if (SMALLER_DECIDES.includes(keyword)) merged[keyword] = Math.min(Number(own), Number(value));
    else if (BOTH_APPLY.includes(keyword) && !Array.isArray(own) && !Array.isArray(value)) {
      merged[keyword] = both(own, value);
    } else if (keyword === "prefixItems") merged[keyword] = mergeItems(left, right, both);
    else if (!isSettled(keyword, own, value)) {
      conversion.report(right, keyword, "widened", "Only one of two such keywords in `allOf` can be sent.");
    }
  }
  if (!mergeValues(conversion, left, right, merged)) return false;
  mergeObject(left, right, merged, both);
  return document.placeAt(merged, path);
}

function isSettled(keyword: string, own: unknown, value: unknown): boolean {
  if (["type", "enum", "const", ...OBJECT_KEYWORDS, ...FIRST_DECIDES].includes(keyword)) return true;
  return JSON.stringify(own) === JSON.stringify(value);
}

/** The types and listed values that both nodes allow. False if there are none. */
function mergeValues(
  conversion: Conversion,
  left: SchemaNode,
  right: SchemaNode,
  merged: Record<string, unknown>,
): boolean {
  const [types, moreTypes] = [typesOf(conversion, left), typesOf(conversion, right)];
  if (types && moreTypes) {
    const shared = [...types.flatMap((type) => narrower(type, moreTypes))];
    if (shared.length === 0) return false;
    merged.type = shared.length === 1 ? shared[0] : shared;
  }
  const [values, moreValues] = [valuesOf(left), valuesOf(right)];
  if (values && moreValues) {
    const known = new Set(moreValues.map((value) => JSON.stringify(value)));
    const shared = distinct(values).filter((value) => known.has(JSON.stringify(value)));
    if (shared.length === 0) return false;
    delete merged.const;
    merged.enum = shared;
  }
  return true;
}

function narrower(type: TypeName, others: readonly TypeName[]): readonly TypeName[] {
  if (others.includes(type)) return [type];
  if (type === "integer" && others.includes("number")) return ["integer"];
  return type === "number" && others.includes("integer") ? ["integer"] : [];
}

/** A property has to fit what each node says of it: in `properties`, or else in `additionalProperties`. */
function mergeObject(
  left: SchemaNode,
  right: SchemaNode,
  merged: Record<string, unknown>,
  both: (first: unknown, second: unknown) => unknown,
): void {
  if (Array.isArray(left.required) && Array.isArray(right.required)) {
    merged.required = [...new Set([...left.required, ...right.required])];
  }
  const names = new Set([left, right].flatMap((node) => Object.keys(propertiesOf(node))));
  if (names.size > 0) {
    merged.properties = Object.fromEntries(
      [...names].map((name) => {
        const said = [ruleFor(left, name), ruleFor(right, name)].filter((rule) => rule !== undefined);
        return [name, said.length === 2 ? both(said[0], said[1]) : (said[0] ?? true)];
      }),
    );
  }
  const [own, other] = [left.additionalProperties, right.additionalProperties];
  if (own !== undefined && other !== undefined) {
    merged.additionalProperties = own === false || other === false ? false : both(own, other);
  }
}

function propertiesOf(node: SchemaNode): Readonly<Record<string, unknown>> {
  return isRecord(node.properties) ? node.properties : {};
}

function ruleFor(node: SchemaNode, name: string): unknown {
  const properties = propertiesOf(node);
  if (Object.hasOwn(properties, name)) return properties[name];
  return node.patternProperties === undefined ? node.additionalProperties : undefined;
}

function mergeItems(left: SchemaNode, right: SchemaNode, both: (first: unknown, second: unknown) => unknown) {
  const [own, other] = [left.prefixItems, right.prefixItems] as readonly (readonly unknown[])[];
  const length = Math.max(own?.length ?? 0, other?.length ?? 0);
  return Array.from({ length }, (_, index) =>
    both(own?.[index] ?? left.items ?? true, other?.[index] ?? right.items ?? true),
  );
}
