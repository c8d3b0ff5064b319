import { isRecord } from "../wire/is-record.ts";

type Schema = Readonly<Record<string, unknown>>;

/** Keywords with a number, and which values break them. */
const LIMITS: Readonly<Record<string, (value: unknown, limit: number) => boolean>> = {
  minLength: (value, limit) => typeof value === "string" && [...value].length < limit,
  maxLength: (value, limit) => typeof value === "string" && [...value].length > limit,
  minimum: (value, limit) => typeof value === "number" && value < limit,
  maximum: (value, limit) => typeof value === "number" && value > limit,
  exclusiveMinimum: (value, limit) => typeof value === "number" && value <= limit,
  exclusiveMaximum: (value, limit) => typeof value === "number" && value >= limit,
  multipleOf: (value, limit) => typeof value === "number" && !isWhole(value / limit),
  minItems: (value, limit) => Array.isArray(value) && value.length < limit,
  maxItems: (value, limit) => Array.isArray(value) && value.length > limit,
  minProperties: (value, limit) => isRecord(value) && Object.keys(value).length < limit,
  maxProperties: (value, limit) => isRecord(value) && Object.keys(value).length > limit,
};

/** The same for a quotient, which is rounded: `0.3 / 0.1` is not 3. */
function isWhole(quotient: number): boolean {
  return Math.abs(quotient - Math.round(quotient)) < 1e-9;
}

/** Keywords that only a validator can decide about. */
const UNDECIDED = [
  ...["format", "anyOf", "oneOf", "allOf", "not", "if", "contains", "uniqueItems"],
  ...["propertyNames", "patternProperties", "unevaluatedProperties", "unevaluatedItems"],
  ...["dependentRequired", "dependentSchemas", "dependencies"],
];

/**
 * Says which keyword a value does not fit that its validator has refused, without quoting the value.
 *
 * @param schema The schema of the value.
 * @param named The keyword that the validator has named. A validator that knows more than JSON Schema names none.
 */
export function describeKeyword(schema: Schema, value: unknown, named: string | undefined): string {
  const keyword = named ?? brokenKeyword(schema, value);
  if (keyword !== undefined) return `does not fit ${shown(keyword, schema)}`;
  const undecided = UNDECIDED.filter((one) => schema[one] !== undefined);
  const either =
    undecided.length > 0 ? `does not fit ${undecided.map((one) => shown(one, schema)).join(" or ")}, or ` : "";
  return `${either}fails a check that only the validator has, such as a refinement`;
}

function brokenKeyword(schema: Schema, value: unknown): string | undefined {
  // Validators write a pattern beside a format that says the same.
  if (breaksPattern(schema, value)) return schema.format === undefined ? "pattern" : "format";
  return Object.keys(LIMITS).find((keyword) => {
    const limit = schema[keyword];
    return typeof limit === "number" && LIMITS[keyword]?.(value, limit);
  });
}

function breaksPattern({ pattern }: Schema, value: unknown): boolean {
  if (typeof pattern !== "string" || typeof value !== "string") return false;
  try {
    return !new RegExp(pattern, "u").test(value);
  } catch {
    return false;
  }
}

/** The keyword, with its value if that is a number or the name of a format. */
function shown(keyword: string, { [keyword]: value }: Schema): string {
  const isShort = typeof value === "number" || (typeof value === "string" && /^[\w-]{1,40}$/.test(value));
  return isShort && keyword !== "pattern" ? `\`${keyword}: ${value}\`` : `\`${keyword}\``;
}
