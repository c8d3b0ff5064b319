import type { GenerationOptions } from "../options/call-options.ts";
import type { GenerateContentRequest } from "../wire/generate.ts";
import { generationConfig } from "./generation-config.ts";

/** Everything of a Gemini request but its contents, from merged options. */
export function buildRequest(options: GenerationOptions, model: string): Omit<GenerateContentRequest, "contents"> {
  const { systemPrompt, safetySettings, labels, extraRequest } = options;
  return {
    ...(systemPrompt ? { systemInstruction: { role: "user", parts: [{ text: systemPrompt }] } } : {}),
    ...(safetySettings ? { safetySettings } : {}),
    ...(labels ? { labels } : {}),
    generationConfig: generationConfig(options, model),
    ...extraRequest,
  };
}
