/** A schema with its references, `allOf`, `anyOf` and `oneOf` resolved at its top level. Members are still untrusted. */
export type Resolved = Readonly<Record<string, unknown>>;

/** How many schemas are put together at most, so that a schema that refers to itself many times over comes to an end. */
const MAX_STEPS = 200;

/** Whether a value is an object with members: not null and not an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * Flattens a schema: `$ref` into `$defs` or `definitions` (or any path from the root), all of `allOf`, and one branch
 * of `anyOf` or `oneOf` — the first, or, when `prefersEnd` is set, the one that ends a recursion soonest.
 */
export function resolveSchema(
  schema: unknown,
  root: unknown,
  prefersEnd = false,
  budget = { steps: MAX_STEPS },
): Resolved {
  if (!isRecord(schema) || budget.steps-- <= 0) return {};
  const { $ref: reference, allOf, anyOf, oneOf, ...own } = schema;
  const parts: unknown[] = [];
  if (typeof reference === "string") parts.push(lookUp(reference, root));
  if (Array.isArray(allOf)) parts.push(...allOf);
  for (const branches of [anyOf, oneOf]) {
    if (Array.isArray(branches)) parts.push(prefersEnd ? endingBranch(branches) : firstBranch(branches));
  }
  return parts.reduce<Resolved>((merged, part) => merge(merged, resolveSchema(part, root, prefersEnd, budget)), own);
}

/** The types a schema allows, in lower case; without a type, the one that its other keywords mean. */
export function typesOf(schema: Resolved): readonly string[] {
  const declared = (Array.isArray(schema.type) ? schema.type : [schema.type]).filter(
    (type) => typeof type === "string",
  );
  const types = declared.map((type) => type.toLowerCase()).filter((type) => type !== "type_unspecified");
  return types.length > 0 ? types : [impliedType(schema)];
}

function impliedType(schema: Resolved): string {
  const has = (...keywords: readonly string[]) => keywords.some((keyword) => schema[keyword] !== undefined);
  if (has("properties", "required", "additionalProperties", "minProperties")) return "object";
  if (has("items", "prefixItems", "minItems", "maxItems")) return "array";
  return has("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf") ? "number" : "string";
}

function lookUp(reference: string, root: unknown): unknown {
  if (!reference.startsWith("#")) return undefined;
  return reference
    .slice(1)
    .split("/")
    .filter((step) => step !== "")
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (value, step) =>
        (isRecord(value) || Array.isArray(value)) && Object.hasOwn(value, step) ? Reflect.get(value, step) : undefined,
      root,
    );
}

function isNull(branch: unknown): boolean {
  return isRecord(branch) && typeof branch.type === "string" && branch.type.toLowerCase() === "null";
}

function firstBranch(branches: readonly unknown[]): unknown {
  return branches.find((branch) => !isNull(branch)) ?? branches[0];
}

function endingBranch(branches: readonly unknown[]): unknown {
  const plain = branches.find(
    (branch) =>
      isRecord(branch) && typeof branch.type === "string" && !["object", "array"].includes(branch.type.toLowerCase()),
  );
  return branches.find(isNull) ?? plain ?? branches.at(-1);
}

/** Both schemas at once: what either demands is demanded. */
function merge(left: Resolved, right: Resolved): Resolved {
  const merged: Record<string, unknown> = { ...right, ...left };
  for (const keyword of Object.keys(right)) {
    const [one, other] = [left[keyword], right[keyword]];
    if (one === undefined || one === other) continue;
    if (isRecord(one) && isRecord(other) && keyword === "properties") merged[keyword] = mergeProperties(one, other);
    else if (Array.isArray(one) && Array.isArray(other) && keyword === "required")
      merged[keyword] = [...new Set([...one, ...other])];
    else if (Array.isArray(one) && Array.isArray(other) && keyword === "enum")
      merged[keyword] = one.filter((value) => other.includes(value));
    else if (typeof one === "number" && typeof other === "number" && /^(?:min|exclusiveMin)/.test(keyword))
      merged[keyword] = Math.max(one, other);
    else if (typeof one === "number" && typeof other === "number" && /^(?:max|exclusiveMax)/.test(keyword))
      merged[keyword] = Math.min(one, other);
  }
  return merged;
}

function mergeProperties(left: Resolved, right: Resolved): Resolved {
  const shared = Object.keys(left).filter((name) => Object.hasOwn(right, name));
  const both = Object.fromEntries(shared.map((name) => [name, { allOf: [left[name], right[name]] }]));
  return { ...left, ...right, ...both };
}
