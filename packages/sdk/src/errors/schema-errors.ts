import type { GeminiError } from "./gemini-error.ts";
import { optionError } from "./option-errors.ts";
import { safeName, safeText } from "./safe-text.ts";

const LONGEST_PATH = 200;

/** A schema of Valibot without its wrapper. `place`: the option that has it. */
export function valibotSchema(place: string): GeminiError {
  return optionError(
    place,
    `Option \`${place}\` got a Valibot schema, which has no JSON Schema.`,
    "Pass `toStandardJsonSchema(schema)`, from the package @valibot/to-json-schema.",
  );
}

/** A schema of a library that makes no JSON Schema. */
export function schemaWithoutJson(place: string, vendor: string): GeminiError {
  const library = /^[\w@/.-]{1,40}$/.test(vendor) ? vendor : "a library";
  return optionError(
    place,
    `Option \`${place}\` got a schema from ${library}, which has no JSON Schema.`,
    "Pass a schema with `~standard.jsonSchema` (Zod 4.2 or later, ArkType 2.1.28 or later, Valibot through `toStandardJsonSchema()`), or plain JSON Schema.",
  );
}

/** The library cannot express the schema as JSON Schema. `why`: the library's message. */
export function schemaNotExpressible(place: string, why: string): GeminiError {
  const reason = safeText(why);
  return optionError(
    place,
    `Option \`${place}\` cannot be expressed as JSON Schema${reason === "" ? "." : `: ${reason.replace(/[.!]$/, "")}.`}`,
    'Describe values that are not JSON as strings, arrays or objects, and convert them with a transform: a date as `z.iso.datetime()`, `"string.date.iso.parse"` (ArkType) or `v.pipe(v.string(), v.isoTimestamp())`.',
  );
}

/** Gemini cannot be given the schema. `path`: a JSON Pointer to the problem, starting with `#`. */
export function schemaNotConvertible(place: string, path: string, problem: string, remedy: string): GeminiError {
  return optionError(place, schemaProblem(place, path, problem), remedy);
}

/** A `$ref` to something that the schema does not have. */
export function referenceLeadsNowhere(place: string, path: string): GeminiError {
  const remedy = "Only references within the schema can be sent, such as `#/$defs/name`: include what it refers to.";
  return schemaNotConvertible(place, `${path}/$ref`, "has a `$ref` to something that is not in it", remedy);
}

/** The sentence about a problem in a schema, for errors and warnings. */
export function schemaProblem(place: string, path: string, problem: string): string {
  return `The schema in \`${place}\` ${problem} (at ${safeText(path, LONGEST_PATH)}).`;
}

/** The name of a function is not one that Gemini accepts. */
export function invalidFunctionName(place: string, got: unknown): GeminiError {
  return optionError(
    place,
    `Option \`${place}\` is not a valid function name${typeof got === "string" && got !== "" ? `: ${safeText(got, 140)}` : ""}.`,
    "A function name starts with a letter or an underscore, continues with letters, digits, `_`, `.`, `:` and `-`, and has at most 128 characters.",
  );
}

/** The name of a parameter is not one that Gemini accepts. */
export function invalidParameterName(place: string, name: string): GeminiError {
  return optionError(
    place,
    `The schema in \`${place}\` has a parameter with an invalid name: ${safeName(name)}.`,
    "A parameter name starts with a letter or an underscore, continues with letters, digits and `_`, and has at most 64 characters.",
  );
}
