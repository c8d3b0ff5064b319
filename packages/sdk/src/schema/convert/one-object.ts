import { isRecord } from "../../wire/is-record.ts";
import { annotated, foldBranches } from "./branches.ts";
import type { Conversion } from "./conversion.ts";
import { annotationsOf } from "./convert-typed.ts";
import type { Converted } from "./convert-values.ts";
import { distinct, keyOf } from "./json-key.ts";
import { nameIn } from "./recursion.ts";

/** A longer list of alternatives is not worth its tokens. */
const LONGEST_HINT = 1_000;

/**
 * One object for a union of objects, because the parameters of a function are the properties of one object. Each property may
 * have what any branch allows, those that all branches require are required, and the description has the alternatives.
 * Undefined if a branch is not an object.
 */
export function asOneObject(
  conversion: Conversion,
  root: Converted,
  definitions: ReadonlyMap<string, Converted>,
): Converted | undefined {
  const branches = objectsIn(root, definitions);
  if (branches === undefined) return undefined;
  const { title, description } = annotationsOf(root);
  const [only, ...more] = branches;
  // The root itself, or what it refers to: Gemini takes no other keyword beside a reference.
  if (only && more.length === 0) return { ...annotated(only, annotationsOf(root)), type: "object" };
  const properties = mergeProperties(conversion, branches);
  const order = [...properties.keys()];
  const required = order.filter((name) => branches.every((branch) => isRequired(branch, name)));
  const words = [description, alternatives(branches, properties)].filter((text) => text !== undefined);
  conversion.report(
    rootOf(conversion),
    keywordOf(conversion),
    "widened",
    "Parameters are one object: the description names the alternatives.",
  );
  return {
    ...(title === undefined ? {} : { title }),
    ...(words.length === 0 ? {} : { description: words.join("\n") }),
    type: "object",
    ...(order.length === 0 ? {} : { properties: Object.fromEntries(properties) }),
    ...(required.length === 0 ? {} : { required }),
    ...(branches.every(({ additionalProperties }) => additionalProperties === false)
      ? { additionalProperties: false }
      : {}),
    ...(order.length > 1 ? { propertyOrdering: order } : {}),
  };
}

/** The objects that a schema allows, each as a schema without a union. Undefined if it allows something else. */
function objectsIn(schema: Converted, definitions: ReadonlyMap<string, Converted>): readonly Converted[] | undefined {
  const target = nameIn(schema);
  if (target !== undefined) return objectsIn(definitions.get(target) ?? {}, definitions);
  const { anyOf, type = "object" } = schema;
  if (!Array.isArray(anyOf)) return type === "object" ? [schema] : undefined;
  const found = (anyOf as readonly Converted[]).map((branch) => objectsIn(branch, definitions));
  return found.every((objects) => objects !== undefined) ? found.flat() : undefined;
}

function mergeProperties(conversion: Conversion, branches: readonly Converted[]): ReadonlyMap<string, Converted> {
  const names = new Set(branches.flatMap((branch) => Object.keys(propertiesOf(branch))));
  const merged = new Map<string, Converted>();
  for (const name of names) {
    const rules = branches.map((branch) => ruleFor(branch, name));
    const isOpen = rules.includes(true);
    const schema = foldBranches(conversion, rootOf(conversion), {}, rules.filter(isRecord));
    if (schema === false) continue;
    merged.set(name, schema);
    if (!isOpen) continue;
    const note = "A property of one alternative has the same schema in those that do not name it.";
    conversion.report(rootOf(conversion), keywordOf(conversion), "narrowed", note);
  }
  return merged;
}

/** A branch's schema for a property: true if it has none, false if it does not allow the property. */
function ruleFor(branch: Converted, name: string): unknown {
  const properties = propertiesOf(branch);
  return Object.hasOwn(properties, name) ? properties[name] : (branch.additionalProperties ?? true);
}

/** The branches in short, as far as the merged properties do not say it. Undefined if that is nothing. */
function alternatives(branches: readonly Converted[], merged: ReadonlyMap<string, Converted>): string | undefined {
  const shortened = distinct(
    branches.map((branch) => {
      const listed = Object.entries(propertiesOf(branch)).flatMap(([name, { enum: values }]) =>
        values === undefined || keyOf(values) === keyOf(merged.get(name)?.enum)
          ? []
          : [[name, { enum: values }] as const],
      );
      const { description, required } = branch;
      return {
        ...(description === undefined ? {} : { description }),
        ...(listed.length === 0 ? {} : { properties: Object.fromEntries(listed) }),
        ...(required === undefined ? {} : { required }),
      };
    }),
  );
  const hint = `anyOf: ${JSON.stringify(shortened)}`;
  return shortened.length < 2 || hint.length > LONGEST_HINT ? undefined : hint;
}

function propertiesOf({ properties }: Converted): Readonly<Record<string, Converted>> {
  return isRecord(properties) ? (properties as Record<string, Converted>) : {};
}

function isRequired({ required }: Converted, name: string): boolean {
  return Array.isArray(required) && required.includes(name);
}

function rootOf({ document }: Conversion): Converted {
  return isRecord(document.root) ? document.root : {};
}

/** The keyword by which the caller wrote the union. */
function keywordOf(conversion: Conversion): string {
  const { anyOf, oneOf } = rootOf(conversion);
  return anyOf === undefined && oneOf !== undefined ? "oneOf" : "anyOf";
}
