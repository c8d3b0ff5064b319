import type { Content } from "./content.ts";
import type { Schema } from "./schema.ts";
import type { Tool, ToolConfig } from "./tools.ts";

/** A block threshold for one category of harm. */
export interface SafetySetting {
  readonly category?: string;
  readonly threshold?: string;
  readonly method?: string;
}

/** How much the model thinks. Gemini 2.5 takes a budget in tokens (-1 lets the model choose), Gemini 3 a level; never both. */
export interface ThinkingConfig {
  readonly includeThoughts?: boolean;
  readonly thinkingBudget?: number;
  readonly thinkingLevel?: string;
}

/**
 * The settings of a response.
 *
 * @see https://ai.google.dev/api/generate-content#generationconfig
 */
export interface GenerationConfig {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly candidateCount?: number;
  readonly maxOutputTokens?: number;
  readonly stopSequences?: readonly string[];
  readonly responseLogprobs?: boolean;
  readonly logprobs?: number;
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  readonly seed?: number;
  readonly responseMimeType?: string;
  readonly responseSchema?: Schema;
  readonly responseJsonSchema?: Schema;
  readonly routingConfig?: object;
  readonly modelSelectionConfig?: object;
  readonly responseModalities?: readonly string[];
  readonly mediaResolution?: string;
  readonly speechConfig?: object;
  readonly audioTimestamp?: boolean;
  readonly thinkingConfig?: ThinkingConfig;
  readonly imageConfig?: object;
  readonly enableEnhancedCivicAnswers?: boolean;
}

/** The body of `generateContent` and `streamGenerateContent`, without any envelope. */
export interface GenerateContentRequest {
  readonly contents: readonly Content[];
  readonly systemInstruction?: Content;
  readonly tools?: readonly Tool[];
  readonly toolConfig?: ToolConfig;
  readonly safetySettings?: readonly SafetySetting[];
  readonly generationConfig?: GenerationConfig;
  readonly labels?: { readonly [name: string]: string };
  readonly cachedContent?: string;
  /** Code Assist only: a conversation of the official command-line client. */
  readonly session_id?: string;
}

/** Why a candidate ended. */
export type FinishReason =
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
  | "UNEXPECTED_TOOL_CALL"
  | "TOO_MANY_TOOL_CALLS"
  | "IMAGE_SAFETY"
  | "IMAGE_PROHIBITED_CONTENT"
  | "NO_IMAGE";

/** How one category of harm was judged. */
export interface SafetyRating {
  readonly category: string;
  readonly probability: string;
  readonly blocked?: boolean;
}

/** One candidate. In a stream, only the last chunk has `finishReason`. */
export interface Candidate {
  readonly content?: Content;
  readonly finishReason?: FinishReason;
  readonly finishMessage?: string;
  readonly index?: number;
  readonly safetyRatings?: readonly SafetyRating[];
  readonly citationMetadata?: object;
  readonly groundingMetadata?: object;
  readonly avgLogprobs?: number;
  readonly tokenCount?: number;
  /** Where to continue a long response, base64. Only in the `events` of a fault. */
  readonly continuationToken?: string;
}

/** Tokens of one medium, such as `"TEXT"` or `"IMAGE"`. */
export interface ModalityTokenCount {
  readonly modality: string;
  readonly tokenCount: number;
}

/** Tokens used. `totalTokenCount` is the sum of the prompt, the candidates and the thoughts. */
export interface UsageMetadata {
  readonly promptTokenCount: number;
  readonly candidatesTokenCount?: number;
  readonly thoughtsTokenCount?: number;
  readonly cachedContentTokenCount?: number;
  readonly toolUsePromptTokenCount?: number;
  readonly totalTokenCount: number;
  readonly promptTokensDetails?: readonly ModalityTokenCount[];
  readonly candidatesTokensDetails?: readonly ModalityTokenCount[];
}

/** Why a prompt has no candidates. */
export interface PromptFeedback {
  readonly blockReason?: string;
  readonly blockReasonMessage?: string;
  readonly safetyRatings?: readonly SafetyRating[];
}

/**
 * The response to a generate call, and each event of a stream.
 *
 * @see https://ai.google.dev/api/generate-content#generatecontentresponse
 */
export interface GenerateContentResponse {
  readonly candidates?: readonly Candidate[];
  readonly promptFeedback?: PromptFeedback;
  readonly usageMetadata?: UsageMetadata;
  readonly modelVersion?: string;
  readonly responseId?: string;
  readonly createTime?: string;
}
