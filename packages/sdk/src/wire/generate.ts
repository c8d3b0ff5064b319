import type { Content } from "./content.ts";
import type { CitationMetadata, GroundingMetadata, UrlContextMetadata } from "./grounding.ts";
import type { OpenString } from "./open-string.ts";

/**
 * The request of `generateContent` and `streamGenerateContent`, the same on all backends (Code Assist wraps it).
 * @see https://ai.google.dev/api/generate-content
 */
export interface GenerateContentRequest {
  /** The conversation, oldest turn first. */
  contents: readonly Content[];
  /**
   * The members are defined by the rows in options/call-options.ts, so that a new option need not be listed here again.
   */
  [member: string]: unknown;
}

/** How much the model thinks, and whether it returns its thoughts. */
export interface ThinkingConfig {
  /** Whether to return summaries of the thinking. */
  includeThoughts?: boolean;
  /** In tokens; 0 is off, -1 lets the model decide. For Gemini 2.5 and 3. */
  thinkingBudget?: number;
  /** For Gemini 3 and later, instead of a budget. */
  thinkingLevel?: ThinkingLevel;
}

/** How much a model thinks, for Gemini 3 and later. XHIGH was added with Gemini 4. */
export type ThinkingLevel = OpenString<"MINIMAL" | "LOW" | "MEDIUM" | "HIGH" | "XHIGH">;

/** The resolution at which the model sees images and video. Lower resolutions cost fewer tokens. */
export type MediaResolution = OpenString<"MEDIA_RESOLUTION_LOW" | "MEDIA_RESOLUTION_MEDIUM" | "MEDIA_RESOLUTION_HIGH">;

/** What a response can consist of. */
export type ResponseModality = OpenString<"TEXT" | "IMAGE" | "AUDIO">;

/**
 * How a request is processed and billed.
 * @see https://ai.google.dev/gemini-api/docs/optimization
 */
export type ServiceTier = OpenString<"flex" | "standard" | "priority">;

/**
 * The threshold at which a harm category blocks.
 * @see https://ai.google.dev/api/generate-content#safetysetting
 */
export interface SafetySetting {
  /** For example `"HARM_CATEGORY_HARASSMENT"`. */
  category: OpenString<
    | "HARM_CATEGORY_HARASSMENT"
    | "HARM_CATEGORY_HATE_SPEECH"
    | "HARM_CATEGORY_SEXUALLY_EXPLICIT"
    | "HARM_CATEGORY_DANGEROUS_CONTENT"
    | "HARM_CATEGORY_CIVIC_INTEGRITY"
  >;
  /** The lowest probability of harm that is blocked. */
  threshold: OpenString<"BLOCK_LOW_AND_ABOVE" | "BLOCK_MEDIUM_AND_ABOVE" | "BLOCK_ONLY_HIGH" | "BLOCK_NONE" | "OFF">;
}

/** A complete response, or one event of a stream. Code Assist wraps it in an envelope. */
export interface GenerateContentPayload {
  candidates?: readonly Candidate[] | null;
  promptFeedback?: PromptFeedback | null;
  usageMetadata?: UsageMetadata | null;
  modelVersion?: string;
  responseId?: string;
}

/**
 * One of the generated alternatives. There is exactly one, unless `candidateCount` is above 1.
 * @see https://ai.google.dev/api/generate-content#candidate
 */
export interface Candidate {
  /** Which candidate this is, from 0; a missing index is 0. */
  index?: number | undefined;
  /** The model's turn. */
  content?: Content | undefined;
  /** Why the model stopped. Missing until the last event of a stream. */
  finishReason?: FinishReason | undefined;
  /** Google's explanation of an unusual finish. */
  finishMessage?: string | undefined;
  /** Ratings by harm category. */
  safetyRatings?: readonly SafetyRating[] | undefined;
  /** Sources that the response quotes. */
  citationMetadata?: CitationMetadata | undefined;
  /** Sources of a grounded response. */
  groundingMetadata?: GroundingMetadata | undefined;
  /** Pages that the model read from URLs in the prompt. */
  urlContextMetadata?: UrlContextMetadata | undefined;
  /** Its tokens (Gemini API only). */
  tokenCount?: number | undefined;
  /** Mean log probability of the response's tokens. */
  avgLogprobs?: number | undefined;
  /** The log probabilities of the tokens, if `responseLogprobs` asks for them. */
  logprobsResult?: LogprobsResult | undefined;
  /**
   * The position at which Google can continue this response, base64. A response has one only if the rest is missing: it ended
   * with `CONTINUATION` or `MAX_TOKENS`. Chunks of a stream have one at every checkpoint.
   * @see https://ai.google.dev/gemini-api/docs/generate-content/long-decode
   */
  continuationToken?: string | undefined;
}

/**
 * Why a candidate ended. `CONTINUATION`: the text exceeds the maximum length of one response, and the rest was not
 * requested, or could not be; see the option `continuation`.
 * @see https://ai.google.dev/api/generate-content#FinishReason
 */
