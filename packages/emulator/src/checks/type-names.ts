import type { GenerateBackend } from "../backend.ts";

/** The service whose types a request has. */
export interface RequestTypes {
  readonly backend: GenerateBackend;
  /** In the path of the request, such as `v1beta`; Code Assist has none. */
  readonly version?: string | undefined;
}

/**
 * The name of a message or enum in Google's errors. `type` is its name in the package of Vertex AI, which Code Assist uses too, or
 * a name with its package.
 *
 * @see https://github.com/zereight/gitlab-mcp/issues/166 the Gemini API
 * @see https://github.com/decolua/9router/issues/1081 Vertex AI
 */
export function typeUrl(type: string, { backend, version }: RequestTypes): string {
  return `type.googleapis.com/${type.startsWith("google.") ? type : nameIn(type, backend, version)}`;
}

function nameIn(type: string, backend: GenerateBackend, version = "v1beta"): string {
  if (backend === "code-assist") return `google.cloud.aiplatform.master.${type}`;
  if (backend === "vertex") return `google.cloud.aiplatform.${version}.${type}`;
  return `google.ai.generativelanguage.${version}.${type.replace(/^GenerationConfig\.(?=ThinkingConfig)/, "")}`;
}
