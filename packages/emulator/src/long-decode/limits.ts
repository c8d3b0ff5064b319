import type { EmulatedModel } from "../models/catalogue.ts";

/** The way in which a request is sent. */
export interface RequestForm {
  readonly isStreamed: boolean;
  /** The version in the path, such as `v1beta`. */
  readonly version: string | undefined;
}

/**
 * The tokens of one hop.
 *
 * @see https://ai.google.dev/gemini-api/docs/generate-content/long-decode
 */
export function hopLimit({ outputTokenLimit, rules }: EmulatedModel, isStreamed: boolean): number {
  return isStreamed ? outputTokenLimit : (rules.unaryTokenLimit ?? outputTokenLimit);
}

/**
 * The largest `maxOutputTokens` that a request may have. With long decode, it is counted over all requests, within the context
 * window. Only the beta version of Vertex AI continues responses.
 */
export function outputLimit(model: EmulatedModel, { isStreamed, version }: RequestForm, hasToken: boolean): number {
  const isLong = model.rules.longDecode && version !== "v1" && (isStreamed || hasToken);
  return isLong ? model.inputTokenLimit : hopLimit(model, isStreamed);
}
