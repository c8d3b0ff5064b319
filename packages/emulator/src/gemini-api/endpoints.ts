import type { Endpoint } from "../server/exchange.ts";
import { countTokens, generateContent, streamGenerateContent } from "./generate.ts";
import { getModel, listModels } from "./models.ts";

const models = "/:version{(?:v1|v1beta|v1alpha)}/models";

/** `generativelanguage.googleapis.com` */
export const geminiApiEndpoints: readonly Endpoint[] = [
  { backend: "gemini-api", operation: "listModels", method: "GET", path: models, handle: listModels },
  { backend: "gemini-api", operation: "getModel", method: "GET", path: `${models}/:call`, handle: getModel },
  post("generateContent", generateContent),
  post("streamGenerateContent", streamGenerateContent),
  post("countTokens", countTokens),
];

function post(operation: string, handle: Endpoint["handle"]): Endpoint {
  return { backend: "gemini-api", operation, method: "POST", path: `${models}/:call{[^/:]+:${operation}}`, handle };
}
