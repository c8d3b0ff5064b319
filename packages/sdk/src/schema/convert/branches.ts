import type { Conversion } from "./conversion.ts";
import type { Converted } from "./convert-values.ts";
import { distinct } from "./json-key.ts";
import type { SchemaNode } from "./schema-document.ts";

/**
 * One schema for several branches: the branch itself if there is one, a list of types for a type and null, or `anyOf`.
 * False if there are no branches. `annotations`: the title and description of the whole.
 */
export function foldBranches(
  conversion: Conversion,
  node: SchemaNode,
  annotations: { readonly title?: string; readonly description?: string },
  given: readonly Converted[],
): Converted | false {
  const branches = distinct(joinedLists(given)) as readonly Converted[];
  const [first] = branches;
  if (first === undefined) return false;
  if (branches.length === 1) {
    const isBare = Object.keys(annotations).length === 0;
    return isBare
      ? first
      : first.$ref === undefined
        ? annotated(first, annotations)
        : { ...annotations, anyOf: [first] };
  }
  const [value, ...more] = branches.filter((branch) => branch.type !== "null");
  const isNullable = branches.length === 2 && more.length === 0 && value !== undefined;
  if (isNullable && typeof value.type === "string" && value.enum === undefined) {
    conversion.report(node, "anyOf", "rewritten", "A type or null is sent as a list of types.");
    return { ...annotated(value, annotations), type: [value.type, "null"] };
  }
  return { ...annotations, anyOf: branches };
}

/** `anyOf` of values of one type, as ArkType writes them, is one list of values. */
function joinedLists(branches: readonly Converted[]): readonly Converted[] {
  const joined = new Map<string, Converted>();
  for (const branch of branches) {
    const isList = Object.keys(branch).sort().join() === "enum,type";
    const key = isList ? `type ${String(branch.type)}` : JSON.stringify(branch);
    const known = joined.get(key);
    const values = [...((known?.enum ?? []) as readonly unknown[]), ...((branch.enum ?? []) as readonly unknown[])];
    joined.set(key, isList && known ? { ...branch, enum: distinct(values) } : branch);
  }
  return [...joined.values()];
}

/** The description of the whole comes first; that of the branch may have restrictions in words. */
export function annotated(
  branch: Converted,
  annotations: { readonly title?: string; readonly description?: string },
): Converted {
  const words = [annotations.description, branch.description].filter((text) => text !== undefined);
  return { ...branch, ...annotations, ...(words.length > 0 ? { description: distinct(words).join("\n") } : {}) };
}

/** Whether no value can fit two of the branches: they differ in type, or in the listed values of a required property. */
export function areDisjoint(branches: readonly Converted[]): boolean {
  return branches.every((one, index) => branches.slice(index + 1).every((other) => excludeEachOther(one, other)));
}

function excludeEachOther(one: Converted, other: Converted): boolean {
  const [types, others] = [kindsOf(one), kindsOf(other)];
  if (types.length > 0 && others.length > 0 && !types.some((type) => others.includes(type))) return true;
  if (haveNoValueInCommon(one, other)) return true;
  const names = requiredOf(one).filter((name) => requiredOf(other).includes(name));
  return names.some((name) => haveNoValueInCommon(propertyOf(one, name), propertyOf(other, name)));
}

function kindsOf({ type }: Converted): readonly unknown[] {
  const types = Array.isArray(type) ? type : type === undefined ? [] : [type];
  return types.map((name) => (name === "integer" ? "number" : name));
}

function haveNoValueInCommon(one: Converted, other: Converted): boolean {
  return (
    Array.isArray(one.enum) &&
    Array.isArray(other.enum) &&
    !one.enum.some((value) => (other.enum as unknown[]).includes(value))
  );
}

function requiredOf({ required }: Converted): readonly string[] {
  return Array.isArray(required) ? required : [];
}

function propertyOf({ properties }: Converted, name: string): Converted {
  return (properties as Record<string, Converted>)[name] ?? {};
}
