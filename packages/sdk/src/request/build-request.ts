import type { AskedModel } from "../errors/model-errors.ts";
import { acceptedParameters } from "../models/parameter-rules.ts";
import { acceptedThinking } from "../models/thinking-support.ts";
import { type GenerationOptions, generationTable } from "../options/call-options.ts";
import { extraConfigOf } from "../options/extra-request.ts";
import type { ChangedOption } from "../platform/events.ts";
import type { BackendName } from "../wire/backend-name.ts";
import type { GenerateContentRequest, ThinkingConfig } from "../wire/generate.ts";
import { isRecord } from "../wire/is-record.ts";

/** Builds a request to a model, without its contents, from merged options. */
export function buildRequest(options: GenerationOptions, model: string): Omit<GenerateContentRequest, "contents"> {
  const thinking = thinkingConfig(options);
  return {
    ...membersOf("request", options, model),
    generationConfig: {
      ...membersOf("generationConfig", options, model),
      ...(thinking && { thinkingConfig: thinking }),
      ...extraConfigOf(options),
    },
    ...options.extraRequest,
  };
}

/** A request to a fallback model. */
export interface FallbackRequest {
  readonly rest: Omit<GenerateContentRequest, "contents">;
  readonly changed: readonly ChangedOption[];
}

/** Builds the same request for a fallback model, with options that it accepts. */
export function fallbackRequest(
  options: GenerationOptions,
  { asked, answering }: AskedModel,
  backend: BackendName,
): FallbackRequest {
  const rest = buildRequest(options, asked);
  if (!isRecord(rest.generationConfig)) return { rest, changed: [] };
  const { thinkingConfig, ...others } = rest.generationConfig;
  const accepted = acceptedParameters(answering, backend, others);
  const thinking = isRecord(thinkingConfig) ? acceptedThinking(answering, thinkingConfig) : UNCHANGED;
  const changed = [...accepted.changed, ...thinking.changed];
  if (changed.length === 0) return { rest, changed };
  const config = isRecord(thinkingConfig) ? thinking.config : thinkingConfig;
  const generationConfig = { ...accepted.parameters, ...(config !== undefined && { thinkingConfig: config }) };
  return { rest: { ...rest, generationConfig }, changed };
}

/** The `maxOutputTokens` of a request, 0 if it has none. */
export function maxOutputTokensOf({ generationConfig }: Omit<GenerateContentRequest, "contents">): number {
  const limit = isRecord(generationConfig) ? generationConfig.maxOutputTokens : undefined;
  return typeof limit === "number" ? limit : 0;
}
const UNCHANGED = { config: undefined, changed: [] } as const;

/** The options that are sent in this part of the request, according to their rows in the table. */
function membersOf(part: "request" | "generationConfig", options: GenerationOptions, model: string) {
  const members: Record<string, unknown> = {};
  for (const [name, row] of rows) {
    if (row.sentIn !== part) continue;
    const value = options[name] === undefined ? row.default?.(model) : options[name];
    if (value === undefined || value === null) continue;
    members[row.sentAs ?? name] = row.encode ? row.encode(value) : value;
  }
  return members;
}

const rows = Object.entries(generationTable) as readonly (readonly [keyof GenerationOptions, Row])[];

/** A row, whatever the type of its option. */
interface Row {
  readonly sentIn?: string;
  readonly sentAs?: string;
  readonly default?: (model: string) => unknown;
  readonly encode?: (value: unknown) => unknown;
}

/**
 * A budget other than 0, or a level, requests thoughts unless `includeThoughts` overrides that. A budget of 0 never
 * does.
 */
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
