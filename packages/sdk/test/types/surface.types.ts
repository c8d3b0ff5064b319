// Compiled, never run: the exact types of the public surface.
import { expectTypeOf } from "vitest";
import {
  type Backend,
  type BackendName,
  type CallOptions,
  type Candidate,
  type ChangedOption,
  type Chat,
  type ChatOptions,
  type Citation,
  type CodeAssistOptions,
  type Content,
  type Contents,
  codeAssist,
  type FinishReason,
  type FunctionCall,
  type GeminiApiOptions,
  GeminiClient,
  type GeminiOptions,
  type GenerateContentResponse,
  type GenerateContentStream,
  geminiApi,
  type HttpInfo,
  type ModelFallbackEvent,
  type OutputOf,
  type OutputOptions,
  type PendingCall,
  type Prompt,
  type PromptContent,
  type PromptFeedback,
  type PromptInlineData,
  type PromptPart,
  query,
  queryStream,
  type SchemaOption,
  type SendOptions,
  type Step,
  type StepCall,
  type StepResult,
  type StreamBodyInit,
  type StreamChunk,
  type StreamOf,
  type StreamResponseInit,
  type UsageMetadata,
  type VertexOptions,
  vertex,
} from "../../src/index.ts";

// functions
type Query = <const S extends SchemaOption = undefined>(
  prompt: Contents,
  options?: GeminiOptions & OutputOptions<S>,
) => Promise<GenerateContentResponse<OutputOf<S>>>;
expectTypeOf(query).toEqualTypeOf<Query>();
type QueryStream = <const S extends SchemaOption = undefined>(
  prompt: Contents,
  options?: GeminiOptions & OutputOptions<S>,
) => StreamOf<S>;
expectTypeOf(queryStream).toEqualTypeOf<QueryStream>();
expectTypeOf(codeAssist).toEqualTypeOf<(options?: CodeAssistOptions) => Backend>();
expectTypeOf(geminiApi).toEqualTypeOf<(options?: GeminiApiOptions) => Backend>();
expectTypeOf(vertex).toEqualTypeOf<(options?: VertexOptions) => Backend>();
expectTypeOf<Backend["name"]>().toEqualTypeOf<BackendName>();

// client
type Client = GeminiClient;
expectTypeOf<Client["sendMessage"]>().toEqualTypeOf<
  <const S extends SchemaOption = undefined>(
    prompt: Prompt,
    options?: SendOptions<S>,
  ) => Promise<GenerateContentResponse<OutputOf<S>>>
>();
expectTypeOf<Client["sendMessageStream"]>().toEqualTypeOf<
  <const S extends SchemaOption = undefined>(prompt: Prompt, options?: SendOptions<S>) => StreamOf<S>
>();
expectTypeOf<Client["generate"]>().toEqualTypeOf<
  <const S extends SchemaOption = undefined>(
    contents: Contents,
    options?: SendOptions<S>,
  ) => Promise<GenerateContentResponse<OutputOf<S>>>
>();
expectTypeOf<Client["generateStream"]>().toEqualTypeOf<
  <const S extends SchemaOption = undefined>(contents: Contents, options?: SendOptions<S>) => StreamOf<S>
>();
expectTypeOf<Exclude<keyof SendOptions, keyof CallOptions>>().toEqualTypeOf<"schema" | "repairAttempts">();
expectTypeOf<Client["history"]>().toEqualTypeOf<readonly Content[]>();
expectTypeOf<Client["clearHistory"]>().toEqualTypeOf<() => void>();
expectTypeOf<Client["fork"]>().toEqualTypeOf<() => GeminiClient>();
expectTypeOf<Client["chat"]>().toEqualTypeOf<(options?: ChatOptions) => Chat>();
expectTypeOf<Client["defaultChat"]>().toEqualTypeOf<Chat>();
expectTypeOf<Client["close"]>().toEqualTypeOf<() => Promise<void>>();
expectTypeOf<Client>().toExtend<AsyncDisposable>();
expectTypeOf<keyof Client>().toEqualTypeOf<
  | "sendMessage"
  | "sendMessageStream"
  | "generate"
  | "generateStream"
  | "history"
  | "clearHistory"
  | "fork"
  | "chat"
  | "defaultChat"
  | "close"
  | typeof Symbol.asyncDispose
>();

// chat
expectTypeOf<Chat["sendMessage"]>().toEqualTypeOf<Client["sendMessage"]>();
expectTypeOf<Chat["sendMessageStream"]>().toEqualTypeOf<Client["sendMessageStream"]>();
expectTypeOf<Chat["history"]>().toEqualTypeOf<readonly Content[]>();
expectTypeOf<Chat["contents"]>().toEqualTypeOf<readonly Content[]>();
expectTypeOf<Chat["setHistory"]>().toEqualTypeOf<(contents: readonly PromptContent[]) => void>();
expectTypeOf<Chat["rewind"]>().toEqualTypeOf<(turns?: number) => number>();
expectTypeOf<Chat["clearHistory"]>().toEqualTypeOf<() => void>();
expectTypeOf<Chat["fork"]>().toEqualTypeOf<(options?: ChatOptions) => Chat>();
expectTypeOf<keyof Chat>().toEqualTypeOf<
  | "sendMessage"
  | "sendMessageStream"
  | "history"
  | "contents"
  | "setHistory"
  | "clearHistory"
  | "rewind"
  | "fork"
  | "canResume"
  | "pending"
  | "resume"
  | "resumeStream"
  | "discard"
>();
expectTypeOf<ChatOptions>().toExtend<CallOptions>();
expectTypeOf<Exclude<keyof ChatOptions, keyof CallOptions>>().toEqualTypeOf<"history">();
expectTypeOf<ChatOptions["history"]>().toEqualTypeOf<readonly PromptContent[] | null | undefined>();

