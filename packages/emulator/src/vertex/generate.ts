import { countRequestMessage, generateRequestMessage } from "../checks/generate-messages.ts";
import { readMessage } from "../checks/read-message.ts";
import type { RequestTypes } from "../checks/type-names.ts";
import { countPrompt } from "../generate/count.ts";
import { findModel } from "../generate/find-model.ts";
import { generate } from "../generate/generate.ts";
import { jsonResponse } from "../reply/json.ts";
import type { StreamReply } from "../reply/stream-reply.ts";
import { type Exchange, pathModel, readJson } from "../server/exchange.ts";
import type { GenerateContentRequest, GenerateContentResponse } from "../wire/generate.ts";
import { authorise } from "./authorise.ts";

/** `POST …/publishers/google/models/{model}:generateContent` */
export function generateContent(exchange: Exchange): Response {
  return jsonResponse(prepare(exchange, false).whole);
}

/** `POST …/publishers/google/models/{model}:streamGenerateContent` */
export function streamGenerateContent(exchange: Exchange): StreamReply {
  const { stream } = prepare(exchange, true);
  return { values: stream, alt: exchange.url.searchParams.get("alt") };
}

/** `POST …/publishers/google/models/{model}:countTokens` */
export function countTokens(exchange: Exchange): Response {
  authorise(exchange);
  findModel(exchange.state.catalogue, pathModel(exchange.params) ?? "", "vertex");
  const request = readMessage(
    countRequestMessage,
    readJson(exchange),
    typesOf(exchange),
  ) as unknown as GenerateContentRequest;
  const totalTokens = countPrompt(request, "vertex");
  return jsonResponse({ totalTokens, promptTokensDetails: [{ modality: "TEXT", tokenCount: totalTokens }] });
}

/** How Vertex AI names the tier that a request asks for in its header. */
const trafficTypes: ReadonlyMap<string, string> = new Map([
  ["flex", "ON_DEMAND_FLEX"],
  ["priority", "ON_DEMAND_PRIORITY"],
]);

function typesOf({ params }: Exchange): RequestTypes {
  return { backend: "vertex", version: params.version };
}

function prepare(exchange: Exchange, streamed: boolean) {
  const { state } = exchange;
  authorise(exchange);
  // Only the beta version continues responses.
  const { continuationToken: _, ...stable } = generateRequestMessage;
  const fields = exchange.params.version === "v1" ? stable : generateRequestMessage;
  const body = readMessage(fields, readJson(exchange), typesOf(exchange));
  const modelName = pathModel(exchange.params) ?? "";
  const request = body as unknown as GenerateContentRequest;
  const createTime = new Date(state.now()).toISOString();
  const { whole, stream } = generate(exchange, "vertex", request, modelName, streamed);
  const trafficType = trafficTypes.get(exchange.headers.get("x-vertex-ai-llm-shared-request-type") ?? "");
  const stamp = (value: GenerateContentResponse) => ({
    ...value,
    ...(trafficType !== undefined && { usageMetadata: { ...value.usageMetadata, trafficType } }),
    createTime,
  });
  return { whole: stamp(whole), stream: stream.map(stamp) };
}
