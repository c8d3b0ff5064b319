import type { Endpoint } from "../server/exchange.ts";
import { countTokens, generateContent, streamGenerateContent } from "./generate.ts";
import { getModel, listModels } from "./models.ts";

const version = "/:version{(?:v1|v1beta1)}";

// With a project, and without one (express mode).
const roots = [`${version}/projects/:project/locations/:location`, version];

/** `{location}-aiplatform.googleapis.com` */
export const vertexEndpoints: readonly Endpoint[] = roots.flatMap((root) => {
  const models = `${root}/publishers/google/models`;
  const post = (operation: string, handle: Endpoint["handle"]): Endpoint => ({
    backend: "vertex",
    operation,
    method: "POST",
    path: `${models}/:call{[^/:]+:${operation}}`,
    handle,
  });
  return [
    { backend: "vertex", operation: "listModels", method: "GET", path: models, handle: listModels },
    { backend: "vertex", operation: "getModel", method: "GET", path: `${models}/:call`, handle: getModel },
    post("generateContent", generateContent),
    post("streamGenerateContent", streamGenerateContent),
    post("countTokens", countTokens),
  ] satisfies Endpoint[];
});
