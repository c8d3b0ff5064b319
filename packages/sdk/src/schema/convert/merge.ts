import { referenceLeadsNowhere } from "../../errors/schema-errors.ts";
import { isRecord } from "../../wire/is-record.ts";
import type { Conversion } from "./conversion.ts";
import { describeInstead, hintsInto } from "./convert-values.ts";
import { distinct, keyOf } from "./json-key.ts";
import { type TypeName, UNSUPPORTED } from "./keywords.ts";
import { inNewestDraft } from "./newest-draft.ts";
import { checkKeywords, isRestriction, typesOf, valuesOf } from "./read-keywords.ts";
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
  const newest = inNewestDraft(conversion, conversion.withNull(node));
  const { $ref: reference, allOf, ...beside } = newest;
  if (reference === undefined && allOf === undefined) return newest;
  const isAlone = reference !== undefined && conversion.document.ignoresBesideRef;
  const members: unknown[] = Array.isArray(allOf) && !isAlone ? [...allOf] : [];
  if (members.length > 0 && !conversion.conjunctions.has(node)) {
    conversion.report(node, "allOf", "rewritten", "Merged into one schema.");
  }
  if (typeof reference === "string") members.unshift(resolve(conversion, node, reference));
  let merged: SchemaNode = conversion.document.placeAt(isAlone ? {} : beside, conversion.document.pathOf(node));
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
  throw referenceLeadsNowhere(conversion.place, conversion.document.pathOf(node));
}

const LARGER_DECIDES = ["minimum", "exclusiveMinimum", "minItems", "minLength", "minProperties"];
const SMALLER_DECIDES = ["maximum", "exclusiveMaximum", "maxItems", "maxLength", "maxProperties"];

/** Keywords that mean nothing without each other, so those of one node must not be mixed with those of another. */
const GROUPS = [
  ["if", "then", "else"],
  ["contains", "minContains", "maxContains"],
];

/** Keywords that are merged in ways of their own. */
const MERGED = ["type", "enum", "const", "properties", "required", "additionalProperties", "items", "prefixItems"];

/** A node that allows what both allow, or false if that is nothing. It stands where `left` stands. */
function merge(conversion: Conversion, left: SchemaNode, right: SchemaNode): SchemaNode | false {
  const { document } = conversion;
  const merged: Record<string, unknown> = { ...left };
  const hints: string[] = [];
  const both: Both = (first, second) => conversion.conjunctions.of(first, second);
  const has = (node: SchemaNode) => (keyword: string) => node[keyword] !== undefined;
  const kept = GROUPS.filter((group) => group.some(has(left)) && group.some(has(right))).flat();
  for (const [keyword, value] of Object.entries(right)) {
    const own = left[keyword];
    const areNumbers = typeof own === "number" && typeof value === "number";
    if (own === undefined && !kept.includes(keyword)) merged[keyword] = value;
    else if (areNumbers && LARGER_DECIDES.includes(keyword)) merged[keyword] = Math.max(own, value);
    else if (areNumbers && SMALLER_DECIDES.includes(keyword)) merged[keyword] = Math.min(own, value);
    else if (keyword === "propertyNames") merged[keyword] = both(own, value);
    else if (!isSettled(keyword, own, value)) {
      const why = UNSUPPORTED.has(keyword) ? undefined : "Gemini takes only one of them";
      describeInstead(conversion, right, keyword, hintsInto(hints), why);
    }
  }
  if (hints.length > 0) merged.description = [merged.description ?? [], hints].flat().join("\n");
  if (!mergeValues(left, right, merged)) return false;
  Object.assign(merged, mergedObject(left, right, both), mergedArray(left, right, both));
  return document.placeAt(merged, document.pathOf(left));
}

/** Whether merging a keyword of both nodes loses nothing. Annotations may differ: the first is kept. */
function isSettled(keyword: string, own: unknown, value: unknown): boolean {
  if (MERGED.includes(keyword) || !isRestriction(keyword)) return true;
  return own !== undefined && keyOf(own) === keyOf(value);
}

/** The types and listed values that both nodes allow. False if there are none. */
function mergeValues(left: SchemaNode, right: SchemaNode, merged: Record<string, unknown>): boolean {
  const [types, moreTypes] = [typesOf(left), typesOf(right)];
  if (types && moreTypes) {
    const shared = [...types.flatMap((type) => narrower(type, moreTypes))];
    if (shared.length === 0) return false;
    merged.type = shared.length === 1 ? shared[0] : shared;
  }
  const [values, moreValues] = [valuesOf(left), valuesOf(right)];
  if (values && moreValues) {
    const known = new Set(moreValues.map(keyOf));
    const shared = distinct(values).filter((value) => known.has(keyOf(value)));
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

/** Gives a schema that allows what both allow, see {@link Conjunctions.of}. */
type Both = (first: unknown, second: unknown) => unknown;

/** A property has to fit what each node says of it: in `properties`, or else in `additionalProperties`. */
function mergedObject(left: SchemaNode, right: SchemaNode, both: Both): SchemaNode {
  const merged: Record<string, unknown> = {};
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
  return merged;
}

function propertiesOf(node: SchemaNode): Readonly<Record<string, unknown>> {
  return isRecord(node.properties) ? node.properties : {};
}

function ruleFor(node: SchemaNode, name: string): unknown {
  const properties = propertiesOf(node);
  if (Object.hasOwn(properties, name)) return properties[name];
  return node.patternProperties === undefined ? node.additionalProperties : undefined;
}

/** An item has to fit what each node says of its position: in `prefixItems`, or else in `items`. */
function mergedArray(left: SchemaNode, right: SchemaNode, both: Both): SchemaNode {
  const merged: Record<string, unknown> = {};
  const lengths = [left, right].map(({ prefixItems }) => (Array.isArray(prefixItems) ? prefixItems.length : 0));
  const length = Math.max(...lengths);
  if (length > 0) {
    merged.prefixItems = Array.from({ length }, (_, index) => both(ruleAt(left, index), ruleAt(right, index)));
  }
  if (left.items !== undefined && right.items !== undefined) merged.items = both(left.items, right.items);
  return merged;
}

function ruleAt({ prefixItems, items }: SchemaNode, index: number): unknown {
  const first: readonly unknown[] = Array.isArray(prefixItems) ? prefixItems : [];
  return index < first.length ? first[index] : (items ?? true);
}
