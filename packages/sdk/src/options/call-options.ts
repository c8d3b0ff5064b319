import { defaultOutputTokens } from "../models/output-limits.ts";
import type { AbortSignalLike } from "../platform/web-types.ts";
import { maxRetriesRule, type RetryChoice, retryRule } from "../retry/retry-options.ts";
import { deadlineRule, type Timeouts, timeoutsRule } from "../scope/timeouts.ts";
import { booleanRule, integerRule, listRule, numberRule, patternRule, stringRule } from "../validation/option-rule.ts";
import type { OptionRow, OptionTable } from "../validation/option-table.ts";
import type { MediaResolution, ResponseModality, SafetySetting, ServiceTier, ThinkingLevel } from "../wire/generate.ts";
import type { ToolConfig, ToolDeclaration } from "../wire/tools.ts";
import {
  jsonObjectRule,
  modalitiesRule,
  modelRule,
  penaltyRule,
  requestMembersRule,
  safetySettingsRule,
  serviceTierRule,
  signalRule,
  stringsObjectRule,
} from "./call-rules.ts";
import { headersRule } from "./header-rules.ts";
import type { Sending } from "./sending.ts";
import { type ToolOptions, toolOptionsTable } from "./tool-options.ts";

/**
 * How a response is generated, for a client or for one call. `undefined` inherits: a call inherits from its client, a
 * client from the defaults. `null` means that the option is not sent, even if the client sets it.
 * @see https://ai.google.dev/api/generate-content#generationconfig
 */
