import type { GeminiOptions } from "gemini-ts";

/** The flags of the options that the command sets. */
const FLAGS: Readonly<Partial<Record<keyof GeminiOptions, string>>> = {
  model: "--model",
  fallbackModels: "--fallback-model",
  systemPrompt: "--system",
  temperature: "--temperature",
  maxOutputTokens: "--max-output-tokens",
  thinkingBudget: "--thinking-budget",
  thinkingLevel: "--thinking-level",
  includeThoughts: "--show-thinking",
  backend: "--backend",
  credentialsPath: "--credentials",
};

/** The flag for an option of the SDK, such as `fallbackModels[1]`; undefined if there is none. */
export function flagOf(option: string | undefined): string | undefined {
  const name = option?.replace(/\[\d+\]$/, "");
  return Object.entries(FLAGS).find(([known]) => known === name)?.[1];
}
