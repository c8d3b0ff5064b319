import { findModel } from "../generate/find-model.ts";
import type { EmulatedModel } from "../models/catalogue.ts";
import { listPage } from "../models/list-page.ts";
import { jsonResponse } from "../reply/json.ts";
import type { Exchange } from "../server/exchange.ts";
import { checkKey } from "./check-key.ts";
import { service } from "./service.ts";

/** `GET /v1beta/models` */
export function listModels(exchange: Exchange): Response {
  checkKey(exchange, service);
  const { items, ...next } = listPage(exchange.state.catalogue.list("gemini-api"), exchange.url.searchParams);
  return jsonResponse({ models: items.map(describe), ...next });
}

/** `GET /v1beta/models/{model}` */
export function getModel(exchange: Exchange): Response {
  checkKey(exchange, service);
  return jsonResponse(describe(findModel(exchange.state.catalogue, exchange.params.call ?? "", "gemini-api")));
}

function describe(model: EmulatedModel): object {
  return {
    name: `models/${model.name}`,
    version: "001",
    displayName: model.displayName,
    description: `${model.displayName}, emulated`,
    inputTokenLimit: model.inputTokenLimit,
    outputTokenLimit: model.outputTokenLimit,
    supportedGenerationMethods: ["generateContent", "countTokens"],
    temperature: 1,
    topP: 0.95,
    topK: 64,
    maxTemperature: 2,
    ...(model.thinking ? { thinking: true } : {}),
  };
}
