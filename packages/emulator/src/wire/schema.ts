/**
 * A schema on the wire: Google's OpenAPI subset (`responseSchema`, `parameters`; types such as `"STRING"`)
 * or JSON Schema (`responseJsonSchema`, `parametersJsonSchema`). Both are untrusted JSON, so readers check every property.
 *
 * @see https://ai.google.dev/api/caching#Schema
 */
export interface Schema {
  readonly [keyword: string]: unknown;
}
