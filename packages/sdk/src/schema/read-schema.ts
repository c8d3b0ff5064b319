import type { GeminiError } from "../errors/gemini-error.ts";
import { invalidOption } from "../errors/option-errors.ts";
import {
  schemaInOtherForm,
  schemaNotExpressible,
  schemaWithoutJson,
  schemaWithoutValidator,
} from "../errors/schema-errors.ts";
import { isError } from "../platform/is-error.ts";
import { readable } from "../validation/readable.ts";
import { isRecord } from "../wire/is-record.ts";
import { ARKTYPE_OPTIONS, findLost } from "./arktype-losses.ts";
import { checkPlainSchema } from "./check-plain-schema.ts";
import { copyJson } from "./convert/json-copy.ts";
import { memberPath } from "./convert/pointer.ts";
import { JsonSchemaValidator } from "./json-schema-validator.ts";
import { isTypedJsonSchema } from "./output-schema.ts";
import { isLibrarySchema } from "./shape/looks-like.ts";
import type { SchemaDoubt } from "./shape/schema-doubt.ts";
import { withoutMistakes } from "./shape/without-mistakes.ts";
import type { StandardIssue, StandardJsonSchemaProps } from "./standard-schema.ts";
import type { Validated, ValueIssue } from "./value-issue.ts";

/** A schema of the caller, whatever library it is from. */
export interface ReadSchema {
  /** The JSON Schema of what the model has to write: transforms are not in it. */
  readonly json: unknown;
  /**
   * Loads the validator if the schema has none of its own. Await it before anything is sent.
   * @throws GeminiError `dependency_missing`
   */
  readonly prepare: () => Promise<void>;
  /** Whether validation returns the value as it is. The schemas of libraries may transform it. */
  readonly keepsValues: boolean;
  /** Checks a value with the schema's own validator, and applies its transforms. */
  readonly validate: (value: unknown) => Validated | Promise<Validated>;
  /** Whether it is plain JSON Schema, which leaves values as they are. */
  readonly isPlain: boolean;
  /** What its author can hardly have meant. Empty for the schemas of libraries. */
  readonly doubts: readonly SchemaDoubt[];
}

const TARGETS = ["draft-2020-12", "draft-07"] as const;

const EXPECTED = "a Zod, ArkType or Valibot schema, or plain JSON Schema";

/**
 * Reads a schema of the caller.
 *
 * @param place The option that has the schema, for errors.
 * @param isForeign Whether the caller cannot correct it, as that of an MCP server: mistakes in it are doubts then,
 * and those that no schema can have are not read.
 * @throws GeminiError `invalid_options` if it is not a schema, or has no JSON Schema.
 */
export function readSchema(place: string, schema: unknown, isForeign = false): ReadSchema {
  return readable(place, schema, () => readAnySchema(place, schema, isForeign));
}

function readAnySchema(place: string, schema: unknown, isForeign: boolean): ReadSchema {
  const isObject = (typeof schema === "object" && schema !== null) || typeof schema === "function";
  if (isObject && "~standard" in schema) {
    const standard: unknown = schema["~standard"];
    if (!hasBoth(standard)) throw notBoth(place, schema, standard);
    return readStandardSchema(place, standard);
  }
  if (isObject && isEffect(schema)) throw schemaInOtherForm(place, "effect");
  if (isTypedJsonSchema(schema)) return readPlainSchema(place, schema.jsonSchema, isForeign);
  return readPlainSchema(place, schema, isForeign);
}

function readStandardSchema(place: string, standard: StandardJsonSchemaProps): ReadSchema {
  return {
    json: inputSchema(place, standard),
    isPlain: false,
    doubts: [],
    prepare: async () => {},
    keepsValues: false,
    validate: (value) => {
      const result = standard.validate(value);
      return isThenable(result) ? Promise.resolve(result).then(readResult) : readResult(result);
    },
  };
}

/** Whether a schema can check values, and has JSON Schema. */
function hasBoth(standard: unknown): standard is StandardJsonSchemaProps {
  return isRecord(standard) && typeof standard.validate === "function" && hasJsonSchema(standard);
}

function hasJsonSchema({ jsonSchema }: Record<string, unknown>): boolean {
  return isRecord(jsonSchema) && typeof jsonSchema.input === "function";
}

function notBoth(place: string, schema: object, standard: unknown): GeminiError {
  if (!isRecord(standard)) return invalidOption(place, standard, EXPECTED);
  const vendor = String(standard.vendor);
  if (vendor === "valibot" || vendor === "effect") return schemaInOtherForm(place, vendor);
  // `_zod` came with Zod 4.
  if (vendor === "zod") return schemaInOtherForm(place, "_zod" in schema ? "zod-core" : "zod-3");
  return hasJsonSchema(standard) ? schemaWithoutValidator(place, vendor) : schemaWithoutJson(place, vendor);
}

/** A schema of Effect as `Schema.Struct()` makes it: a class, whose description is its syntax tree. */
function isEffect(schema: object): boolean {
  return typeof schema === "function" && isRecord(Reflect.get(schema, "ast"));
}

/** The first target that the library knows. */
function inputSchema(place: string, standard: StandardJsonSchemaProps): unknown {
  const isArkType = standard.vendor === "arktype";
  let failure: unknown;
  for (const target of TARGETS) {
    try {
      const json = standard.jsonSchema.input({ target, ...(isArkType && { libraryOptions: ARKTYPE_OPTIONS }) });
      const lost = isArkType ? findLost(json) : undefined;
      if (!lost) return json;
      failure = new Error(`${lost.name} cannot be represented in JSON Schema (at ${lost.path})`);
    } catch (error) {
      failure ??= error;
    }
  }
  throw schemaNotExpressible(place, isError(failure) ? failure.message : "");
}

function readPlainSchema(place: string, schema: unknown, isForeign: boolean): ReadSchema {
  const isHandle = isRecord(schema) || isLibrarySchema(schema);
  if (!isHandle) throw invalidOption(place, schema, EXPECTED);
  const doubts = checkPlainSchema(place, schema, isForeign);
  const validator = new JsonSchemaValidator(place, schema);
  return {
    json: isForeign ? withoutMistakes(copyJson(place, schema)) : schema,
    isPlain: true,
    doubts,
    prepare: () => validator.load(),
    keepsValues: true,
    validate: (value) => validator.validate(value),
  };
}

/** Validators can be hand-made: one that returns no result has decided nothing, so that no value counts as valid. */
function readResult(result: unknown): Validated {
  const { issues } = Object(result) as { readonly issues?: Iterable<StandardIssue | undefined> | null };
  if (issues == null) {
    if (!isRecord(result) || !("value" in result)) throw new TypeError("The validator returned no result.");
    return { value: result.value };
  }
  const read = [...issues].map(readIssue);
  return { issues: read.length === 0 ? [readIssue(undefined)] : read };
}

function readIssue(issue: Partial<StandardIssue> | undefined): ValueIssue {
  // A copy: `map` of a path of ArkType, which is an array of its own class, adds an element to an empty one.
  const keys = [...(issue?.path ?? [])].map((part) => String(typeof part === "object" ? part.key : part));
  return { message: String(issue?.message ?? "does not fit"), keys, path: keys.reduce(memberPath, "#") };
}

function isThenable<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as { readonly then?: unknown } | null)?.then === "function";
}
