import { isRecord } from "../../wire/is-record.ts";
import { jsonTypeOf } from "../json-type.ts";
import type { Conversion } from "./conversion.ts";
import { distinct, keyOf } from "./json-key.ts";
import { ANNOTATIONS, CONVERTED, TYPES, type TypeName, UNSUPPORTED } from "./keywords.ts";
import type { SchemaNode } from "./schema-document.ts";

const SHAPES: Readonly<Record<string, readonly [expected: string, accepts: (value: unknown) => boolean]>> = {
  $ref: ["a string", isString],
  allOf: ["a list of schemas", isFilledList],
  anyOf: ["a list of schemas", isFilledList],
  oneOf: ["a list of schemas", isFilledList],
  prefixItems: ["a list of schemas", Array.isArray],
  properties: ["an object", isRecord],
  required: ["a list of names", (value) => Array.isArray(value) && value.every(isString)],
  enum: ["a list of values", Array.isArray],
  title: ["a string", isString],
  description: ["a string", isString],
  format: ["a string", isString],
  minimum: ["a number", isNumber],
  maximum: ["a number", isNumber],
  minItems: ["a whole number", isCount],
  maxItems: ["a whole number", isCount],
};

/** References that depend on how a schema was reached; nothing that is sent once can express them. */
const DYNAMIC = ["$dynamicRef", "$recursiveRef"];

/** Throws if a keyword does not have the kind of value that JSON Schema says. */
export function checkKeywords(conversion: Conversion, node: SchemaNode): void {
  for (const [keyword, value] of Object.entries(node)) {
    const shape = Object.hasOwn(SHAPES, keyword) ? SHAPES[keyword] : undefined;
    if (shape && !shape[1](value)) {
      throw conversion.fail(node, `has a \`${keyword}\` that is not ${shape[0]}`, "Pass valid JSON Schema.", keyword);
    }
    if (DYNAMIC.includes(keyword)) {
      throw conversion.fail(node, `uses \`${keyword}\``, "Use `$ref`, which Gemini accepts.", keyword);
    }
  }
}

/** The types that a node allows; undefined if it names none. `number` stands for `integer` too. */
export function typesOf(conversion: Conversion, node: SchemaNode): readonly TypeName[] | undefined {
  const { type } = node;
  if (type === undefined) return undefined;
  const names: readonly unknown[] = Array.isArray(type) ? type : [type];
  const unknown = names.find((name) => !(TYPES as readonly unknown[]).includes(name));
  if (unknown !== undefined || names.length === 0) {
    const hint =
      typeof unknown === "string" && (TYPES as readonly string[]).includes(unknown.toLowerCase())
        ? "JSON Schema writes types in lower case; `STRING` and the like belong to `parameters` and `responseSchema`."
        : `The types are ${TYPES.join(", ")}.`;
    throw conversion.fail(node, "has a `type` that JSON Schema does not know", hint, "type");
  }
  const types = [...new Set(names as readonly TypeName[])];
  return types.includes("number") ? types.filter((name) => name !== "integer") : types;
}

/** The only values that a node allows, by `enum` and `const`; undefined if it lists none. */
export function valuesOf(node: SchemaNode): readonly unknown[] | undefined {
  const listed = Array.isArray(node.enum) ? (node.enum as readonly unknown[]) : undefined;
  if (!Object.hasOwn(node, "const")) return listed && distinct(listed);
  const only = keyOf(node.const);
  if (listed === undefined) return [node.const];
  return listed.some((value) => keyOf(value) === only) ? [node.const] : [];
}

/** Whether a keyword restricts values; unknown keywords do not. */
export function isRestriction(keyword: string): boolean {
  return UNSUPPORTED.has(keyword) || (CONVERTED.has(keyword) && !SAYS_ONLY.includes(keyword));
}

const SAYS_ONLY = ["title", "description", "propertyOrdering"];

/** Whether a node restricts values at all, as far as the keywords are known. */
export function restricts(node: SchemaNode): boolean {
  return Object.keys(node).some((key) => key !== "title" && key !== "description" && !ANNOTATIONS.has(key));
}

/** The type of a JSON value. Whole numbers are `integer`. */
export function typeOfValue(value: unknown): TypeName {
  return Number.isInteger(value) ? "integer" : (jsonTypeOf(value) as TypeName);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

function isFilledList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
