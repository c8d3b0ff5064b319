// Compiled, never run: the types that are inferred from schemas.
import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { expectTypeOf } from "vitest";
import { z } from "zod";
import { type InputOf, jsonSchema, type OutputOf, type OutputSchema } from "../../src/index.ts";

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
