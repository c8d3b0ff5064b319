/**
 * Whether a model is older than Gemini 3, which brought thinking levels, and functions beside JSON output. What is neither 1.x
 * nor 2.x may be newer than this code and counts as new.
 */
export function isBeforeGemini3(model: string): boolean {
  return /^gemini-[12]\./.test(model);
}
