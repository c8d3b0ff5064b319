import { isOfType } from "../../schema/json-type.ts";
import { resolveReference } from "../../schema/resolve-reference.ts";
import { isRecord } from "../../wire/is-record.ts";

type Schema = Readonly<Record<string, unknown>>;

const MOST_ISSUES = 20;
const MOST_LEVELS = 500;

/**
 * Checks a value against a schema as it is sent to Gemini, which has few keywords (see schema/convert-schema.ts). For plain
 * JSON Schema without the package that knows all keywords: the model has seen no others, so it cannot obey others.
 */
export function checkConverted(root: Schema, value: unknown): readonly string[] {
  const issues: string[] = [];
  check(root, value, { root, path: "", issues, level: 0 });
  return issues.slice(0, MOST_ISSUES);
}

interface Place {
  readonly root: Schema;
  readonly path: string;
  readonly issues: string[];
  readonly level: number;
}

function check(given: unknown, value: unknown, place: Place): void {
  const schema = resolveReference(place.root, given);
  if (!schema || place.level > MOST_LEVELS) return;
  const { anyOf, enum: allowed, type } = schema;
  if (Array.isArray(anyOf) && !anyOf.some((one) => fits(one, value, place)))
    report(place, "fits none of the alternatives");
  if (Array.isArray(allowed) && !allowed.some((one) => JSON.stringify(one) === JSON.stringify(value))) {
    report(place, `is not one of ${JSON.stringify(allowed)}`);
  }
  const types = typeof type === "string" ? [type] : Array.isArray(type) ? type : [];
  if (types.length > 0 && !types.some((one) => isOfType(value, one)))
    report(place, `is not of the type ${types.join(" or ")}`);
  else if (typeof value === "number") checkRange(schema, value, place);
  else if (Array.isArray(value)) checkItems(schema, value, place);
  else if (isRecord(value)) checkMembers(schema, value, place);
}

function checkItems({ items, prefixItems, minItems, maxItems }: Schema, value: readonly unknown[], place: Place): void {
  if (typeof minItems === "number" && value.length < minItems) report(place, `has fewer than ${minItems} items`);
  if (typeof maxItems === "number" && value.length > maxItems) report(place, `has more than ${maxItems} items`);
  const first: readonly unknown[] = Array.isArray(prefixItems) ? prefixItems : [];
  for (const [index, item] of value.entries()) check(first[index] ?? items, item, inside(place, String(index)));
}

function checkMembers({ properties, required, additionalProperties }: Schema, value: Schema, place: Place): void {
  const known: Schema = isRecord(properties) ? properties : {};
  for (const name of Array.isArray(required) ? required : []) {
    if (!Object.hasOwn(value, String(name))) report(inside(place, String(name)), "is missing");
  }
  for (const [name, member] of Object.entries(value)) {
    if (Object.hasOwn(known, name)) check(known[name], member, inside(place, name));
    else if (additionalProperties === false) report(inside(place, name), "is not allowed");
    else check(additionalProperties, member, inside(place, name));
  }
}

function checkRange({ minimum, maximum }: Schema, value: number, place: Place): void {
  if (typeof minimum === "number" && value < minimum) report(place, `is less than ${minimum}`);
  if (typeof maximum === "number" && value > maximum) report(place, `is more than ${maximum}`);
}

function fits(schema: unknown, value: unknown, { root, level }: Place): boolean {
  const issues: string[] = [];
  check(schema, value, { root, path: "", issues, level: level + 1 });
  return issues.length === 0;
}

function inside(place: Place, name: string): Place {
  return { ...place, path: place.path === "" ? name : `${place.path}.${name}`, level: place.level + 1 };
}

function report({ path, issues }: Place, problem: string): void {
  issues.push(path === "" ? `the value ${problem}` : `\`${path}\` ${problem}`);
}
