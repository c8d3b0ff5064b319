import type { GenerateBackend } from "../backend.ts";
import { isBeforeGemini3 } from "../models/generation.ts";
import { invalidArgument } from "../reply/google-error.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";
import type { Tool } from "../wire/tools.ts";

/** Google's own tools, except for those of which it is not known whether they go with functions. */
const GOOGLES: readonly (keyof Tool)[] = ["googleSearch", "googleMaps", "urlContext", "codeExecution", "fileSearch"];

/**
 * Checks the tools beside declared functions:
 *
 * | service | before Gemini 3 | Gemini 3 and later |
 * |---|---|---|
 * | Gemini API | refused | needs `toolConfig.includeServerSideToolInvocations` |
 * | Vertex AI | refused | accepted |
 * | Code Assist | not known, accepted | not known, accepted |
 *
 * @see https://ai.google.dev/gemini-api/docs/tool-combination
 * @see https://github.com/cloudwego/eino-ext/issues/761 the message for the missing flag
 * @see https://github.com/withceleste/celeste-python/issues/197 the message of the Gemini API before Gemini 3
 * @see https://github.com/BerriAI/litellm/issues/26682 the message of Vertex AI
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkMixedTools(request: GenerateContentRequest, model: string, service: GenerateBackend): void {
  const { tools = [], toolConfig } = request;
  if (!tools.some((tool) => GOOGLES.some((name) => tool[name] !== undefined))) return;
  if (service === "gemini-api" && isBeforeGemini3(model)) {
    throw invalidArgument("Tool use with function calling is unsupported by the model.");
  }
  if (service === "gemini-api" && !toolConfig?.includeServerSideToolInvocations) {
    throw invalidArgument(
      "Please enable tool_config.include_server_side_tool_invocations to use Built-in tools with Function calling.",
    );
  }
  if (service === "vertex" && isBeforeGemini3(model)) {
    throw invalidArgument("Multiple tools are supported only when they are all search tools.");
  }
}
