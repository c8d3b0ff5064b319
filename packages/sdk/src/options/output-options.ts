import type { JsonSchema, SchemaOption } from "../schema/output-schema.ts";
import { integerRule, type OptionRule } from "../validation/option-rule.ts";
import type { OptionTable } from "../validation/option-table.ts";
import { type CallOptions, callTable } from "./call-options.ts";

/** Options for output of a given type. Options of a single call: a client or chat has no defaults for them. */
export interface OutputOptions<S extends SchemaOption | JsonSchema = SchemaOption | JsonSchema> {
  /**
   * What the model has to write: a Zod 4 or ArkType schema, a Valibot schema in `toStandardJsonSchema()`, or JSON
   * Schema, plain or in `jsonSchema()`. The response then has an `object` that fits it, or the call fails:
   * `output_truncated`, `output_invalid`. A schema that Gemini does not accept, and an object that is not a schema,
   * fail with `invalid_options`, before anything is sent. Excludes `responseMimeType` other than JSON, and
   * `responseJsonSchema` and `responseSchema` in `extraGenerationConfig`. Not copied.
   * @default none
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/guides/typed-output.md
   */
  schema?: S;
  /**
   * How often the model is shown its own output and what is wrong with it, and asked to write it again, 0 to 10. Each repair is
   * another paid request, within the same deadlines. A stream whose chunks have been read is repaired only with
   * `retry: { restartStreams: true }`.
   * @default 1
   */
  repairAttempts?: number | null | undefined;
}

/** Options of one call, with `schema` for its output. */
export type SendOptions<S extends SchemaOption | JsonSchema = SchemaOption | JsonSchema> = CallOptions &
  OutputOptions<S>;

/** What a resumed exchange has to write. `before`: what its latest call inherits, lowest precedence first. */
export function mergedOutput(before: readonly OutputOptions[], latest: OutputOptions): OutputOptions {
  const calls = [...before, latest];
  return {
    schema: calls.findLast(({ schema }) => schema !== undefined)?.schema,
    repairAttempts: calls.findLast(({ repairAttempts }) => repairAttempts !== undefined)?.repairAttempts,
  };
}

/**
 * The options that the next resumption of an exchange inherits, lowest precedence first. `before`: the same before its latest call,
 * the first of which began it. An approval is not inherited from a resumption, since it was given for that one alone; a signal
 * is not inherited at all.
 */
export function inheritedOptions(before: readonly SendOptions[], latest: SendOptions): readonly SendOptions[] {
  if (latest === before[0]) return before;
  const lasting = { ...latest, signal: undefined, toolLoop: undefined };
  return Object.values(lasting).every((value) => value === undefined) ? before : [...before, lasting];
}

const schemaRule: OptionRule = {
  expected: "a Zod, ArkType or Valibot schema, or plain JSON Schema",
  accepts: (value) =>
    (typeof value === "object" && value !== null && !Array.isArray(value)) || typeof value === "function",
};

/** Every option of {@link SendOptions}. */
export const sendTable: OptionTable<SendOptions> = {
  ...callTable,
  schema: { ...schemaRule, copied: false },
  repairAttempts: integerRule(0, 10),
};
