import { findModel } from "./catalogue.ts";
import type { OutputLimits } from "./model-facts.ts";

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
