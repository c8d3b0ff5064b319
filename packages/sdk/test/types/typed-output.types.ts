// Compiled, never run: the types of typed output on every sending method.
import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { expectTypeOf } from "vitest";
import { z } from "zod";
import {
  type CallOptions,
  type DeepPartial,
  GeminiClient,
  type GenerateContentResponse,
  type GenerateContentStream,
  jsonSchema,
  query,
  queryStream,
  type StreamChunk,
} from "../../src/index.ts";

const zod = z.object({
  city: z.string(),
  kind: z.enum(["a", "b"]),
  at: z.string().transform((text) => new Date(text)),
});
const ark = type({ city: "string", "days?": "number[]" });
const valibot = toStandardJsonSchema(v.object({ city: v.string() }));
const typed = jsonSchema<{ city: string } | null>({ type: ["object", "null"] });
const plain = { type: "object", properties: { city: { type: "string" } } };
interface Zod {
  city: string;
  kind: "a" | "b";
  at: Date;
}

const client = new GeminiClient();
const chat = client.chat();

// every method that resolves with a response
expectTypeOf((await client.generate("", { schema: zod })).object).toEqualTypeOf<Zod>();
expectTypeOf((await client.sendMessage("", { schema: zod })).object).toEqualTypeOf<Zod>();
expectTypeOf((await chat.sendMessage("", { schema: zod })).object).toEqualTypeOf<Zod>();
expectTypeOf((await chat.resume({ schema: zod })).object).toEqualTypeOf<Zod>();
expectTypeOf((await query("", { schema: zod, apiKey: "" })).object).toEqualTypeOf<Zod>();

// every method that streams
expectTypeOf((await client.generateStream("", { schema: zod }).response()).object).toEqualTypeOf<Zod>();
expectTypeOf((await client.sendMessageStream("", { schema: zod }).response()).object).toEqualTypeOf<Zod>();
expectTypeOf((await chat.sendMessageStream("", { schema: zod }).response()).object).toEqualTypeOf<Zod>();
expectTypeOf((await chat.resumeStream({ schema: zod }).response()).object).toEqualTypeOf<Zod>();
expectTypeOf((await queryStream("", { schema: zod }).response()).object).toEqualTypeOf<Zod>();

// every kind of schema
expectTypeOf((await client.generate("", { schema: ark })).object).toEqualTypeOf<{ city: string; days?: number[] }>();
expectTypeOf((await client.generate("", { schema: valibot })).object).toEqualTypeOf<{ city: string }>();
expectTypeOf((await client.generate("", { schema: typed })).object).toEqualTypeOf<{ city: string } | null>();
expectTypeOf((await client.generate("", { schema: plain })).object).toEqualTypeOf<unknown>();
expectTypeOf((await client.generate("", { schema: { type: "string" } })).object).toEqualTypeOf<unknown>();
expectTypeOf((await client.generate("", { schema: z.enum(["a", "b"]) })).object).toEqualTypeOf<"a" | "b">();

// without a schema
const callOptions: CallOptions = {};
expectTypeOf((await client.generate("")).object).toEqualTypeOf<undefined>();
expectTypeOf((await client.generate("", {})).object).toEqualTypeOf<undefined>();
expectTypeOf((await client.generate("", { temperature: 1 })).object).toEqualTypeOf<undefined>();
expectTypeOf((await client.generate("", callOptions)).object).toEqualTypeOf<undefined>();
expectTypeOf((await client.generate("", { schema: undefined })).object).toEqualTypeOf<undefined>();
expectTypeOf((await client.generate("", { schema: null })).object).toEqualTypeOf<undefined>();
expectTypeOf((await client.generateStream("").response()).object).toEqualTypeOf<undefined>();
expectTypeOf((await query("", { apiKey: "" })).object).toEqualTypeOf<undefined>();
// the exchange may have a schema, which the compiler does not know
expectTypeOf((await chat.resume()).object).toEqualTypeOf<never>();
let response = await chat.sendMessage("");
response = await chat.resume({ results: {} });
void response;
expectTypeOf((await chat.resume({ schema: null })).object).toEqualTypeOf<undefined>();
// perhaps a schema
const perhaps = Math.random() > 1 ? zod : undefined;
expectTypeOf((await client.generate("", { schema: perhaps })).object).toEqualTypeOf<Zod | undefined>();

// partial objects are what the model writes, in part
for await (const { partialObject } of client.generateStream("", { schema: zod })) {
  expectTypeOf(partialObject).toEqualTypeOf<
    { readonly city?: string; readonly kind?: string; readonly at?: string } | undefined
  >();
}
for await (const chunk of client.generateStream("")) {
  expectTypeOf(chunk.partialObject).toEqualTypeOf<undefined>();
  expectTypeOf(chunk).toExtend<StreamChunk>();
}
for await (const { partialObject } of chat.sendMessageStream("", { schema: plain })) {
  expectTypeOf(partialObject).toEqualTypeOf<unknown>();
}
interface Tree {
  readonly name: string;
  readonly tags: readonly ["x", number];
  readonly children: readonly Tree[];
  readonly left: Tree | null;
}
expectTypeOf<DeepPartial<Tree>["name"]>().toEqualTypeOf<string | undefined>();
expectTypeOf<NonNullable<DeepPartial<Tree>["tags"]>>().toEqualTypeOf<readonly (string | number)[]>();
expectTypeOf<DeepPartial<Tree>["left"]>().toEqualTypeOf<DeepPartial<Tree> | null | undefined>();

// elements of arrays
for await (const element of client.generateStream("", { schema: z.array(zod) }).elements()) {
  expectTypeOf(element).toEqualTypeOf<Zod>();
}
for await (const element of chat.sendMessageStream("", { schema: ark.array() }).elements()) {
  expectTypeOf(element).toEqualTypeOf<{ city: string; days?: number[] }>();
}
for await (const element of queryStream("", { schema: jsonSchema<number[]>({ type: "array" }) }).elements()) {
  expectTypeOf(element).toEqualTypeOf<number>();
}
for await (const element of client.generateStream("", { schema: plain }).elements()) {
  expectTypeOf(element).toEqualTypeOf<unknown>();
}
// @ts-expect-error an object has no elements
for await (const _element of client.generateStream("", { schema: zod }).elements());
// @ts-expect-error nor has a call without a schema
for await (const _element of client.generateStream("").elements());

// what has a type fits where none is asked for
const responses: readonly GenerateContentResponse[] = [
  await client.generate(""),
  await client.generate("", { schema: zod }),
];
const streams: readonly GenerateContentStream[] = [
  client.generateStream(""),
  client.generateStream("", { schema: zod }),
  client.generateStream("", { schema: z.array(zod) }),
];
void [responses, streams];

// @ts-expect-error a client has no schema
void new GeminiClient({ schema: zod });
// @ts-expect-error nor has a chat
void client.chat({ schema: zod });
// @ts-expect-error a schema is an object
void client.generate("", { schema: "object" });
// @ts-expect-error a number of attempts
void client.generate("", { schema: zod, repairAttempts: true });
