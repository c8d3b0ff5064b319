import { countRequestMessage, generateRequestMessage } from "../checks/generate-messages.ts";
import { readMessage } from "../checks/read-message.ts";
import type { RequestTypes } from "../checks/type-names.ts";
import type { Answer } from "../generate/answer.ts";
import { countPrompt } from "../generate/count.ts";
import { findModel } from "../generate/find-model.ts";
import { generate } from "../generate/generate.ts";
import { jsonResponse } from "../reply/json.ts";
import type { StreamReply } from "../reply/stream-reply.ts";
import { type Exchange, pathModel, readJson } from "../server/exchange.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";
import { checkKey } from "./check-key.ts";
import { service } from "./service.ts";

/** `POST /v1beta/models/{model}:generateContent` */
export function generateContent(exchange: Exchange): Response {
  const { whole, headers } = prepare(exchange, false);
  return jsonResponse(whole, 200, headers);
}

/** `POST /v1beta/models/{model}:streamGenerateContent` */
export function streamGenerateContent(exchange: Exchange): StreamReply {
  const { stream, headers } = prepare(exchange, true);
  return { values: stream, alt: exchange.url.searchParams.get("alt"), headers };
}

/** `POST /v1beta/models/{model}:countTokens`, with contents or a whole generate request */
export function countTokens(exchange: Exchange): Response {
  checkKey(exchange, service);
  findModel(exchange.state.catalogue, pathModel(exchange.params) ?? "", "gemini-api");
  const body = readMessage(countRequestMessage, readJson(exchange), typesOf(exchange));
  const totalTokens = countPrompt(
    (body.generateContentRequest ?? body) as unknown as GenerateContentRequest,
    "gemini-api",
  );
  return jsonResponse({ totalTokens, promptTokensDetails: [{ modality: "TEXT", tokenCount: totalTokens }] });
}

function typesOf({ params }: Exchange): RequestTypes {
  return { backend: "gemini-api", version: params.version };
}

function prepare(exchange: Exchange, streamed: boolean): Answer & { readonly headers: Record<string, string> } {
  checkKey(exchange, service);
  const body = readMessage(generateRequestMessage, readJson(exchange), typesOf(exchange));
  const modelName = pathModel(exchange.params) ?? "";
  const request = body as unknown as GenerateContentRequest;
  const answer = generate(exchange, "gemini-api", request, modelName, streamed);
  return { ...answer, headers: { "x-gemini-service-tier": (request.serviceTier ?? "standard").toLowerCase() } };
}
