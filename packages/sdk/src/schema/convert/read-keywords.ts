import { editDistance } from "../../errors/edit-distance.ts";
import { jsonTypeOf } from "../json-type.ts";
import type { Conversion } from "./conversion.ts";
import { distinct, keyOf } from "./json-key.ts";
import { FORMS, QUOTED_FORMS } from "./keyword-forms.ts";
import { ANNOTATIONS, CONVERTED, REFERENCES, TYPES, type TypeName, UNSUPPORTED } from "./keywords.ts";
import type { SchemaNode } from "./schema-document.ts";

/** Throws if a keyword does not have the kind of value that JSON Schema says. */
export function checkKeywords(conversion: Conversion, node: SchemaNode): void {
  for (const [keyword, value] of Object.entries(node)) {
    const wrong = QUOTED_FORMS.has(keyword) ? undefined : wrongValue(keyword, value);
    if (wrong !== undefined) throw conversion.fail(node, wrong.problem, wrong.remedy, keyword);
    // The others depend on how a schema was reached; nothing that is sent once can express them.
    if (keyword !== "$ref" && REFERENCES.includes(keyword)) {
      throw conversion.fail(node, `uses \`${keyword}\``, "Use `$ref`, which Gemini accepts.", keyword);
    }
  }
}

/** What is wrong with the value of a keyword, and the fix; undefined if nothing is. Quotes only known names of types. */
export function wrongValue(
  keyword: string,
  value: unknown,
): { readonly problem: string; readonly remedy: string } | undefined {
  if (value === undefined) return undefined;
  if (keyword === "type") {
    const types: readonly unknown[] = Array.isArray(value) ? value : [value];
    const unknown = types.find((type) => !isType(type));
    if (unknown === undefined && types.length > 0) return undefined;
    return { problem: "has a `type` that JSON Schema does not know", remedy: rightType(unknown) };
  }
  // Generators write null for keywords that are not set.
  const form = FORMS.get(keyword) ?? (value === null ? undefined : QUOTED_FORMS.get(keyword));
  if (form === undefined || form.accepts(value)) return undefined;
  const { expected, example } = form;
  return {
    problem: `has a value for \`${keyword}\` that is not ${expected}`,
    remedy: `\`${keyword}\` takes ${expected}, such as \`${example}\`.`,
  };
}

function isType(value: unknown): value is TypeName {
  return (TYPES as readonly unknown[]).includes(value);
}

/** Names of types in other languages. */
const FOREIGN_TYPES: ReadonlyMap<string, TypeName> = new Map<string, TypeName>([
  ...(["str", "text", "char", "date", "datetime", "uuid", "url"] as const).map((name) => [name, "string"] as const),
  ...(["float", "double", "decimal"] as const).map((name) => [name, "number"] as const),
  ...(["int", "long", "int32", "int64"] as const).map((name) => [name, "integer"] as const),
  ...(["dict", "map", "record", "struct"] as const).map((name) => [name, "object"] as const),
  ...(["list", "tuple", "set"] as const).map((name) => [name, "array"] as const),
  ["bool", "boolean"],
  ["none", "null"],
  ["undefined", "null"],
]);

/** The type that a name means: in another case, or of another language. */
export function knownType(given: unknown): TypeName | undefined {
  if (typeof given !== "string") return undefined;
  const name = given.toLowerCase();
  return isType(name) ? name : FOREIGN_TYPES.get(name);
}

/** The remedy for a `type` that JSON Schema does not know. */
function rightType(given: unknown): string {
  const all = `The types are ${TYPES.join(", ")}.`;
  if (typeof given !== "string") return all;
  const name = given.toLowerCase();
  if (isType(name)) {
    return `JSON Schema writes types in lower case: \`"${name}"\`. Upper case belongs to the schemas of Google's own \`FunctionDeclaration\` and \`responseSchema\`.`;
  }
  const meant = knownType(name) ?? TYPES.find((one) => editDistance(one, name) <= 1);
  return meant === undefined ? all : `Did you mean \`"${meant}"\`? ${all}`;
}

/** The types that a checked node allows; undefined if it names none. `number` stands for `integer` too. */
export function typesOf(node: SchemaNode): readonly TypeName[] | undefined {
  const { type } = node;
  if (type === undefined) return undefined;
  const types = [...new Set((Array.isArray(type) ? type : [type]) as readonly TypeName[])];
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
