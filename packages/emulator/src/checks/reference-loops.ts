import { isObject } from "../validation/property-check.ts";
import { lookUp, subschemas } from "./json-subschemas.ts";

/**
 * The path of a reference that leads back to itself through nothing but required properties, items that an array has to have,
 * and branches of unions; undefined if there is none. A property that may be null does not end a loop.
 *
 * @see https://ai.google.dev/api/generate-content#generationconfig
 */
export function findReferenceLoop(root: unknown): string | undefined {
  const schemas = everySchema(root);
  const paths = new Map(schemas.map(([path, schema]) => [schema, path]));
  const done = new Set<unknown>();
  const visit = (schema: unknown, open: readonly unknown[]): string | undefined => {
    if (!isObject(schema) || done.has(schema)) return undefined;
    const inner = [...open, schema];
    for (const next of necessary(schema, root)) {
      const found = inner.includes(next) ? paths.get(schema) : visit(next, inner);
      if (found !== undefined) return found;
    }
    done.add(schema);
    return undefined;
  };
  for (const [, schema] of schemas) {
    const found = visit(schema, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The schemas that a value of a schema has to hold a value of, or may have to. */
function necessary(schema: Readonly<Record<string, unknown>>, root: unknown): readonly unknown[] {
  const required = Array.isArray(schema.required) ? (schema.required as readonly unknown[]) : [];
  const least = typeof schema.minItems === "number" ? schema.minItems : 0;
  const inside = subschemas(schema).filter(([step]) => {
    const [keyword = "", ...name] = step.split(".");
    if (keyword === "properties") return required.includes(name.join("."));
    if (keyword === "prefixItems") return Number(name[0]) < least;
    if (keyword === "items") return least > 0;
    return keyword === "anyOf" || keyword === "oneOf";
  });
  const target = typeof schema.$ref === "string" ? [lookUp(schema.$ref, root)] : [];
  return [...inside.map(([, inner]) => inner), ...target];
}

/** All schemas within a schema, by their path. */
function everySchema(schema: unknown, path = ""): readonly (readonly [path: string, schema: unknown])[] {
  if (!isObject(schema)) return [];
  const inner = subschemas(schema).flatMap(([step, next]) => everySchema(next, path === "" ? step : `${path}.${step}`));
  return [[path, schema], ...inner];
}
