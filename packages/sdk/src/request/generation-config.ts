import { outputLimitOf } from "../models/output-limits.ts";
import type { GenerationOptions } from "../options/call-options.ts";
import type { GenerationConfig, ThinkingConfig } from "../wire/generate.ts";

const DEFAULT_TEMPERATURE = 1;
const DEFAULT_MAX_OUTPUT_TOKENS = 32_768;

/** Options that stand in `generationConfig` under the same name. */
const PASSED_THROUGH = [
  "topP",
  "topK",
  "stopSequences",
  "seed",
  "presencePenalty",
  "frequencyPenalty",
  "candidateCount",
  "responseMimeType",
  "mediaResolution",
] as const;

/** The `generationConfig` of merged options: null is not sent, undefined is the default where there is one. */
export function generationConfig(options: GenerationOptions, model: string): GenerationConfig {
  const config: GenerationConfig = {};
  const temperature = options.temperature === undefined ? DEFAULT_TEMPERATURE : options.temperature;
  if (temperature !== null) config.temperature = temperature;
  const limit = options.maxOutputTokens === undefined ? defaultLimit(model) : options.maxOutputTokens;
  if (limit !== null) config.maxOutputTokens = limit;
  const passed = PASSED_THROUGH.filter((name) => options[name] !== undefined && options[name] !== null);
  const thinking = thinkingConfig(options);
  if (thinking) config.thinkingConfig = thinking;
  const same = Object.fromEntries(passed.map((name) => [name, options[name]]));
  return { ...config, ...same, ...options.extraGenerationConfig };
}

function defaultLimit(model: string): number | null {
  return outputLimitOf(model) < DEFAULT_MAX_OUTPUT_TOKENS ? null : DEFAULT_MAX_OUTPUT_TOKENS;
}

/** A budget other than 0, or a level, asks for thought parts; `includeThoughts` says otherwise; 0 never asks. */
function thinkingConfig(options: GenerationOptions): ThinkingConfig | undefined {
  const { thinkingBudget: budget, thinkingLevel: level, includeThoughts } = options;
  if (budget == null && level == null && includeThoughts == null) return undefined;
  const config: ThinkingConfig = {};
  if (budget != null) config.thinkingBudget = budget;
  if (level != null) config.thinkingLevel = level.toUpperCase();
  if (budget === 0) return config;
  const asks = includeThoughts === undefined ? true : includeThoughts;
  if (asks !== null) config.includeThoughts = asks;
  return config;
}