export interface GenerationOptions extends ToolOptions {
  /**
   * Model name, with or without `models/`, or `"pro"`, `"flash"` or `"flash-lite"` for the newest model of that kind that
   * this version knows. Google's own aliases, such as `"gemini-flash-latest"`, are sent as they are.
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/models.md
   * @default the environment variable `GEMINI_MODEL`, else `"gemini-3.8-flash"`; on Code Assist `"gemini-2.5-pro"`
   */
  model?: string | null | undefined;
  /**
   * Models to call next, in this order, if one fails with `model_overloaded` or `rate_limited` (after its retries),
   * `quota_exhausted` or `model_unavailable`; not after `server_error`, a failed connection or a failed sign-in. An event
   * reports each change of model. Each model gets the whole conversation, without the signatures of other models. Later rounds of
   * functions and repairs of an output stay with the model that answered. At most 10.
   * @default none
   */
  fallbackModels?: readonly string[] | null | undefined;
  /**
   * Randomness, 0 to 2. Gemini 4, and 3.5 Flash-Lite, 3.6 Flash and later ignore it.
   * @default not sent: the service's own, 1.0 for Gemini
   */
  temperature?: number | null | undefined;
  /**
   * Maximum number of tokens in a response, including thinking. If a response takes several requests (see
   * {@link continuation}), this is the limit for all of them together. If it exceeds what a model returns without
   * streaming, the response is streamed internally.
   * @default 32768; not sent to models known to allow less
   */
  maxOutputTokens?: number | null | undefined;
  /**
   * Whether to request the rest of a response that Google ends at the length of one response (`CONTINUATION`), and to
   * continue a broken stream from its last checkpoint. `false` returns the first piece, with `truncated` and its
   * `continuationToken`.
   * @default true
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/guides/long-responses.md
   */
  continuation?: boolean | null | undefined;
  /**
   * Maximum number of thinking tokens, for Gemini 2.5 and 3: 0 is off, -1 lets the model decide. Gemini 4 rejects it.
   * Excludes `thinkingLevel`.
   */
  thinkingBudget?: number | null | undefined;
  /**
   * How much to think, for Gemini 3 and later. Few models accept all levels: Gemini 3.8 Flash accepts LOW to HIGH.
   * Excludes `thinkingBudget`.
   * @see https://ai.google.dev/gemini-api/docs/thinking
   */
  thinkingLevel?: ThinkingLevel | null | undefined;
  /**
   * Whether to return summaries of the thinking.
   * @default true with a thinking level, or a budget other than 0; else not sent
   */
  includeThoughts?: boolean | null | undefined;
  /** Instructions for the whole conversation, sent as `systemInstruction`. */
  systemPrompt?: string | null | undefined;
  /** Nucleus sampling, 0 to 1. The models that ignore `temperature` ignore it too. */
  topP?: number | null | undefined;
  /** How many of the likeliest tokens to choose from, 1 or more. The models that ignore `temperature` ignore it too. */
  topK?: number | null | undefined;
  /** At most 5 strings that end the response when the model generates them. The response does not include them. */
  stopSequences?: readonly string[] | null | undefined;
  /** 32-bit integer. The same seed usually produces the same response. */
  seed?: number | null | undefined;
  /**
   * Above 0, words that were used before become less likely. From -2 up to 2, 2 excluded. Gemini 4, and 3.5 Flash-Lite,
   * 3.6 Flash and later reject it.
   */
  presencePenalty?: number | null | undefined;
  /** Above 0, words become less likely each time they are used. Limits as for `presencePenalty`. */
  frequencyPenalty?: number | null | undefined;
  /**
   * How many candidates to generate, 1 to 8. Gemini 4 allows only 1, and so do many models of Gemini 3 on the Gemini
   * API. Accessors and history use the first one that has content.
   * @default not sent: the service generates 1
   */
  candidateCount?: number | null | undefined;
  /** `"text/plain"`, `"application/json"` or `"text/x.enum"`. */
  responseMimeType?: string | null | undefined;
  /** The blocking threshold of each harm category. */
  safetySettings?: readonly SafetySetting[] | null | undefined;
  /** Key-value pairs for billing reports (Vertex AI and Code Assist; the Gemini API rejects them). */
  labels?: Readonly<Record<string, string>> | null | undefined;
  /**
   * The resolution at which the model sees images and video. Lower resolutions cost fewer tokens. With Gemini 3 and later,
   * each part of a prompt can have its own: `{ inlineData, mediaResolution: { level: "MEDIA_RESOLUTION_HIGH" } }`.
   * @see https://ai.google.dev/gemini-api/docs/media-resolution
   */
  mediaResolution?: MediaResolution | null | undefined;
  /**
   * What the response consists of. Only some models can answer with images or audio.
   * @default not sent: text
   */
  responseModalities?: readonly ResponseModality[] | null | undefined;
  /**
   * How Google processes and bills the request: `"flex"` costs less and may take minutes, `"priority"` costs more and
   * comes first. `response.serviceTier` is the tier that Google used. Gemini API and Vertex AI only; Code Assist fails with
   * `unsupported`.
   * @see https://ai.google.dev/gemini-api/docs/optimization
   * @default not sent: `"standard"`
   */
  serviceTier?: ServiceTier | null | undefined;
  /**
   * Whether Google stores prompt and response in the project's logs, for up to 55 days. Gemini API only; the other
   * backends fail with `unsupported`.
   * @default not sent: the project's setting, which is to store for paid projects created on or after 26 October 2026
   * @see https://ai.google.dev/gemini-api/docs/logs-datasets
   */
  store?: boolean | null | undefined;
  /**
   * Members of `generationConfig` for which this version has no option. They replace options of the same name, even if
   * they are in snake case; they are sent in camel case. A call's members are added to the client's.
   */
  extraGenerationConfig?: Readonly<Record<string, unknown>> | null | undefined;
  /**
   * Members of the request for which this version has no option, such as `cachedContent`. A call's members are added to the
   * client's. A member that an option also sets, such as `systemInstruction` if there is a `systemPrompt`, fails with
   * `invalid_options`, whether the client, chat or call sets them. So do `contents`, `model`, and `generationConfig`,
   * whose members go into {@link extraGenerationConfig}.
   */
  extraRequest?: Readonly<ExtraRequest> | null | undefined;
}

/** Members of a request under Google's names. Any other member that Google defines is accepted too. */
export interface ExtraRequest {
  /** What the model may call, as Google's JSON; you send the results yourself. Excludes the option `tools`. */
  tools?: readonly ToolDeclaration[] | undefined;
  /**
   * How the model uses its tools. With the option `tools`, pass only members that have no option, such as `retrievalConfig`: a
   * `functionCallingConfig` that duplicates `toolChoice` is `invalid_options`.
   */
  toolConfig?: ToolConfig | undefined;
  /** The name of cached content, `cachedContents/…`. */
  cachedContent?: string | undefined;
  /** Not accepted: pass options, or `extraGenerationConfig`. */
  generationConfig?: undefined;
  /** Not accepted: pass the option `model`. */
  model?: undefined;
  /** Not accepted: pass contents as the first argument. */
  contents?: undefined;
  [member: string]: unknown;
}

