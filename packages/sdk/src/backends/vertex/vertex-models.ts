import type { Authorizer } from "../../http/send.ts";
import type { CallScope } from "../../scope/call-scope.ts";
import type { BackendContext } from "../backend.ts";
import { listModels } from "../list-models.ts";

/** Of everything that Google publishes there, the models that generate content; the list does not say which do. */
const GENERATES = /^gemini-(?!embedding)/;

/**
 * The Gemini models of Google at this location, in the beta version of the API alone and without the project.
 * @see https://cloud.google.com/vertex-ai/docs/reference/rest/v1beta1/publishers.models/list
 */
export async function vertexModels(
  baseUrl: string,
  authorizer: Authorizer,
  context: BackendContext,
  scope: CallScope,
): Promise<readonly string[]> {
  const url = `${baseUrl}/v1beta1/publishers/google/models`;
  const models = await listModels({ backend: "vertex", url, member: "publisherModels", authorizer }, context, scope);
  return models
    .map(({ name }) => String(name).replace(/^publishers\/google\/models\//, ""))
    .filter((name) => GENERATES.test(name));
}
