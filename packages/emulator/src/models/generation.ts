/**
 * Whether a model is older than Gemini 3, which added thinking levels, and functions together with JSON output. Unknown versions
 * count as newer.
 */
export function isBeforeGemini3(model: string): boolean {
  return /^gemini-[12]\./.test(model);
}
