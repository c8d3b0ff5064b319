import type { GeminiOptions } from "gemini-ts";

/** The flags of the options that the command sets. */
const FLAGS = {
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
  schema: "--schema",
} satisfies Partial<Record<keyof GeminiOptions | "schema", string>>;

const KNOWN: ReadonlyMap<string, string> = new Map(Object.entries(FLAGS));

/** The flag for an option of the SDK, such as `fallbackModels[1]`; undefined if there is none. */
export function flagOf(option: string | undefined): string | undefined {
  return KNOWN.get(option?.replace(/\[\d+\]$/, "") ?? "");
}

/** A sentence of the SDK with flags in place of the names of options, which the SDK writes in backticks. */
export function inFlags(sentence: string): string {
  return sentence.replaceAll(/`([\w[\]]+)`/g, (quoted, option) => flagOf(option) ?? quoted);
}
