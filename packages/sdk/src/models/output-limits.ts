/**
 * Models whose `maxOutputTokens` is limited below this library's default, by the start of the name.
 * @see https://ai.google.dev/gemini-api/docs/models
 */
const OUTPUT_LIMITS: readonly (readonly [prefix: string, tokens: number])[] = [
  ["gemini-1.", 8_192],
  ["gemini-2.0-", 8_192],
  ["gemini-2.5-flash-preview-tts", 16_384],
  ["gemini-2.5-pro-preview-tts", 16_384],
  ["gemma-", 8_192],
];

/** The most output tokens that a model is known to allow; Infinity where nothing is known. */
export function outputLimitOf(model: string): number {
  const name = model.slice(model.lastIndexOf("/") + 1);
  return OUTPUT_LIMITS.find(([prefix]) => name.startsWith(prefix))?.[1] ?? Number.POSITIVE_INFINITY;
}
