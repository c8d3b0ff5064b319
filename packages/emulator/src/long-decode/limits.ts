import type { EmulatedModel } from "../models/catalogue.ts";

/** Tokens of one streamed response. */
const hopTokens = 65_536;

/** Tokens of a whole response, all hops together. */
const longestAnswer = 1_048_576;

/** The way in which a request is sent. */
export interface RequestForm {
  readonly isStreamed: boolean;
  /** The version in the path, such as `v1beta`. */
  readonly version: string | undefined;
}

/** Whether a model can continue a response. */
export function hasLongDecode(model: string): boolean {
  return /^gemini-4-/.test(model);
}

/**
 * The tokens of one hop.
 *
 * @see https://ai.google.dev/gemini-api/docs/generate-content/long-decode
 */
export function hopLimit(model: string, isStreamed: boolean): number {
  return isStreamed || !/^gemini-4-(?:argon|carbon)/.test(model) ? hopTokens : hopTokens / 2;
}

/** The largest `maxOutputTokens` that a request may have. Only the beta version of Vertex AI continues responses. */
export function outputLimit(model: EmulatedModel, { isStreamed, version }: RequestForm, hasToken: boolean): number {
  if (!hasLongDecode(model.name)) return model.outputTokenLimit;
  if (version === "v1") return hopLimit(model.name, isStreamed);
  return isStreamed || hasToken ? longestAnswer : hopLimit(model.name, false);
}
