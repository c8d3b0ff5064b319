import { editDistance } from "../../errors/edit-distance.ts";
import { jsonTypeOf } from "../json-type.ts";
import type { Conversion } from "./conversion.ts";
import { distinct, keyOf } from "./json-key.ts";
import { FORMS, type KeywordForm } from "./keyword-forms.ts";
import { ANNOTATIONS, CONVERTED, TYPES, type TypeName, UNSUPPORTED } from "./keywords.ts";
import type { SchemaNode } from "./schema-document.ts";

/** References that depend on how a schema was reached; nothing that is sent once can express them. */
const DYNAMIC = ["$dynamicRef", "$recursiveRef"];

/** Throws if a keyword does not have the kind of value that JSON Schema says. */
export function checkKeywords(conversion: Conversion, node: SchemaNode): void {
  for (const [keyword, value] of Object.entries(node)) {
    const form = FORMS.get(keyword);
    if (form && !form.accepts(value)) {
      throw conversion.fail(node, `has a \`${keyword}\` that is not ${form.expected}`, takes(keyword, form), keyword);
    }
    if (DYNAMIC.includes(keyword)) {
      throw conversion.fail(node, `uses \`${keyword}\``, "Use `$ref`, which Gemini accepts.", keyword);
    }
  }
}

/** The remedy for a keyword whose value is of the wrong kind. */
export function takes(keyword: string, { expected, example }: KeywordForm): string {
  return `\`${keyword}\` takes ${expected}, such as \`${example}\`.`;
}

/** Names of types in other languages. */
const FOREIGN_TYPES: ReadonlyMap<string, string> = new Map([
  ...(["str", "text", "char", "date", "datetime", "uuid", "url"] as const).map((name) => [name, "string"] as const),
  ...(["float", "double", "decimal"] as const).map((name) => [name, "number"] as const),
  ...(["int", "long", "int32", "int64"] as const).map((name) => [name, "integer"] as const),
  ...(["dict", "map", "record", "struct"] as const).map((name) => [name, "object"] as const),
  ...(["list", "tuple", "set"] as const).map((name) => [name, "array"] as const),
  ["bool", "boolean"],
  ["none", "null"],
  ["undefined", "null"],
]);

/** The remedy for a `type` that JSON Schema does not know. */
export function rightType(given: unknown): string {
  const all = `The types are ${TYPES.join(", ")}.`;
  if (typeof given !== "string") return all;
  const name = given.toLowerCase();
  const names: readonly string[] = TYPES;
  if (names.includes(name)) {
    return `JSON Schema writes types in lower case: \`"${name}"\`. Upper case belongs to the schemas of Google's own \`FunctionDeclaration\` and \`responseSchema\`.`;
  }
  const meant = FOREIGN_TYPES.get(name) ?? names.find((one) => editDistance(one, name) <= 1);
  return meant === undefined ? all : `Did you mean \`"${meant}"\`? ${all}`;
}

/** The types that a node allows; undefined if it names none. `number` stands for `integer` too. */
export function typesOf(conversion: Conversion, node: SchemaNode): readonly TypeName[] | undefined {
  const { type } = node;
  if (type === undefined) return undefined;
  const names: readonly unknown[] = Array.isArray(type) ? type : [type];
  const unknown = names.find((name) => !(TYPES as readonly unknown[]).includes(name));
  if (unknown !== undefined || names.length === 0) {
    throw conversion.fail(node, "has a `type` that JSON Schema does not know", rightType(unknown), "type");
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
