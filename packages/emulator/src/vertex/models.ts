import { findModel } from "../generate/find-model.ts";
import type { EmulatedModel } from "../models/catalogue.ts";
import { listPage } from "../models/list-page.ts";
import { jsonResponse } from "../reply/json.ts";
import type { Exchange } from "../server/exchange.ts";
import { authoriseList } from "./authorise.ts";

/** `GET …/publishers/google/models` */
export function listModels(exchange: Exchange): Response {
  authoriseList(exchange);
  const { items, ...next } = listPage(exchange.state.catalogue.list("vertex"), exchange.url.searchParams);
  return jsonResponse({ publisherModels: items.map(describe), ...next });
}

/** `GET …/publishers/google/models/{model}` */
export function getModel(exchange: Exchange): Response {
  authoriseList(exchange);
  return jsonResponse(describe(findModel(exchange.state.catalogue, exchange.params.call ?? "", "vertex")));
}

function describe(model: EmulatedModel): object {
  return {
    name: `publishers/google/models/${model.name}`,
    versionId: "default",
    openSourceCategory: "PROPRIETARY",
    launchStage: model.name.includes("preview") ? "PUBLIC_PREVIEW" : "GA",
    publisherModelTemplate: `projects/{user-project}/locations/{location}/publishers/google/models/${model.name}@default`,
  };
}
