import { foldBranches } from "./branches.ts";
import type { Conversion } from "./conversion.ts";
import type { ConvertChild } from "./convert-object.ts";
import { annotationsOf, convertTyped } from "./convert-typed.ts";
import type { Converted } from "./convert-values.ts";
import { distinct } from "./json-key.ts";
import { APPLIES_TO, TYPES, type TypeName } from "./keywords.ts";
import { typeOfValue } from "./read-keywords.ts";
import type { SchemaNode } from "./schema-document.ts";

const GROUPS: readonly (readonly TypeName[])[] = [
  ["string"],
  ["number", "integer"],
  ["boolean"],
  ["object"],
  ["array"],
  ["null"],
];

/** The schema for the only values that a node lists: Gemini takes strings and numbers in `enum`. False if none is left. */
export function convertEnumeration(
  conversion: Conversion,
  flat: SchemaNode,
  listed: readonly unknown[],
  types: readonly TypeName[] | undefined,
  convertChild: ConvertChild,
): Converted | false {
  const values = listed.filter((value) => types === undefined || fits(value, types));
  if (flat.const !== undefined) conversion.report(flat, "const", "rewritten", "Sent as `enum`.");
  const { enum: _, const: __, type: ___, title, description, ...beside } = flat;
  const groups = GROUPS.flatMap((group) => {
    const own = distinct(values.filter((value) => group.includes(typeOfValue(value))));
    if (own.length === 0) return [];
    const type = own.some((value) => typeOfValue(value) === "number") ? "number" : typeOfValue(own[0]);
    return [{ type, own }];
  });
  const found = groups.map(({ type }) => type);
  const branches = groups.flatMap(({ type, own }, index) => {
    const part = keywordsAbout(beside, type, index === 0 ? found : TYPES);
    const node = conversion.document.placeAt(part, conversion.document.pathOf(flat));
    const branch = listedValues(conversion, node, type, own, convertChild);
    return branch === false ? [] : [branch];
  });
  return foldBranches(conversion, flat, annotationsOf({ title, description }), branches);
}

function listedValues(
  conversion: Conversion,
  node: SchemaNode,
  type: TypeName,
  values: readonly unknown[],
  convertChild: ConvertChild,
): Converted | false {
  const convert = () => convertTyped(conversion, node, type, convertChild);
  if (type === "null" || (type === "boolean" && values.length === 2)) return convert();
  const sent = values.filter((value) => value !== "");
  if ((type === "string" || type === "number" || type === "integer") && sent.length > 0) {
    if (sent.length < values.length) {
      conversion.report(node, "enum", "narrowed", "Gemini refuses an empty string in `enum`.");
    }
    const converted = convert();
    return converted === false ? false : { ...converted, enum: sent };
  }
  conversion.report(node, "enum", "widened", "Gemini takes strings and numbers in it: the description has it.");
  return convertTyped(conversion, node, type, convertChild, [["enum", values]]);
}

/** One schema if there is one type, with or without null; otherwise one branch for each type. False if no value fits. */
export function convertTypes(
  conversion: Conversion,
  flat: SchemaNode,
  types: readonly TypeName[] | undefined,
  convertChild: ConvertChild,
): Converted | false {
  if (types === undefined) return convertTyped(conversion, flat, impliedType(conversion, flat), convertChild);
  const [first, ...more] = types.filter((type) => type !== "null");
  if (first === undefined) return convertTyped(conversion, flat, "null", convertChild);
  if (more.length === 0) {
    const converted = convertTyped(conversion, flat, first, convertChild);
    if (!types.includes("null")) return converted;
    return converted === false ? { type: "null" } : { ...converted, type: [first, "null"] };
  }
  const { title, description, ...rest } = flat;
  conversion.report(flat, "type", "rewritten", "Several types are sent as `anyOf`.");
  const branches = types.map((type, index) => {
    const part = keywordsAbout(rest, type, index === 0 ? types : TYPES);
    const node = conversion.document.placeAt(part, conversion.document.pathOf(flat));
    return convertTyped(conversion, node, type, convertChild);
  });
  const sent = branches.filter((branch) => branch !== false);
  return foldBranches(conversion, flat, annotationsOf({ title, description }), sent);
}

/** The type that the keywords of a node are about, if all are about one. */
function impliedType(conversion: Conversion, node: SchemaNode): TypeName | undefined {
  const implied = new Set(Object.keys(node).flatMap((keyword) => APPLIES_TO.get(keyword) ?? []));
  if (typeof node.format === "string") implied.add("string");
  const [type, ...more] = implied;
  if (type === undefined || more.length > 0) return undefined;
  conversion.report(node, "type", "narrowed", `It is missing: Gemini needs one, so \`${type}\` is sent.`);
  return type;
}

/** Without the keywords that are about one of the other types only. */
function keywordsAbout(node: SchemaNode, type: TypeName, others: readonly TypeName[]): SchemaNode {
  const isAbout = (name: TypeName, about: TypeName) => name === about || (name === "integer" && about === "number");
  return Object.fromEntries(
    Object.entries(node).filter(([keyword]) => {
      const about = APPLIES_TO.get(keyword);
      return about === undefined || isAbout(type, about) || !others.some((other) => isAbout(other, about));
    }),
  );
}

function fits(value: unknown, types: readonly TypeName[]): boolean {
  const type = typeOfValue(value);
  return types.includes(type) || (type === "integer" && types.includes("number"));
}
