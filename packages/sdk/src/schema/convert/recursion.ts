import { isRecord } from "../../wire/is-record.ts";
import type { Conversion } from "./conversion.ts";
import type { Converted } from "./convert-values.ts";

const DEFINITION = "#/$defs/";

const MOVE_REFERENCE = "Put the reference into a property that is not required, or into an array.";
const LEAVE_OUT_BRANCH =
  "Leave out the branch that leads back to it, since it allows nothing more, or put the reference into a property that is not required, or into an array.";

/**
 * Gemini unrolls references that lead back to themselves to a limited degree, and takes them only in properties that are
 * not required. So the properties on such a cycle are not required in the result; the description says that they are.
 *
 * @see https://ai.google.dev/api/generate-content#generationconfig
 * @throws GeminiError `invalid_options` for a cycle without a property or an array on it.
 */
export function relaxCycles(
  conversion: Conversion,
  root: Converted,
  definitions: ReadonlyMap<string, Converted>,
): void {
  const reachable = reachability(definitions);
  for (const [name, schema] of [["", root] as const, ...definitions]) {
    const closesCycle = (part: unknown) => referencesIn(part).some((target) => reachable.get(target)?.has(name));
    if (name !== "") relax(conversion, schema, closesCycle);
  }
  for (const [name, schema] of definitions) {
    if (!leadsToItself(name, schema, definitions)) continue;
    const origin = conversion.originOf(schema);
    if (Array.isArray(schema.anyOf))
      throw conversion.fail(origin, "has a union with itself as a branch", LEAVE_OUT_BRANCH);
    throw conversion.fail(origin, "refers to itself without end", MOVE_REFERENCE);
  }
}

/** The definitions that a schema leads to. */
export function usedDefinitions(
  schema: Converted,
  definitions: ReadonlyMap<string, Converted>,
): ReadonlyMap<string, Converted> {
  const used = new Set(referencesIn(schema));
  for (const name of used) for (const next of referencesIn(definitions.get(name))) used.add(next);
  return new Map([...definitions].filter(([name]) => used.has(name)));
}

/** Which definitions each definition leads to, itself included if it is on a cycle. */
function reachability(definitions: ReadonlyMap<string, Converted>): ReadonlyMap<string, ReadonlySet<string>> {
  const next = new Map([...definitions].map(([name, schema]) => [name, new Set(referencesIn(schema))]));
  return new Map(
    [...definitions.keys()].map((start) => {
      const found = new Set([start]);
      for (const name of found) for (const target of next.get(name) ?? []) found.add(target);
      return [start, found];
    }),
  );
}

/** Takes the properties on a cycle out of `required`, and items on a cycle out of `minItems`. */
function relax(conversion: Conversion, schema: unknown, closesCycle: (part: unknown) => boolean): void {
  if (Array.isArray(schema)) for (const one of schema) relax(conversion, one, closesCycle);
  if (!isRecord(schema)) return;
  const { properties, required } = schema;
  if (isRecord(properties) && Array.isArray(required)) {
    const cyclic = required.filter((name) => closesCycle(properties[name]));
    if (cyclic.length > 0) {
      const others = required.filter((name) => !cyclic.includes(name));
      if (others.length > 0) schema.required = others;
      else delete schema.required;
      const hint = `required: ${JSON.stringify(cyclic)}`;
      schema.description = typeof schema.description === "string" ? `${schema.description}\n${hint}` : hint;
      const note = `Gemini takes recursion only in properties that are not required: ${cyclic.map((name) => `\`${name}\``).join(", ")}.`;
      conversion.report(conversion.originOf(schema), "required", "widened", note);
    }
  }
  if (typeof schema.minItems === "number" && (closesCycle(schema.items) || closesCycle(schema.prefixItems))) {
    delete schema.minItems;
    conversion.report(
      conversion.originOf(schema),
      "minItems",
      "widened",
      "Gemini takes recursion only in arrays that may be empty.",
    );
  }
  for (const part of childrenOf(schema)) relax(conversion, part, closesCycle);
}

/** Whether a definition contains itself without a property or an item in between. */
function leadsToItself(name: string, schema: Converted, definitions: ReadonlyMap<string, Converted>): boolean {
  const found = new Set(directReferences(schema));
  for (const target of found) for (const next of directReferences(definitions.get(target) ?? {})) found.add(next);
  return found.has(name);
}

function directReferences(schema: Converted): readonly string[] {
  const own = nameIn(schema);
  const branches = Array.isArray(schema.anyOf) ? (schema.anyOf as readonly Converted[]).flatMap(directReferences) : [];
  return own === undefined ? branches : [own, ...branches];
}

function referencesIn(schema: unknown): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap(referencesIn);
  if (!isRecord(schema)) return [];
  const own = nameIn(schema);
  return [...(own === undefined ? [] : [own]), ...childrenOf(schema).flatMap(referencesIn)];
}

/** The name of the definition that a converted schema refers to, if it is a reference. */
export function nameIn({ $ref: reference }: Converted): string | undefined {
  return typeof reference === "string" ? reference.slice(DEFINITION.length) : undefined;
}

function childrenOf(schema: Converted): readonly unknown[] {
  const { properties, items, prefixItems, additionalProperties, anyOf } = schema;
  return [...(isRecord(properties) ? Object.values(properties) : []), items, prefixItems, additionalProperties, anyOf];
}
