/**
 * The keywords of JSON Schema from draft 4 to 2020-12, and of OpenAPI.
 * @see https://json-schema.org/draft/2020-12/schema
 * @see https://spec.openapis.org/oas/v3.0.3#schema-object
 */
export const KEYWORD_NAMES = [
  ...(["type", "enum", "const", "title", "description", "format", "default", "examples", "example"] as const),
  ...(["properties", "required", "additionalProperties", "propertyOrdering", "patternProperties"] as const),
  ...(["propertyNames", "minProperties", "maxProperties", "unevaluatedProperties"] as const),
  ...(["dependentRequired", "dependentSchemas", "dependencies"] as const),
  ...(["items", "prefixItems", "additionalItems", "unevaluatedItems", "minItems", "maxItems", "uniqueItems"] as const),
  ...(["contains", "minContains", "maxContains"] as const),
  ...(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"] as const),
  ...(["minLength", "maxLength", "pattern", "contentEncoding", "contentMediaType", "contentSchema"] as const),
  ...(["allOf", "anyOf", "oneOf", "not", "if", "then", "else"] as const),
  ...(["$schema", "$id", "id", "$ref", "$defs", "definitions", "$comment", "$vocabulary"] as const),
  ...(["$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveAnchor", "$recursiveRef"] as const),
  ...(["deprecated", "readOnly", "writeOnly"] as const),
  ...(["nullable", "discriminator", "xml", "externalDocs"] as const),
] as const;

/** The name of a keyword. */
export type KeywordName = (typeof KEYWORD_NAMES)[number];
