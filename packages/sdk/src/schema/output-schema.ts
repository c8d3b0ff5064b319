import { isRecord } from "../wire/is-record.ts";
import type { KeywordName } from "./keyword-names.ts";
import type { StandardJsonSchema } from "./standard-schema.ts";

/**
 * A plain JSON Schema object: draft 2020-12, or the draft that its `$schema` names (draft 4, 7 or 2019-09).
 * @see https://json-schema.org/understanding-json-schema
 */
export interface JsonSchema {
  /** A keyword, such as `type` or `properties`. */
  readonly [keyword: string]: unknown;
}

/**
 * What the compiler accepts as a plain JSON Schema: an object with at least one keyword and any other members. An object without
 * a keyword, such as `{ name: "string" }`, is a mistake, and does not compile. `then` alone does not count, since promises have it.
 */
export type JsonSchemaKeywords = {
  readonly [Name in Exclude<KeywordName, "then"> | "~standard"]?: Name extends "~standard" ? undefined : unknown;
};

/**
 * A plain JSON Schema with the type of its values. Created by {@link jsonSchema}.
 */
export interface TypedJsonSchema<Value> {
  /** The schema. */
  readonly jsonSchema: JsonSchema;
  /** Exists for the compiler only. */
  readonly "~value"?: Value;
}

/**
 * What describes a value that the model has to write: a schema of a library ({@link StandardJsonSchema}), a plain JSON
 * Schema with its type ({@link jsonSchema}), or a plain JSON Schema, whose values are `unknown`.
 */
export type OutputSchema = StandardJsonSchema<unknown, unknown> | TypedJsonSchema<unknown> | JsonSchema;

/**
 * The type of a schema that is passed as an argument: an {@link OutputSchema}, but the compiler rejects objects without any
 * keyword.
 */
export type SchemaInput = StandardJsonSchema<unknown, unknown> | TypedJsonSchema<unknown> | JsonSchemaKeywords;

/** The schema of a call; without one, the response has no object. */
export type SchemaOption = SchemaInput | null | undefined;

/**
 * The type of a validated value of the schema, with transforms applied. `unknown` for plain JSON Schema, `undefined` without
 * a schema.
 */
export type OutputOf<S> = TypesOf<S>["output"];

/** The type of what the model has to write, before transforms. `unknown` for plain JSON Schema, `undefined` without a schema. */
export type InputOf<S> = TypesOf<S>["input"];

/**
 * Both types of a schema. While `S` is a type parameter, TypeScript accepts any value as a member of a conditional type, but
 * none as the conditional type itself. So with members, a test can replace `client.generate` by `async () => response`
 * (decision 46).
 */
type TypesOf<S> = S extends null | undefined
  ? Types<undefined, undefined>
  : S extends { readonly "~standard": { readonly types?: infer Standard } }
    ? NonNullable<Standard> extends { readonly input: infer Input; readonly output: infer Output }
      ? Types<Input, Output>
      : Types<unknown, unknown>
    : S extends { readonly jsonSchema: JsonSchema; readonly "~value"?: infer Value }
      ? Types<Exclude<Value, undefined>, Exclude<Value, undefined>>
      : Types<unknown, unknown>;

interface Types<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

const typed = new WeakSet<object>();

/**
 * Gives a plain JSON Schema the type of its values: `jsonSchema<{ city: string }>({ type: "object", … })`. The compiler
 * cannot check that the type and the schema agree. Values are validated with the optional package
 * `@cfworker/json-schema`.
 */
export function jsonSchema<Value>(schema: JsonSchema): TypedJsonSchema<Value> {
  const handle: TypedJsonSchema<Value> = Object.freeze({ jsonSchema: schema });
  typed.add(handle);
  return handle;
}

/** Whether {@link jsonSchema} created the value. */
export function isTypedJsonSchema(value: unknown): value is TypedJsonSchema<unknown> {
  return isRecord(value) && typed.has(value);
}
