import { bareModelName, generationOf } from "./model-name.ts";

const DEFAULT_OUTPUT_TOKENS = 32_768;

/**
 * Models that allow fewer output tokens than this library's default `maxOutputTokens`, by the prefix of their names.
 * @see https://ai.google.dev/gemini-api/docs/models
 */
const OUTPUT_LIMITS: readonly (readonly [prefix: string, tokens: number])[] = [
  ["gemini-1.", 8_192],
  ["gemini-2.0-", 8_192],
  ["gemini-2.5-flash-preview-tts", 16_384],
  ["gemini-2.5-pro-preview-tts", 16_384],
  ["gemma-", 8_192],
];

/** The default of `maxOutputTokens`; null, which means that it is not sent, for models known to allow less. */
export function defaultOutputTokens(model: string): number | null {
  const name = model.slice(model.lastIndexOf("/") + 1);
  const limit = OUTPUT_LIMITS.find(([prefix]) => name.startsWith(prefix))?.[1];
  return limit !== undefined && limit < DEFAULT_OUTPUT_TOKENS ? null : DEFAULT_OUTPUT_TOKENS;
}

/**
 * The most output tokens that a response may have if it is not streamed. Google refuses to generate more in one.
 * @see https://ai.google.dev/gemini-api/docs/generate-content/long-decode
 */
export function unstreamedOutputLimit(model: string): number {
  if (/^gemini-4-(?:hydrogen|neon)/.test(bareModelName(model))) return LONGEST_HOP;
  return (generationOf(model) ?? 0) < 4 ? LONGEST_HOP : 32_768;
}

/** The most output tokens of one streamed response. */
export const LONGEST_HOP = 65_536;