/** Options of one call. They replace the client's for that call only. */
export interface CallOptions extends GenerationOptions {
  /**
   * HTTP headers to add. `null` drops the client's headers. `x-goog-api-key` fails with `invalid_options`: pass
   * `apiKey`. So does `authorization`, unless the backend signs in with an API key: then both are sent, for example for
   * a gateway.
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/guides/proxies.md#a-gateway-with-a-key-of-its-own
   */
  headers?: Readonly<Record<string, string>> | null | undefined;
  /**
   * Aborts the call, even while it waits in the queue. The call then fails with `aborted`, whose `cause` is the
   * signal's reason. The signals of the client and of the call both apply; `null` ignores the client's for one call.
   */
  signal?: AbortSignalLike | null | undefined;
  /**
   * Deadline in milliseconds of the whole call, retries included: short for `timeouts: { total }`. `null` means no limit.
   * Excludes `timeouts`.
   * @default 1800000
   */
  timeout?: number | null | undefined;
  /** Deadlines in milliseconds. Excludes `timeout`. */
  timeouts?: Timeouts | null | undefined;
  /**
   * Maximum number of retries of a failed call, 0 to 99: short for `retry: { maxAttempts: maxRetries + 1 }`. 0 and `null`
   * disable retries. Excludes `retry`.
   * @default 2
   */
  maxRetries?: number | null | undefined;
  /**
   * Retries of a failed call. `true` uses the defaults, up to 3 attempts; `false` or `null` disables retries. Members that an
   * object leaves out are inherited one by one; an object enables retries that the client disabled. Only transient failures
   * are retried, after random delays and never earlier than Google asks. Excludes `maxRetries`.
   * @default true
   */
  retry?: RetryChoice;
}

type GenerationTable = {
  readonly [Name in keyof GenerationOptions]-?: OptionRow<GenerationOptions[Name]> &
    Sending<GenerationOptions[Name], keyof GenerationOptions>;
};

/** Every option of {@link GenerationOptions}: what it accepts, how it is copied, merged and sent. */
export const generationTable: GenerationTable = {
  model: modelRule,
  fallbackModels: { ...listRule(10, 'model names such as "gemini-3.8-flash"', modelRule), copied: true },
  temperature: { ...numberRule(0, 2), sentIn: "generationConfig" },
  maxOutputTokens: { ...integerRule(1), sentIn: "generationConfig", default: defaultOutputTokens },
  continuation: booleanRule,
  thinkingBudget: { ...integerRule(-1), replaces: "thinkingLevel" },
  thinkingLevel: {
    ...patternRule('"MINIMAL", "LOW", "MEDIUM", "HIGH" or "XHIGH"', /^[A-Za-z_]{1,40}$/),
    replaces: "thinkingBudget",
  },
  includeThoughts: booleanRule,
  systemPrompt: {
    ...stringRule(),
    sentIn: "request",
    sentAs: "systemInstruction",
    encode: (text) => ({ role: "user", parts: [{ text }] }),
  },
  topP: { ...numberRule(0, 1), sentIn: "generationConfig" },
  topK: { ...integerRule(1), sentIn: "generationConfig" },
  stopSequences: { ...listRule(5, "non-empty strings", stringRule()), sentIn: "generationConfig", copied: true },
  seed: { ...integerRule(-2_147_483_648, 2_147_483_647), sentIn: "generationConfig" },
  presencePenalty: { ...penaltyRule, sentIn: "generationConfig" },
  frequencyPenalty: { ...penaltyRule, sentIn: "generationConfig" },
  candidateCount: { ...integerRule(1, 8), sentIn: "generationConfig" },
  responseMimeType: {
    ...patternRule('"text/plain", "application/json" or "text/x.enum"', /^[\w.+-]+\/[\w.+-]+$/),
    sentIn: "generationConfig",
  },
  safetySettings: { ...safetySettingsRule, sentIn: "request", copied: true },
  labels: { ...stringsObjectRule, sentIn: "request", copied: true },
  mediaResolution: {
    ...stringRule('"MEDIA_RESOLUTION_LOW", "MEDIA_RESOLUTION_MEDIUM" or "MEDIA_RESOLUTION_HIGH"'),
    sentIn: "generationConfig",
  },
  responseModalities: { ...modalitiesRule, sentIn: "generationConfig", copied: true },
  serviceTier: { ...serviceTierRule, sentIn: "request", onlyOn: ["gemini-api", "vertex"] },
  store: { ...booleanRule, sentIn: "request", onlyOn: ["gemini-api"] },
  extraGenerationConfig: { ...jsonObjectRule, merged: "members", copied: true },
  extraRequest: { ...requestMembersRule, merged: "members", copied: true },
  ...toolOptionsTable,
};

/** Every option of {@link CallOptions}. */
export const callTable: OptionTable<CallOptions> = {
  ...generationTable,
  headers: { ...headersRule, copied: true },
  signal: { ...signalRule, copied: false },
  timeout: deadlineRule,
  timeouts: { ...timeoutsRule, copied: true },
  maxRetries: maxRetriesRule,
  retry: { ...retryRule, copied: true },
};
