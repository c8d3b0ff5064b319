import type { GeminiError } from "./gemini-error.ts";
import { optionError } from "./option-errors.ts";
import { safeName, safeText } from "./safe-text.ts";

const LONGEST_PATH = 200;

/** Libraries whose schemas have JSON Schema in some form only, and what to pass then. */
const FORMS_WITH_JSON = {
  valibot: {
    what: "a Valibot schema, which has no JSON Schema",
    pass: "Pass `toStandardJsonSchema(schema)`, from the package @valibot/to-json-schema.",
  },
  "zod-core": {
    what: "a schema of Zod, of `zod/mini` or a version before 4.2, which has no JSON Schema",
    pass: 'Use `zod` 4.2 or later, or pass `jsonSchema<z.infer<typeof schema>>(z.toJSONSchema(schema, { io: "input" }))`.',
  },
  "zod-3": {
    what: "a schema of Zod 3, which has no JSON Schema",
    pass: 'Use Zod 4.2 or later: `import { z } from "zod"` instead of `"zod/v3"`.',
  },
  effect: {
    what: "a schema of Effect without JSON Schema, or without its validator",
    pass: "Pass `Schema.toStandardSchemaV1(Schema.toStandardJSONSchemaV1(schema))`; in Effect 3, `jsonSchema<typeof schema.Encoded>(JSONSchema.make(schema))`.",
  },
} as const;

/** A library whose schemas have JSON Schema in some form only. */
export type SchemaLibrary = keyof typeof FORMS_WITH_JSON;

/** A schema in a form of the library that has no JSON Schema. `place`: the option that has it. */
export function schemaInOtherForm(place: string, library: SchemaLibrary): GeminiError {
  const { what, pass } = FORMS_WITH_JSON[library];
  return optionError(place, `Option \`${place}\` got ${what}.`, pass);
}

/** A schema of another library, which makes no JSON Schema. */
export function schemaWithoutJson(place: string, vendor: string): GeminiError {
  return optionError(
    place,
    `Option \`${place}\` got a schema of ${libraryName(vendor)}, which has no JSON Schema.`,
    "Pass a schema with `~standard.jsonSchema` (Zod 4.2 or later, ArkType 2.1.28 or later, Valibot through `toStandardJsonSchema()`), or plain JSON Schema.",
  );
}

/** A schema that makes JSON Schema, and cannot check values. */
export function schemaWithoutValidator(place: string, vendor: string): GeminiError {
  return optionError(
    place,
    `Option \`${place}\` got a schema of ${libraryName(vendor)} that has JSON Schema, but no function \`validate\` in \`~standard\`.`,
    "Pass a schema that implements Standard Schema too, or plain JSON Schema.",
  );
}

function libraryName(vendor: string): string {
  return /^[\w@/.-]{1,40}$/.test(vendor) ? vendor : "a library";
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