// stream
type Stream = GenerateContentStream;
expectTypeOf<Stream>().toExtend<AsyncIterable<StreamChunk>>();
expectTypeOf<Stream["response"]>().toEqualTypeOf<() => Promise<GenerateContentResponse>>();
expectTypeOf<Stream["cancel"]>().toEqualTypeOf<(options?: { readonly keepPartial?: boolean | undefined }) => void>();
expectTypeOf<Stream["textStream"]>().toEqualTypeOf<() => AsyncIterable<string, void, undefined>>();
expectTypeOf<Stream["toReadableStream"]>().toEqualTypeOf<(init?: StreamBodyInit) => ReadableStream>();
expectTypeOf<Stream["toResponse"]>().toEqualTypeOf<(init?: StreamResponseInit) => Response>();
expectTypeOf<Headers>().toExtend<StreamResponseInit["headers"]>();
expectTypeOf<{ readonly "x-own": "a" }>().toExtend<StreamResponseInit["headers"]>();
expectTypeOf<keyof Stream>().toEqualTypeOf<
  "response" | "cancel" | "textStream" | "elements" | "toReadableStream" | "toResponse" | typeof Symbol.asyncIterator
>();

// response: exactly these members, of exactly these types
expectTypeOf<Pick<GenerateContentResponse, keyof GenerateContentResponse>>().toEqualTypeOf<{
  readonly candidates: readonly Candidate[];
  readonly usageMetadata: UsageMetadata | undefined;
  readonly promptFeedback: PromptFeedback | undefined;
  readonly modelVersion: string | undefined;
  readonly responseId: string | undefined;
  readonly traceId: string | undefined;
  citations: () => readonly Citation[];
  readonly raw: readonly unknown[];
  readonly content: Content | undefined;
  readonly functionCalls: readonly FunctionCall[];
  readonly http: HttpInfo;
  readonly serviceTier: string | undefined;
  readonly text: string;
  readonly object: unknown;
  readonly thinking: string;
  readonly finishReason: FinishReason | undefined;
  readonly truncated: boolean;
  readonly contents: readonly Content[];
  readonly steps: readonly Step[];
  readonly pending: readonly PendingCall[];
  toString: () => string;
}>();

expectTypeOf<Pick<StreamChunk, keyof StreamChunk>>().toEqualTypeOf<{
  readonly type: "content" | "tool-call" | "tool-result" | "restart";
  readonly raw: unknown;
  readonly textDelta: string;
  readonly partialObject: unknown;
  readonly thinkingDelta: string;
  readonly candidates: readonly Candidate[];
  readonly finishReason: FinishReason | undefined;
  readonly usageMetadata: UsageMetadata | undefined;
  readonly toolCall: StepCall | undefined;
  readonly toolResult: StepResult | undefined;
  toString: () => string;
}>();

expectTypeOf<HttpInfo>().toEqualTypeOf<{
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string | undefined;
}>();

expectTypeOf<Candidate["continuationToken"]>().toEqualTypeOf<string | undefined>();
expectTypeOf<UsageMetadata["promptTokenCount"]>().toEqualTypeOf<number | undefined>();
expectTypeOf<UsageMetadata["cachedContentTokenCount"]>().toEqualTypeOf<number | undefined>();

// Known words are offered, others are taken.
expectTypeOf<"STOP">().toExtend<FinishReason>();
expectTypeOf<string>().toExtend<FinishReason>();

expectTypeOf<PromptInlineData["data"]>().toEqualTypeOf<string | Uint8Array | ArrayBuffer | undefined>();
expectTypeOf<PromptPart["inlineData"]>().toEqualTypeOf<PromptInlineData | undefined>();
expectTypeOf<Content>().toExtend<PromptContent>();
expectTypeOf<ModelFallbackEvent["changed"]>().toEqualTypeOf<readonly ChangedOption[] | undefined>();

// prompts
const sure = new GeminiClient();
void sure.sendMessage("text");
void sure.sendMessage({ text: "a part" });
void sure.sendMessage(["text", { inlineData: { mimeType: "image/png", data: "" } }]);
void sure.sendMessage(["text"] as const);
void sure.sendMessage({ inlineData: { mimeType: "image/png", data: new Uint8Array(1) } });
void sure.sendMessage({ inlineData: { data: "data:image/png;base64,AA==" } });
void sure.chat({
  history: [{ role: "user", parts: [{ inlineData: { mimeType: "image/png", data: new ArrayBuffer(1) } }] }],
});
void sure.sendMessage({ role: "user", parts: [{ text: "a content" }] });
void sure.generate([{ role: "user", parts: [{ text: "several" }] }]);
void sure.sendMessage({ role: "user", parts: [{ text: "a constant" }] } as const);
// @ts-expect-error the history is frozen with everything in it
void sure.history[0]?.parts?.push({ text: "more" });
void sure.generate(sure.history);
// @ts-expect-error a conversation is no prompt
void sure.sendMessage([{ role: "user", parts: [{ text: "several" }] }]);
// @ts-expect-error nothing is no prompt
void sure.sendMessage(undefined);
// @ts-expect-error a number is no prompt
void sure.sendMessage(5);
// @ts-expect-error only clients have a backend
void sure.sendMessage("text", { backend: "vertex" });
// @ts-expect-error there is no such option
void sure.sendMessage("text", { max_output_tokens: 5 });
// @ts-expect-error a snapshot cannot be changed
sure.history.push({});
// @ts-expect-error only backends that this package made
void new GeminiClient({ backend: "gemini" });
// @ts-expect-error internals are no public parameter
void new GeminiClient({ platform: undefined });
