import { readMessage } from "../checks/read-message.ts";
import { countPrompt } from "../generate/count.ts";
import { findModel } from "../generate/find-model.ts";
import { generate } from "../generate/generate.ts";
import { checkBearer } from "../oauth/check-bearer.ts";
import { invalidArgument } from "../reply/google-error.ts";
import { jsonResponse } from "../reply/json.ts";
import type { StreamReply } from "../reply/stream-reply.ts";
import { type Exchange, readJson } from "../server/exchange.ts";
import type { GenerateContentRequest, GenerateContentResponse } from "../wire/generate.ts";
import { checkEntitlement } from "./check-access.ts";
import { countEnvelopeMessage, generateEnvelopeMessage } from "./messages.ts";
import { service } from "./service.ts";

/** `POST :generateContent` */
export function generateContent(exchange: Exchange): Response {
  const { whole, headers } = prepare(exchange, false);
  return jsonResponse(whole, 200, headers);
}

/** `POST :streamGenerateContent` */
export function streamGenerateContent(exchange: Exchange): StreamReply {
  const { stream, headers } = prepare(exchange, true);
  return { values: stream, alt: exchange.url.searchParams.get("alt"), headers };
}

/** `POST :countTokens`; needs no project */
export function countTokens(exchange: Exchange): Response {
  checkBearer(exchange.headers, exchange.state.tokens, service);
  const envelope = readMessage(countEnvelopeMessage, readJson(exchange), { backend: "code-assist" });
  const request = requireRequest(envelope);
  const name = (request as { readonly model?: string }).model ?? "";
  if (!name.startsWith("models/")) throw invalidArgument("request.model must be of the form models/{model}.");
  findModel(exchange.state.catalogue, name.slice("models/".length), "code-assist");
  return jsonResponse({ totalTokens: countPrompt(request, "code-assist") });
}

function prepare(exchange: Exchange, streamed: boolean) {
  const { state } = exchange;
  checkBearer(exchange.headers, state.tokens, service);
  const envelope = readMessage(generateEnvelopeMessage, readJson(exchange), { backend: "code-assist" });
  checkEntitlement(state.account, envelope.project as string | undefined);
  const request = requireRequest(envelope);
  const modelName = (envelope.model as string | undefined) ?? "";
  const { whole, stream } = generate(exchange, "code-assist", request, modelName, streamed);
  const traceId = state.nextId("trace");
  const wrap = (response: GenerateContentResponse) => ({ response, traceId });
  return {
    whole: wrap(whole),
    stream: stream.map(wrap),
    headers: { "x-cloudaicompanion-trace-id": traceId },
  };
}

function requireRequest(envelope: Record<string, unknown>): GenerateContentRequest {
  if (envelope.request === undefined)
    throw invalidArgument("Request contains an invalid argument: request is required.");
  return envelope.request as GenerateContentRequest;
}
