// Compiled, never run: a test can pass its own objects in place of those that the library creates, without a cast.

import { expectTypeOf, vi } from "vitest";
import {
  type Blob,
  type Chat,
  type Content,
  type Contents,
  type FunctionResponse,
  GeminiClient,
  type GenerateContentResponse,
  type GenerateContentStream,
  type InlineData,
  type Part,
  type Prompt,
  type SchemaOption,
  type SendOptions,
  type StreamChunk,
  type StreamOf,
} from "../../src/index.ts";

const response: GenerateContentResponse<undefined> = {
  candidates: [{ content: { role: "model", parts: [{ text: "Hello!" }] }, finishReason: "STOP", index: undefined }],
  usageMetadata: { totalTokenCount: 5, thoughtsTokenCount: undefined },
  promptFeedback: undefined,
  modelVersion: undefined,
  responseId: undefined,
  traceId: undefined,
  http: { status: 200, headers: {}, requestId: undefined },
  serviceTier: undefined,
  raw: [],
  content: undefined,
  functionCalls: [],
  text: "Hello!",
  object: undefined,
  thinking: "",
  finishReason: "STOP",
  truncated: false,
  contents: [],
  steps: [],
  pending: [],
  citations: () => [],
};

const chunk: StreamChunk<undefined> = {
  type: "content",
  raw: undefined,
  textDelta: "Hello!",
  partialObject: undefined,
  thinkingDelta: "",
  candidates: [],
  finishReason: undefined,
  usageMetadata: undefined,
  toolCall: undefined,
  toolResult: undefined,
};

const stream: StreamOf<undefined> = {
  response: async () => response,
  cancel: () => {},
  async *[Symbol.asyncIterator]() {
    yield chunk;
  },
  async *textStream() {
    yield chunk.textDelta;
  },
  elements: () => {
    throw new Error("no elements without a schema");
  },
  toReadableStream: () => new ReadableStream(),
  toResponse: () => new Response(),
};

const chat: Chat = {
  sendMessage: async () => response,
  sendMessageStream: () => stream,
  history: [],
  contents: [],
  setHistory: () => {},
  clearHistory: () => {},
  rewind: () => 1,
  canResume: false,
  pending: [],
  resume: async () => response,
  resumeStream: () => stream,
  discard: () => {},
  fork: () => chat,
};

const client: GeminiClient = {
  generate: async () => response,
  generateStream: () => stream,
  sendMessage: async () => response,
  sendMessageStream: () => stream,
  defaultChat: chat,
  chat: () => chat,
  history: [],
  clearHistory: () => {},
  fork: () => client,
  close: async () => {},
  [Symbol.asyncDispose]: async () => {},
};

// a part of a client or a chat, with a response of each type
const plain: GenerateContentResponse = response;
const typed: GenerateContentResponse<{ city: string }> = { ...response, object: { city: "Paris" } };
const streamed: GenerateContentStream = { ...stream, elements: async function* () {} };
const parts: readonly Pick<GeminiClient, "generate">[] = [
  { generate: async () => response },
  { generate: async () => plain },
  { generate: async () => typed },
  { generate: async () => ({ ...plain, text: "Bye!" }) },
  { generate: async (contents, options) => ({ ...response, text: `${contents} ${options?.model}` }) },
  { generate: async (contents: Contents) => ({ ...response, text: `${contents}` }) },
  { generate: () => Promise.reject(new Error("fake")) },
];
const streams: readonly Pick<GeminiClient, "generateStream">[] = [
  { generateStream: () => stream },
  { generateStream: () => streamed },
];
const chats: readonly Pick<Chat, "sendMessage" | "sendMessageStream" | "resume" | "resumeStream" | "history">[] = [
  {
    sendMessage: async (prompt: Prompt) => ({ ...plain, text: `${prompt}` }),
    sendMessageStream: () => streamed,
    resume: async () => plain,
    resumeStream: () => streamed,
    history: [],
  },
];
void [client, parts, streams, chats];
void ({ generate: async () => plain } satisfies Pick<GeminiClient, "generate">);
void ({ generate: async () => plain } satisfies Partial<GeminiClient>);
void ({ generate: async (_: Contents) => plain } as GeminiClient);
void ({ sendMessage: async (_: Prompt) => plain } as Chat);
// @ts-expect-error a fake has to have the members that it promises
void ({ generateStream: () => stream } satisfies Pick<GeminiClient, "generate">);
// @ts-expect-error and so has its response
void ({ generate: async () => ({ text: "Hello!" }) } satisfies Pick<GeminiClient, "generate">);

// mock functions
void ({ generate: vi.fn(async () => plain) } satisfies Pick<GeminiClient, "generate">);
void ({ generate: vi.fn<GeminiClient["generate"]>() } satisfies Pick<GeminiClient, "generate">);
void ({ generateStream: vi.fn(() => stream) } satisfies Pick<GeminiClient, "generateStream">);
vi.fn<GeminiClient["generate"]>().mockResolvedValue(plain);
vi.spyOn(client, "generate").mockResolvedValue(plain);
vi.mocked(client.generate).mockResolvedValueOnce(response);

// an interface of the program's own, which a client and a small object fit
interface Asks {
  generate(prompt: string): Promise<{ text: string }>;
  generateStream(prompt: string): AsyncIterable<{ textDelta: string }>;
}
const asks: readonly Asks[] = [
  client,
  {
    generate: async () => ({ text: "Hello!" }),
    async *generateStream() {
      yield { textDelta: "Hello!" };
    },
  },
];
void asks;

// the types of a method
expectTypeOf<Parameters<GeminiClient["generate"]>[0]>().toEqualTypeOf<Contents>();
expectTypeOf<Parameters<GeminiClient["generate"]>[1]>().toEqualTypeOf<SendOptions<SchemaOption> | undefined>();
expectTypeOf<SendOptions | undefined>().toExtend<Parameters<GeminiClient["generate"]>[1]>();
expectTypeOf<Awaited<ReturnType<GeminiClient["generate"]>>>().toEqualTypeOf<GenerateContentResponse>();

// a client is still a class
class LoggingClient extends GeminiClient {
  override generate<const S extends SchemaOption = undefined>(contents: Contents, options?: SendOptions<S>) {
    return super.generate(contents, options);
  }
}
expectTypeOf(new LoggingClient({ model: "gemini-3.8-flash" })).toExtend<GeminiClient>();
const unknown: unknown = client;
if (unknown instanceof GeminiClient) expectTypeOf(unknown).toEqualTypeOf<GeminiClient>();

// under exactOptionalPropertyTypes, what Google may leave out can be sent back as it is
const answers = response.functionCalls.map(
  ({ id, name }): Part => ({ functionResponse: { id, name, response: { ok: true } } }),
);
const echoed: FunctionResponse = { id: undefined, name: undefined, response: undefined };
const content: Content = { role: undefined, parts: [...answers, { functionResponse: echoed, text: undefined }] };
void client.generate([content, response.content ?? content]);

expectTypeOf<Blob>().toEqualTypeOf<InlineData>();
