/** The types of JSON Schema. */
export const TYPES = ["string", "number", "integer", "boolean", "object", "array", "null"] as const;

/** A type of JSON Schema. */
export type TypeName = (typeof TYPES)[number];

/** Keywords that bring in the schema of another place. */
export const REFERENCES: readonly string[] = ["$ref", "$dynamicRef", "$recursiveRef"];

/** Keywords that hold schemas which say nothing until a reference leads to them. */
export const DEFINITIONS: readonly string[] = ["$defs", "definitions"];

/** Keywords that say something about values without restricting them, and are not sent. */
export const ANNOTATIONS: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "id",
  "$anchor",
  "$dynamicAnchor",
  "$vocabulary",
  "$comment",
  ...DEFINITIONS,
  "default",
  "examples",
  "example",
  "deprecated",
  "readOnly",
  "writeOnly",
  "discriminator",
  // Where it is true, it has been rewritten: see nullable.ts.
  "nullable",
  "contentEncoding",
  "contentMediaType",
  "contentSchema",
]);

/** Keywords that restrict values in ways that Gemini does not know. Their values are named in the description. */
export const UNSUPPORTED: ReadonlySet<string> = new Set([
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "contains",
  "minContains",
  "maxContains",
  "propertyNames",
  "patternProperties",
  "dependentRequired",
  "dependentSchemas",
  "dependencies",
  "unevaluatedProperties",
  "unevaluatedItems",
  "not",
  "if",
  "then",
  "else",
]);

/** Keywords that are converted one by one. */
export const CONVERTED: ReadonlySet<string> = new Set([
  ...["type", "enum", "const", "title", "description", "anyOf", "oneOf"],
  ...["format", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
  ...["properties", "required", "additionalProperties", "propertyOrdering"],
  ...["items", "prefixItems", "additionalItems", "minItems", "maxItems"],
]);

/** Keywords that apply to one type only; values of other types ignore them. */
export const APPLIES_TO: ReadonlyMap<string, TypeName> = new Map([
  ["properties", "object"],
  ["required", "object"],
  ["additionalProperties", "object"],
  ["propertyOrdering", "object"],
  ["patternProperties", "object"],
  ["propertyNames", "object"],
  ["minProperties", "object"],
  ["maxProperties", "object"],
  ["dependentRequired", "object"],
  ["dependentSchemas", "object"],
  ["dependencies", "object"],
  ["unevaluatedProperties", "object"],
  ["items", "array"],
  ["prefixItems", "array"],
  ["additionalItems", "array"],
  ["minItems", "array"],
  ["maxItems", "array"],
  ["uniqueItems", "array"],
  ["contains", "array"],
  ["minContains", "array"],
  ["maxContains", "array"],
  ["unevaluatedItems", "array"],
  ["minLength", "string"],
  ["maxLength", "string"],
  ["pattern", "string"],
  ["minimum", "number"],
  ["maximum", "number"],
  ["exclusiveMinimum", "number"],
  ["exclusiveMaximum", "number"],
  ["multipleOf", "number"],
] satisfies [string, TypeName][]);

/**
 * The formats that Gemini takes, by type.
 * @see https://ai.google.dev/gemini-api/docs/structured-output
 */
export const FORMATS: ReadonlyMap<string, TypeName> = new Map([
  ["date-time", "string"],
  ["date", "string"],
  ["time", "string"],
  ["int32", "integer"],
  ["int64", "integer"],
  ["float", "number"],
  ["double", "number"],
] satisfies [string, TypeName][]);

/**
 * All days of the calendar, as Zod writes them in its patterns of dates.
 * @see https://zod.dev/api#iso-dates
 */
export const CALENDAR_DAY = String.raw`(?:(?:\d\d[2468][048]|\d\d[13579][26]|\d\d0[48]|[02468][048]00|[13579][26]00)-02-29|\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|(?:02)-(?:0[1-9]|1\d|2[0-8])))`;

/**
 * Patterns that only repeat what a format says. Zod writes them for `z.iso.date()` and `z.iso.datetime({ offset: true })`.
 * Without `offset`, the pattern says more than the format: that the time is in UTC.
 */
export const SAID_BY_FORMAT: ReadonlyMap<string, string> = new Map([
  ["date", `^${CALENDAR_DAY}$`],
  [
    "date-time",
    String.raw`^${CALENDAR_DAY}T(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|([+-](?:[01]\d|2[0-3]):[0-5]\d)))$`,
  ],
]);

/** Deeper nesting than this is refused. Google refuses deep schemas too, and does not publish the limit. */
export const DEEPEST_SCHEMA = 32;

/** More schemas than this within one schema are refused, those that merging multiplies included. */
export const MOST_SCHEMAS = 5_000;
