import { isObject } from "../../validation/property-check.ts";
import { withDescribed } from "./described-keywords.ts";

/** A schema whose `$ref`, `allOf`, `anyOf` and `oneOf` are resolved at the top level. Its members may be anything. */
export type ResolvedSchema = Readonly<Record<string, unknown>>;

/** Ends schemas that refer to themselves many times. */
const MAX_STEPS = 200;

/**
 * Flattens a schema: `$ref` to any path from the root, all of `allOf`, keywords that its description names, and one branch of
 * `anyOf` or `oneOf`: the first that is not null, or the one that ends a recursion if `endsRecursion` is set.
 */
export function resolveSchema(
  schema: unknown,
  root: unknown,
  endsRecursion = false,
  budget = { steps: MAX_STEPS },
): ResolvedSchema {
  if (!isObject(schema) || budget.steps-- <= 0) return {};
  const { $ref: reference, allOf, anyOf, oneOf, ...own } = withDescribed(schema);
  const parts: unknown[] = Array.isArray(allOf) ? [...allOf] : [];
  if (typeof reference === "string") parts.push(lookUp(reference, root));
  for (const branches of [anyOf, oneOf]) {
    if (Array.isArray(branches)) parts.push(chooseBranch(branches, endsRecursion));
  }
  return parts.reduce<ResolvedSchema>(
    (merged, part) => merge(merged, resolveSchema(part, root, endsRecursion, budget)),
    own,
  );
}

/** The type of a schema, in lower case; without `type`, the one that the other keywords imply. */
export function typeOf(schema: ResolvedSchema): string {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  const names = types.flatMap((type) => (typeof type === "string" ? [type.toLowerCase()] : []));
  const [first] = names.filter((name) => name !== "null");
  if (first !== undefined || names.length > 0) return first ?? "null";
  if (schema.properties !== undefined || schema.required !== undefined) return "object";
  if (schema.items !== undefined || schema.prefixItems !== undefined) return "array";
  return schema.minimum !== undefined || schema.maximum !== undefined ? "number" : "string";
}

/** Whether a schema allows null. */
export function isNullable({ type, nullable }: ResolvedSchema): boolean {
  return nullable === true || (Array.isArray(type) && type.includes("null")) || type === "null";
}

function lookUp(reference: string, root: unknown): unknown {
  const steps = reference.split("/").slice(1);
  return steps.reduce<unknown>((value, step) => {
    const name = step.replaceAll("~1", "/").replaceAll("~0", "~");
    return typeof value === "object" && value !== null && Object.hasOwn(value, name)
      ? Reflect.get(value, name)
      : undefined;
  }, root);
}

function chooseBranch(branches: readonly unknown[], endsRecursion: boolean): unknown {
  const isNull = (branch: unknown) => isObject(branch) && isNullable(branch);
  if (!endsRecursion) return branches.find((branch) => !isNull(branch)) ?? branches[0];
  const isScalar = (branch: unknown) =>
    isObject(branch) && typeof branch.type === "string" && !/object|array/i.test(branch.type);
  return branches.find(isNull) ?? branches.find(isScalar) ?? branches.at(-1);
}

/** A schema that demands what both demand. */
function merge(left: ResolvedSchema, right: ResolvedSchema): ResolvedSchema {
  const merged: Record<string, unknown> = { ...right, ...left };
  if (Array.isArray(left.required) && Array.isArray(right.required)) {
    merged.required = [...left.required, ...right.required];
  }
  if (isObject(left.properties) && isObject(right.properties)) {
    const [one, other] = [left.properties, right.properties];
    const shared = Object.keys(one).filter((name) => Object.hasOwn(other, name));
    const both = shared.map((name) => [name, { allOf: [one[name], other[name]] }]);
    merged.properties = { ...one, ...other, ...Object.fromEntries(both) };
  }
  return merged;
}
