// Compiled, never run: a test can pass its own objects in place of those that the library creates, with a cast only for the output of a schema.

import { expectTypeOf } from "vitest";
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
  type SchemaOption,
  type SendOptions,
  type StreamChunk,
} from "../../src/index.ts";

// `never` fits the object of any schema
const response: GenerateContentResponse<never> = {
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
  object: undefined as never,
  thinking: "",
  finishReason: "STOP",
  truncated: false,
  contents: [],
  steps: [],
  pending: [],
  citations: () => [],
};

const chunk: StreamChunk<never> = {
  type: "content",
  raw: undefined,
  textDelta: "Hello!",
  partialObject: undefined as never,
  thinkingDelta: "",
  candidates: [],
  finishReason: undefined,
  usageMetadata: undefined,
  toolCall: undefined,
  toolResult: undefined,
};

const stream: GenerateContentStream<never, never, never> = {
  response: async () => response,
  cancel: () => {},
  async *[Symbol.asyncIterator]() {
    yield chunk;
  },
  async *textStream() {
    yield chunk.textDelta;
  },
  elements: () => undefined as never,
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

const part: Pick<GeminiClient, "generate"> = { generate: async () => response };
void [client, part];
// @ts-expect-error a fake has to have the members that it promises
void ({ generateStream: () => stream } satisfies Pick<GeminiClient, "generate">);

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
