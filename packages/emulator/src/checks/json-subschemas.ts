import { isObject } from "../validation/property-check.ts";

/** What a reference within the schema leads to. */
export function lookUp(reference: string, root: unknown): unknown {
  const [document, pointer = ""] = reference.split("#", 2);
  if (document !== "") return undefined;
  return pointer
    .split("/")
    .slice(1)
    .map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"))
    .reduce<unknown>(
      (value, step) =>
        typeof value === "object" && value !== null && Object.hasOwn(value, step)
          ? Reflect.get(value, step)
          : undefined,
      root,
    );
}

/** The schemas within a schema, by Google's path to them. */
export function subschemas(
  schema: Readonly<Record<string, unknown>>,
): readonly (readonly [path: string, schema: unknown])[] {
  const maps = ["properties", "$defs"].flatMap((keyword) =>
    isObject(schema[keyword])
      ? Object.entries(schema[keyword]).map(([name, inner]) => [`${keyword}.${name}`, inner] as const)
      : [],
  );
  const lists = ["anyOf", "oneOf", "prefixItems"].flatMap((keyword) =>
    Array.isArray(schema[keyword])
      ? (schema[keyword] as readonly unknown[]).map((inner, index) => [`${keyword}.${index}`, inner] as const)
      : [],
  );
  const single = ["items", "additionalProperties"].flatMap((keyword) =>
    isObject(schema[keyword]) ? [[keyword, schema[keyword]] as const] : [],
  );
  return [...maps, ...lists, ...single];
}
