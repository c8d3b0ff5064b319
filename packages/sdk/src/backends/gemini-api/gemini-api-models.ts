import type { CallScope } from "../../scope/call-scope.ts";
import type { BackendContext } from "../backend.ts";
import { listModels, type ModelList } from "../list-models.ts";

/**
 * The models that this key can generate content with.
 * `baseUrl` includes the API version.
 * @see https://ai.google.dev/api/models#method:-models.list
 */
export async function geminiApiModels(
  baseUrl: string,
  signIn: Pick<ModelList, "authorizer" | "origins">,
  context: BackendContext,
  scope: CallScope,
): Promise<readonly string[]> {
  const list = { backend: "gemini-api", url: `${baseUrl}/models`, member: "models", ...signIn } as const;
  const models = await listModels(list, context, scope);
  return models
    .filter(({ supportedGenerationMethods: methods }) => Array.isArray(methods) && methods.includes("generateContent"))
    .map(({ name }) => String(name).replace(/^models\//, ""));
}
