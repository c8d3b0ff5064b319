import { findModel } from "./catalogue.ts";
import type { OutputLimits } from "./model-facts.ts";
import { generationOf } from "./model-name.ts";

const DEFAULT_OUTPUT_TOKENS = 32_768;

/** Most tokens of one response of a model; empty if they are not known. */
export function outputLimits(model: string): Partial<OutputLimits> {
  return findModel(model)?.output ?? {};
}

/** The default of `maxOutputTokens`; null, which means that it is not sent, for models known to allow less. */
export function defaultOutputTokens(model: string): number | null {
  const { streamed = DEFAULT_OUTPUT_TOKENS, unstreamed = DEFAULT_OUTPUT_TOKENS } = outputLimits(model);
  return Math.min(streamed, unstreamed) < DEFAULT_OUTPUT_TOKENS ? null : DEFAULT_OUTPUT_TOKENS;
}

/**
 * The `maxOutputTokens` above which a call has to be streamed: Google refuses to generate more in one response. Infinity if a
 * stream has the same limit.
 * @see https://ai.google.dev/gemini-api/docs/generate-content/long-decode
 */
export function unstreamedOutputLimit(model: string): number {
  const facts = findModel(model);
  const isLong = facts ? facts.longDecode : (generationOf(model) ?? 0) >= 4;
  return isLong ? (facts?.output?.unstreamed ?? 32_768) : Number.POSITIVE_INFINITY;
}

/** The largest `maxOutputTokens` of a model, over all requests of a response; Infinity if it is not known. */
export function largestBudget(model: string): number {
  const { longDecode, context, output } = findModel(model) ?? {};
  return (longDecode ? context : output?.streamed) ?? Number.POSITIVE_INFINITY;
}

/** The most output tokens of one streamed response. */
export const LONGEST_HOP = 65_536;
