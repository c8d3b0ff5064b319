/**
 * Models that allow fewer output tokens than this library's default `maxOutputTokens`, by the beginning of their name.
 * @see https://ai.google.dev/gemini-api/docs/models
 */
const OUTPUT_LIMITS: readonly (readonly [prefix: string, tokens: number])[] = [
  ["gemini-1.", 8_192],
  ["gemini-2.0-", 8_192],
  ["gemini-2.5-flash-preview-tts", 16_384],
  ["gemini-2.5-pro-preview-tts", 16_384],
  ["gemma-", 8_192],
];

/** The maximum number of output tokens of a model; Infinity if unknown. */
export function outputLimitOf(model: string): number {
  const name = model.slice(model.lastIndexOf("/") + 1);
  return OUTPUT_LIMITS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? Number.POSITIVE_INFINITY;
}
