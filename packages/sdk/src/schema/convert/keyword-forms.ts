import { isRecord } from "../../wire/is-record.ts";

/** What the value of a keyword has to be. */
export interface KeywordForm {
  /** In words, behind "is not". */
  readonly expected: string;
  /** A valid value, for the remedy. */
  readonly example: string;
  readonly accepts: (value: unknown) => boolean;
}

const text: KeywordForm = { expected: "a string", example: '"…"', accepts: isString };
const number: KeywordForm = { expected: "a number", example: "1", accepts: isNumber };
const count: KeywordForm = { expected: "a whole number", example: "1", accepts: isCount };
const flag: KeywordForm = { expected: "true or false", example: "true", accepts: isBoolean };
const limit: KeywordForm = { ...number, accepts: (value) => isNumber(value) || isBoolean(value) };
const names: KeywordForm = { expected: "a list of names", example: '["name"]', accepts: isListOfStrings };
const schemas: KeywordForm = { expected: "a list of schemas", example: '[{ type: "string" }]', accepts: isFilledList };
const map: KeywordForm = { expected: "an object", example: '{ name: { type: "string" } }', accepts: isRecord };

/** The keywords whose values the conversion relies on. */
export const FORMS: ReadonlyMap<string, KeywordForm> = new Map<string, KeywordForm>([
  ["$ref", { ...text, example: '"#/$defs/name"' }],
  ["allOf", schemas],
  ["anyOf", schemas],
  ["oneOf", schemas],
  ["prefixItems", { ...schemas, accepts: Array.isArray }],
  ["properties", map],
  ["required", names],
  ["enum", { expected: "a list of values", example: '["red", "green"]', accepts: Array.isArray }],
  ["title", text],
  ["description", text],
  ["format", { ...text, example: '"date-time"' }],
  ["minimum", number],
  ["maximum", number],
  ["minItems", count],
  ["maxItems", count],
]);

/** The keywords whose values are only quoted in the description, so that wrong ones would restrict nothing. */
export const QUOTED_FORMS: ReadonlyMap<string, KeywordForm> = new Map<string, KeywordForm>([
  // Draft 4 writes `exclusiveMinimum: true`.
  ["exclusiveMinimum", limit],
  ["exclusiveMaximum", limit],
  ["multipleOf", number],
  ["minLength", number],
  ["maxLength", number],
  ["minProperties", number],
  ["maxProperties", number],
  ["minContains", number],
  ["maxContains", number],
  ["pattern", { ...text, example: '"^[a-z]+$"' }],
  ["uniqueItems", flag],
  ["nullable", flag],
  ["patternProperties", { ...map, example: '{ "^x-": { type: "string" } }' }],
  ["dependentSchemas", map],
  ["dependentRequired", { ...map, example: '{ name: ["age"] }' }],
  ["dependencies", map],
  ["$defs", map],
  ["definitions", map],
]);

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

function isBoolean(value: unknown): boolean {
  return typeof value === "boolean";
}

function isCount(value: unknown): boolean {
  return Number.isInteger(value) && Number(value) >= 0;
}

function isFilledList(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}

function isListOfStrings(value: unknown): boolean {
  return Array.isArray(value) && value.every(isString);
}
