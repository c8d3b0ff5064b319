type Json = Readonly<Record<string, unknown>>;

/**
 * Where a value breaks a schema, as paths with the keyword that is broken. A second, independent reading of the part of
 * JSON Schema and of Google's OpenAPI subset that the responder fills; it shares no code with it.
 */
export function violations(value: unknown, schema: unknown, root: unknown = schema, path = "$"): readonly string[] {
  if (schema === true || typeof schema !== "object" || schema === null)
    return schema === false ? [`${path}: false`] : [];
  const rules = schema as Json;
  const broken = (keyword: string, holds: boolean) => (holds ? [] : [`${path}: ${keyword}`]);
  const isValid = (branch: unknown) => violations(value, branch, root, path).length === 0;
  if (value === null && rules.nullable === true) return [];
  const found: string[] = [];
  if (typeof rules.$ref === "string") found.push(...violations(value, lookUp(rules.$ref, root), root, path));
  for (const branch of listOf(rules.allOf)) found.push(...violations(value, branch, root, path));
  if (rules.anyOf) found.push(...broken("anyOf", listOf(rules.anyOf).some(isValid)));
  if (rules.oneOf) found.push(...broken("oneOf", listOf(rules.oneOf).filter(isValid).length === 1));
  if (rules.const !== undefined) found.push(...broken("const", same(value, rules.const)));
  if (rules.enum)
    found.push(
      ...broken(
        "enum",
        listOf(rules.enum).some((allowed) => same(value, allowed)),
      ),
    );
  if (rules.type)
    found.push(
      ...broken(
        "type",
        [rules.type].flat().some((type) => hasType(value, String(type).toLowerCase())),
      ),
    );
  if (typeof value === "number") found.push(...numberViolations(value, rules).map((keyword) => `${path}: ${keyword}`));
  if (typeof value === "string") found.push(...textViolations(value, rules).map((keyword) => `${path}: ${keyword}`));
  if (Array.isArray(value)) {
    found.push(...broken("minItems", value.length >= Number(rules.minItems ?? 0)));
    found.push(...broken("maxItems", value.length <= Number(rules.maxItems ?? Infinity)));
    const prefix = listOf(rules.prefixItems);
    for (const [index, item] of value.entries()) {
      found.push(...violations(item, prefix[index] ?? rules.items ?? true, root, `${path}[${index}]`));
    }
  } else if (typeof value === "object" && value !== null) {
    const properties = (rules.properties ?? {}) as Json;
    for (const name of listOf(rules.required))
      found.push(...broken(`required ${name}`, Object.hasOwn(value, String(name))));
    for (const [name, member] of Object.entries(value)) {
      const rule = Object.hasOwn(properties, name) ? properties[name] : (rules.additionalProperties ?? true);
      found.push(...violations(member, rule, root, `${path}.${name}`));
    }
  }
  return found;
}

function numberViolations(value: number, rules: Json): readonly string[] {
  const holds: Json = {
    minimum: value >= Number(rules.minimum ?? -Infinity),
    maximum: value <= Number(rules.maximum ?? Infinity),
    exclusiveMinimum: value > Number(rules.exclusiveMinimum ?? -Infinity),
    exclusiveMaximum: value < Number(rules.exclusiveMaximum ?? Infinity),
    multipleOf:
      rules.multipleOf === undefined || Number.isInteger(Number((value / Number(rules.multipleOf)).toFixed(6))),
  };
  return Object.keys(holds).filter((keyword) => rules[keyword] !== undefined && !holds[keyword]);
}

const FORMATS: Readonly<Record<string, RegExp>> = {
  date: /^\d{4}-\d{2}-\d{2}$/,
  "date-time": /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
  email: /^[^@\s]+@[^@\s]+\.[^@\s]+$/,
  uri: /^https?:\/\/\S+$/,
  uuid: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
};

function textViolations(value: string, rules: Json): readonly string[] {
  const length = [...value].length;
  const format = FORMATS[String(rules.format)];
  const holds: Json = {
    minLength: length >= Number(rules.minLength ?? 0),
    maxLength: length <= Number(rules.maxLength ?? Infinity),
    pattern: rules.pattern === undefined || new RegExp(String(rules.pattern), "u").test(value),
    format: format === undefined || format.test(value),
  };
  return Object.keys(holds).filter((keyword) => !holds[keyword]);
}

function hasType(value: unknown, type: string): boolean {
  if (type === "null") return value === null;
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  if (type === "integer") return Number.isInteger(value);
  return typeof value === type;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}

function lookUp(reference: string, root: unknown): unknown {
  let value = root;
  for (const step of reference.split("/").slice(1)) value = (value as Json)[step];
  return value;
}
