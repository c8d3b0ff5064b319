// Compiled, never run: the types of tools.
import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { expectTypeOf } from "vitest";
import { z } from "zod";
import {
  type Approval,
  GeminiClient,
  googleSearch,
  jsonSchema,
  type PendingCall,
  type StepResult,
  type Tool,
  type ToolArgs,
  type ToolContext,
  tool,
} from "../../src/index.ts";

// arguments are the output of the schema
const fromZod = tool({
  name: "zod",
  description: "",
  parameters: z.object({
    city: z.string(),
    days: z.number().optional(),
    at: z.string().transform((text) => new Date(text)),
  }),
  execute: (args, context) => {
    expectTypeOf(args).toEqualTypeOf<{ city: string; days?: number | undefined; at: Date }>();
    expectTypeOf(context).toEqualTypeOf<ToolContext>();
    expectTypeOf(context.signal).toEqualTypeOf<AbortSignal>();
    return { ok: true };
  },
});
const fromArk = tool({
  name: "ark",
  parameters: type({ city: "string", "days?": "number" }),
  execute: async ({ city, days }) => {
    expectTypeOf(city).toEqualTypeOf<string>();
    expectTypeOf(days).toEqualTypeOf<number | undefined>();
    return city;
  },
});
const fromValibot = tool({
  name: "valibot",
  parameters: toStandardJsonSchema(v.object({ city: v.string() })),
  execute: ({ city }) => [{ text: city }, { inlineData: { mimeType: "image/png", data: new Uint8Array() } }],
});
const plain = tool({
  name: "plain",
  parameters: { type: "object", properties: { city: { type: "string" } } },
  execute: (args) => {
    expectTypeOf(args).toEqualTypeOf<Record<string, unknown>>();
    return null;
  },
});
const typed = tool({
  name: "typed",
  parameters: jsonSchema<{ city: string }>({ type: "object" }),
  execute: ({ city }) => city.length,
});
const bare = tool({ name: "bare", execute: () => true });
const manual = tool({ name: "manual", parameters: z.object({}), timeout: null, needsApproval: true });

// tools of different types fit into one array
const tools = [fromZod, fromArk, fromValibot, plain, typed, bare, manual, googleSearch()];
expectTypeOf(tools).toEqualTypeOf<Tool[]>();
const client = new GeminiClient({ tools, toolChoice: ["zod"], toolLoop: { maxRounds: 3, approve: () => "allow" } });
const chat = client.chat({ tools, toolLoop: false });
void client.generate("", {
  tools,
  toolLoop: { approve: async (_call, { signal }) => (signal.aborted ? "deny" : { deny: "" }) },
});
void chat.resume({ results: { a: 1 }, temperature: 1 });

expectTypeOf(chat.canResume).toEqualTypeOf<boolean>();
expectTypeOf(chat.pending).toEqualTypeOf<readonly PendingCall[]>();
expectTypeOf<PendingCall["args"]>().toEqualTypeOf<Readonly<Record<string, unknown>>>();
expectTypeOf<StepResult["result"]>().toEqualTypeOf<unknown>();
expectTypeOf<Approval>().toEqualTypeOf<"allow" | "deny" | "pause" | { readonly deny: string }>();
expectTypeOf<ToolArgs<undefined>>().toEqualTypeOf<Record<string, unknown>>();

// @ts-expect-error a function of the schema's arguments
void tool({ name: "a", parameters: z.object({ city: z.string() }), execute: ({ town }) => town });
// @ts-expect-error the model gets no undefined
void tool({ name: "a", execute: () => undefined });
// @ts-expect-error a function without a result
void tool({ name: "a", execute: async () => {} });
// @ts-expect-error a name is needed
void tool({ execute: () => 1 });
// @ts-expect-error raw declarations go into extraRequest
void new GeminiClient({ tools: [{ functionDeclarations: [] }] });
// @ts-expect-error there is no such choice
void client.generate("", { toolChoice: "required" });
// @ts-expect-error approve() takes no booleans
void client.generate("", { toolLoop: { approve: () => true } });