export type FinishReason = OpenString<
  | "FINISH_REASON_UNSPECIFIED"
  | "STOP"
  | "MAX_TOKENS"
  | "CONTINUATION"
  | "SAFETY"
  | "RECITATION"
  | "LANGUAGE"
  | "OTHER"
  | "BLOCKLIST"
  | "PROHIBITED_CONTENT"
  | "SPII"
  | "MALFORMED_FUNCTION_CALL"
  | "MISSING_THOUGHT_SIGNATURE"
  | "TOO_MANY_TOOL_CALLS"
  | "MALFORMED_RESPONSE"
  | "IMAGE_SAFETY"
  | "IMAGE_PROHIBITED_CONTENT"
  | "IMAGE_RECITATION"
  | "IMAGE_OTHER"
  | "NO_IMAGE"
  | "UNEXPECTED_TOOL_CALL"
  | "MODEL_ARMOR"
  | "ESCALATION"
  | "PUP_LIMITED_DISABLED"
>;

/** Google's rating of one harm category. */
export interface SafetyRating {
  /** For example `"HARM_CATEGORY_HARASSMENT"`. */
  category?: string | undefined;
  /** `"NEGLIGIBLE"`, `"LOW"`, `"MEDIUM"` or `"HIGH"`. */
  probability?: string | undefined;
  /** Whether the response was blocked because of it. */
  blocked?: boolean | undefined;
  [other: string]: unknown;
}

/** Google's feedback on the prompt. */
export interface PromptFeedback {
  /** Set if the prompt was blocked. Then there are no candidates, and the call fails with `blocked`, whose `reason` is this. */
  blockReason?: OpenString<"SAFETY" | "OTHER" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "IMAGE_SAFETY"> | undefined;
  /** Google's explanation (Vertex AI only), which is also the error's `googleMessage`. */
  blockReasonMessage?: string | undefined;
  /** Ratings by harm category. */
  safetyRatings?: readonly SafetyRating[] | undefined;
}

/**
 * Token counts. Those of a response that took several requests are the sums of all requests, as Google bills them.
 * @see https://ai.google.dev/api/generate-content#UsageMetadata
 */
export interface UsageMetadata {
  /** The prompt with history, instructions, tools and cached content. */
  promptTokenCount?: number | undefined;
  /**
   * The prompt of the first request. Set by this library if a response took several requests: each of them counts the text
   * before it as prompt, so that `promptTokenCount` is not the size of the context.
   * @see https://ai.google.dev/gemini-api/docs/generate-content/long-decode
   */
  initialPromptTokenCount?: number | undefined;
  /** All candidates together, thoughts excluded. */
  candidatesTokenCount?: number | undefined;
  /** Tokens used for thinking. */
  thoughtsTokenCount?: number | undefined;
  /** The cached part of the prompt. */
  cachedContentTokenCount?: number | undefined;
  /** Results of Google's built-in tools. */
  toolUsePromptTokenCount?: number | undefined;
  /** The sum of all tokens. */
  totalTokenCount?: number | undefined;
  /** `promptTokenCount` by kind of content. */
  promptTokensDetails?: readonly ModalityTokenCount[] | undefined;
  /** `candidatesTokenCount` by kind of content. */
  candidatesTokensDetails?: readonly ModalityTokenCount[] | undefined;
  /** `cachedContentTokenCount` by kind of content. */
  cacheTokensDetails?: readonly ModalityTokenCount[] | undefined;
  /** `toolUsePromptTokenCount` by kind of content. */
  toolUsePromptTokensDetails?: readonly ModalityTokenCount[] | undefined;
  /** How the request is billed (Vertex AI and Code Assist). */
  trafficType?:
    | OpenString<"ON_DEMAND" | "ON_DEMAND_FLEX" | "ON_DEMAND_PRIORITY" | "PROVISIONED_THROUGHPUT">
    | undefined;
}

/** Tokens of one kind of content. */
export interface ModalityTokenCount {
  /** The kind. */
  modality?: OpenString<"TEXT" | "IMAGE" | "VIDEO" | "AUDIO" | "DOCUMENT"> | undefined;
  /** Its tokens. */
  tokenCount?: number | undefined;
}

/**
 * Log probabilities, one entry for each token of the response.
 * @see https://ai.google.dev/api/generate-content#LogprobsResult
 */
export interface LogprobsResult {
  /** The tokens that were chosen. */
  chosenCandidates?: readonly LogprobsCandidate[] | undefined;
  /** The most probable tokens at each position, as many as `logprobs` asks for. */
  topCandidates?: readonly { candidates?: readonly LogprobsCandidate[] | undefined }[] | undefined;
  /** The sum of the log probabilities of all tokens. */
  logProbabilitySum?: number | undefined;
}

/** A token and its log probability. */
export interface LogprobsCandidate {
  /** The text of the token. */
  token?: string | undefined;
  /** Its number in the model's vocabulary. */
  tokenId?: number | undefined;
  /** Its log probability, at most 0. */
  logProbability?: number | undefined;
}
