import { anything, choice, flag, integer, list, type Message, map, message, number, only, text } from "./fields.ts";

/**
 * The OpenAPI subset of `parameters` and `responseSchema`. Other keywords of JSON Schema, such as `$schema` or `const`, are
 * unknown fields; `parametersJsonSchema` and `responseJsonSchema` accept them.
 *
 * @see https://ai.google.dev/api/caching#Schema
 */
export const schemaMessage: Message = {
  type: choice("Type", "TYPE_UNSPECIFIED", "STRING", "NUMBER", "INTEGER", "BOOLEAN", "ARRAY", "OBJECT", "NULL"),
  format: text,
  title: text,
  description: text,
  nullable: flag,
  enum: list(text),
  default: anything,
  example: anything,
  items: message("Schema", () => schemaMessage),
  minItems: integer,
  maxItems: integer,
  properties: map(message("Schema", () => schemaMessage)),
  propertyOrdering: list(text),
  required: list(text),
  minProperties: integer,
  maxProperties: integer,
  minimum: number,
  maximum: number,
  minLength: integer,
  maxLength: integer,
  pattern: text,
  anyOf: list(message("Schema", () => schemaMessage)),
  additionalProperties: only(anything, "vertex", "code-assist"),
  ref: only(text, "vertex", "code-assist"),
  defs: only(map(message("Schema", () => schemaMessage)), "vertex", "code-assist"),
};
