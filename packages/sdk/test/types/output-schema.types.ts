// Compiled, never run: the types that are inferred from schemas.
import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { expectTypeOf } from "vitest";
import { z } from "zod";
import {
  GeminiClient,
  type InputOf,
  type JsonSchema,
  jsonSchema,
  type OutputOf,
  type OutputSchema,
  type SchemaInput,
  type SendOptions,
  schemaReport,
  tool,
} from "../../src/index.ts";

const zod = z.object({ a: z.string().transform(Number), kind: z.enum(["x", "y"]), more: z.number().optional() });
expectTypeOf<OutputOf<typeof zod>>().toEqualTypeOf<{ a: number; kind: "x" | "y"; more?: number | undefined }>();
expectTypeOf<InputOf<typeof zod>>().toEqualTypeOf<{ a: string; kind: "x" | "y"; more?: number | undefined }>();
expectTypeOf<typeof zod>().toExtend<OutputSchema>();

const ark = type({ a: "string", "b?": "number[]" });
expectTypeOf<OutputOf<typeof ark>>().toEqualTypeOf<{ a: string; b?: number[] }>();
expectTypeOf<typeof ark>().toExtend<OutputSchema>();

const valibot = toStandardJsonSchema(v.object({ a: v.pipe(v.string(), v.transform(Number)) }));
expectTypeOf<OutputOf<typeof valibot>>().toEqualTypeOf<{ a: number }>();
expectTypeOf<InputOf<typeof valibot>>().toEqualTypeOf<{ a: string }>();
expectTypeOf<typeof valibot>().toExtend<OutputSchema>();

const typed = jsonSchema<{ a: string } | null>({ type: ["object", "null"] });
expectTypeOf<OutputOf<typeof typed>>().toEqualTypeOf<{ a: string } | null>();
expectTypeOf<InputOf<typeof typed>>().toEqualTypeOf<{ a: string } | null>();
expectTypeOf<typeof typed>().toExtend<OutputSchema>();

const plain = { type: "object", properties: { a: { type: "string" } } } as const;
expectTypeOf<OutputOf<typeof plain>>().toEqualTypeOf<unknown>();
expectTypeOf<typeof plain>().toExtend<OutputSchema>();

expectTypeOf<OutputOf<undefined>>().toEqualTypeOf<undefined>();
expectTypeOf<OutputOf<null>>().toEqualTypeOf<undefined>();
expectTypeOf<string>().not.toExtend<OutputSchema>();

// what JSON Schema is written as
const client = new GeminiClient();
/** JSON Schema as the packages that describe it declare it: without an index signature. */
interface DeclaredSchema {
  readonly type?: string;
  readonly properties?: { readonly [name: string]: DeclaredSchema };
}
declare const declared: DeclaredSchema;
declare const imported: { type: string; properties: { a: { type: string } }; vendor: boolean };
declare const record: Record<string, unknown>;
declare const json: JsonSchema;
declare const output: OutputSchema | undefined;
void client.generate("", { schema: declared });
void client.generate("", { schema: imported });
void client.generate("", { schema: record });
void client.generate("", { schema: json });
void client.generate("", { schema: output });
void client.generate("", { schema: {} });
void client.generate("", { schema: z.toJSONSchema(zod) });
void client.generate("", { schema: { type: "string", "x-order": 1, vendor: [1] } });
void client.generate("", { schema: { $ref: "#/$defs/a", $defs: { a: { const: 1 } } } });
void schemaReport({ type: "string", "x-order": 1 });
export const options: SendOptions = { schema: { type: "string", "x-order": 1 } };
export const schema: OutputSchema = { type: "string", "x-order": 1 };
/** A function of a program that passes schemas on. */
export async function extract<const S extends OutputSchema>(given: S, more: SendOptions<S>): Promise<OutputOf<S>> {
  await client.generate("", more);
  tool({ name: "a", parameters: given });
  return (await client.generate("", { schema: given })).object;
}
expectTypeOf<OutputSchema>().toExtend<SchemaInput>();

// @ts-expect-error names of types
void client.generate("", { schema: { name: "string", age: "number" } });
// @ts-expect-error the properties alone
void client.generateStream("", { schema: { city: { type: "string" } } });
// @ts-expect-error schemas of a library
void client.sendMessage("", { schema: { city: z.string() } });
// @ts-expect-error a wrapper of OpenAI
void client.generate("", { schema: { name: "a", strict: true, schema: { type: "object" } } });
// @ts-expect-error a schema of Valibot without toStandardJsonSchema()
void client.generate("", { schema: v.object({}) });
// @ts-expect-error a promise
void client.generate("", { schema: Promise.resolve({ type: "object" }) });
// @ts-expect-error the properties alone
void tool({ name: "a", parameters: { city: { type: "string" } }, execute: () => 1 });
// @ts-expect-error names of types
void schemaReport({ name: "string" });
