// Compiled, never run: every option takes undefined and null, and what runtimes bring fits.
import type { Agent } from "node:https";
import { expectTypeOf } from "vitest";
import {
  type AbortSignalLike,
  type CachedToken,
  type CallFailure,
  type CallOptions,
  type CodeAssistOptions,
  type createFileTokenCache,
  type FetchLike,
  type FileTokenCacheOptions,
  type FunctionDeclaration,
  type GeminiApiOptions,
  GeminiClient,
  type GeminiEvent,
  type GeminiOptions,
  type GenerationOptions,
  type OnEvent,
  type Schema,
  type Timeouts,
  type TokenCache,
  type ToolConfig,
  type ToolDeclaration,
  type UsageMetadata,
  type VertexOptions,
} from "../../src/index.ts";

/** Members of Options that do not take undefined or null, or that have to be given. */
type Strict<Options> = {
  [Name in keyof Options]-?: undefined extends Options[Name] ? (null extends Options[Name] ? never : Name) : Name;
}[keyof Options];

expectTypeOf<Strict<GenerationOptions>>().toBeNever();
expectTypeOf<Strict<CallOptions>>().toBeNever();
expectTypeOf<Strict<GeminiOptions>>().toBeNever();
expectTypeOf<Strict<Timeouts>>().toBeNever();
expectTypeOf<Strict<CodeAssistOptions>>().toBeNever();
expectTypeOf<Strict<GeminiApiOptions>>().toBeNever();
expectTypeOf<Strict<VertexOptions>>().toBeNever();
expectTypeOf<Strict<FileTokenCacheOptions>>().toBeNever();
expectTypeOf<object>().toExtend<GeminiOptions>();

// under exactOptionalPropertyTypes, undefined has to be allowed by name
const inherited: GeminiOptions = { model: undefined, temperature: undefined, signal: undefined, fetch: undefined };
const notSent: GeminiOptions = { model: null, temperature: null, signal: null, fetch: null, timeouts: { total: null } };
void [inherited, notSent];

// a client takes what a call takes
expectTypeOf<GeminiOptions>().toExtend<CallOptions>();
expectTypeOf<CallOptions>().toExtend<GenerationOptions>();

// read-only values fit
const frozen = { stopSequences: ["a"], labels: { a: "b" }, safetySettings: [], history: [] } as const;
void new GeminiClient(frozen);

// a Map is a cache, and so is anything with its three methods
expectTypeOf<Map<string, CachedToken>>().toExtend<TokenCache>();
expectTypeOf<ReturnType<typeof createFileTokenCache>>().toEqualTypeOf<TokenCache>();
void new GeminiClient({ tokenCache: new Map() });
// @ts-expect-error what is set has to be forgotten too
void new GeminiClient({ tokenCache: { get: () => undefined, set: () => {} } });

// what runtimes bring
expectTypeOf<AbortSignal>().toExtend<AbortSignalLike>();
expectTypeOf(AbortSignal.timeout).returns.toExtend<CallOptions["signal"]>();
expectTypeOf<typeof globalThis.fetch>().toExtend<FetchLike>();
expectTypeOf<Agent>().toExtend<GeminiOptions["agent"]>();
const asynchronous: FetchLike = async () => new Response("");
void new GeminiClient({ fetch: asynchronous, signal: new AbortController().signal });

// events
expectTypeOf<OnEvent>().toEqualTypeOf<(event: GeminiEvent) => void>();
expectTypeOf<GeminiEvent["type"]>().toEqualTypeOf<
  | "call-start"
  | "call-end"
  | "exchange-failed"
  | "request"
  | "response"
  | "retry"
  | "model-fallback"
  | "repair"
  | "tool-call"
  | "tool-result"
  | "continuation"
  | "token-refresh"
  | "warning"
>();
void new GeminiClient({
  onEvent: (event) => {
    if (event.type === "response") expectTypeOf(event.status).toEqualTypeOf<number>();
    // @ts-expect-error only replies have a status
    if (event.type === "request") void event.status;
    if (event.type === "call-end") {
      expectTypeOf(event.model).toEqualTypeOf<string | undefined>();
      expectTypeOf(event.usageMetadata).toEqualTypeOf<UsageMetadata | undefined>();
      expectTypeOf(event.error).toEqualTypeOf<CallFailure | undefined>();
    }
  },
});

// the constructor that people type
void new GeminiClient({ apiKey: "fake-key", timeout: 30_000, maxRetries: 2 });
expectTypeOf<CallOptions["timeout"]>().toEqualTypeOf<number | null | undefined>();
expectTypeOf<CallOptions["maxRetries"]>().toEqualTypeOf<number | null | undefined>();
expectTypeOf<GeminiOptions["apiKey"]>().toEqualTypeOf<string | null | undefined>();
// @ts-expect-error a call has no key of its own
void ({ apiKey: "fake-key" } satisfies CallOptions);

// raw requests
const parameters: Schema = { type: "OBJECT", properties: { city: { type: "STRING" } }, required: ["city"] };
const declaration: FunctionDeclaration = { name: "weather", parameters };
const toolConfig: ToolConfig = { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["weather"] } };
const tools: readonly ToolDeclaration[] = [
  { functionDeclarations: [declaration] },
  { googleSearch: {} },
  { newTool: {} } as ToolDeclaration,
];
void new GeminiClient({ extraRequest: { tools, toolConfig, memberOfNextYear: 1 } });
void new GeminiClient({ extraRequest: { tools: [{ functionDeclarations: [{ name: "f" }] }] } as const });
// @ts-expect-error a typo in a tool
void new GeminiClient({ extraRequest: { tools: [{ functionDeclaration: [declaration] }] } });
// @ts-expect-error a typo in a function's declaration
void new GeminiClient({ extraRequest: { tools: [{ functionDeclarations: [{ name: "f", params: {} }] }] } });
// @ts-expect-error a typo in the configuration of the tools
void new GeminiClient({ extraRequest: { toolConfig: { functionCallConfig: {} } } });
// @ts-expect-error members of `generationConfig` have an option of their own
void new GeminiClient({ extraRequest: { generationConfig: { topK: 3 } } });
// loggers
void new GeminiClient({ logger: console });
void new GeminiClient({ logger: { warn: (line) => expectTypeOf(line).toEqualTypeOf<string>() } });
// @ts-expect-error a level is a function
void new GeminiClient({ logger: { info: "info" } });

// words that are misspelt are caught where the set is closed
// @ts-expect-error one of three names
void new GeminiClient({ backend: "vertexai" });
// @ts-expect-error a number
void new GeminiClient({ temperature: "1" });
