import {
  type Content,
  codeAssist,
  GeminiClient,
  GeminiError,
  type GeminiOptions,
  type GenerateContentResponse,
  geminiApi,
  googleSearch,
  jsonSchema,
  type Part,
  query,
  queryStream,
  type StreamChunk,
  type Tool,
  type ToolDeclaration,
  tool,
  vertex,
} from "gemini-ts";

const options: GeminiOptions = { model: "gemini-3.8-flash", temperature: 0.2, thinkingBudget: null };

export async function converse(apiKey: string): Promise<string> {
  const client = new GeminiClient({ ...options, apiKey, timeout: 30_000, maxRetries: 2 });
  try {
    const stream = client.sendMessageStream("Hello!");
    let text = "";
    for await (const chunk of stream) text += describe(chunk);
    const whole: GenerateContentResponse = await stream.response();
    const history: readonly Content[] = client.fork().history;
    return `${text}${whole.text}${whole.usageMetadata?.totalTokenCount ?? 0}${history.length}`;
  } catch (error) {
    if (error instanceof GeminiError) return error.code;
    throw error;
  } finally {
    client.clearHistory();
    await client.close();
  }
}

function describe(chunk: StreamChunk): string {
  return `${chunk.thinkingDelta}${chunk.textDelta}`;
}

export const backends = [
  geminiApi({ apiKey: "fake-key" }),
  codeAssist({ project: "a-project" }),
  vertex({ accessToken: async () => "fake-token" }),
];

const part: Part = { functionResponse: { id: undefined, name: "f", response: {} } };
const tools: readonly ToolDeclaration[] = [{ functionDeclarations: [{ name: "f" }] }];
const chunk: StreamChunk = {
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
declare const response: GenerateContentResponse;
export const fake: Pick<GeminiClient, "generate" | "generateStream" | "fork"> = {
  generate: async () => response,
  generateStream: () => ({
    response: () => new GeminiClient().generate([part], { extraRequest: { tools } }),
    cancel: () => {},
    async *[Symbol.asyncIterator]() {
      yield chunk;
    },
    async *textStream() {
      yield chunk.textDelta;
    },
    async *elements() {},
    toReadableStream: () => queryStream("Hello!").toReadableStream(),
    toResponse: () => queryStream("Hello!").toResponse(),
  }),
  fork: () => new GeminiClient(),
};

export async function withTools(): Promise<number> {
  const parameters = jsonSchema<{ city: string }>({ type: "object" });
  const weather: Tool = tool({
    name: "get_weather",
    parameters,
    execute: ({ city }, { signal, callId }) => (signal.aborted ? null : `${city} ${callId}`),
  });
  const chat = new GeminiClient({ tools: [weather, googleSearch()], toolLoop: { approve: () => "pause" } }).chat();
  const response = await chat.resume({ results: { [chat.pending[0]?.callId ?? ""]: { done: true } } });
  return response.steps.length + response.pending.length;
}

export async function onTheWeb(): Promise<number> {
  const status: number = queryStream("Hello!").toResponse({ headers: { "x-own": "a" } }).status;
  const { value } = await queryStream("Hello!").toReadableStream().getReader().read();
  for await (const text of queryStream("Hello!").textStream()) return text.length;
  return status + (value?.length ?? 0);
}

export async function once(): Promise<string> {
  for await (const chunk of queryStream("Hello!", { maxOutputTokens: 10 })) return chunk.textDelta;
  return (await query("Hello!")).text;
}
