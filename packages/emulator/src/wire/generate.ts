import type { Content } from "./content.ts";
import type { Schema } from "./schema.ts";
import type { Tool, ToolConfig } from "./tools.ts";

/** A block threshold for one category of harm. */
export interface SafetySetting {
  /** For example `"HARM_CATEGORY_HARASSMENT"`. */
  readonly category?: string;
  /** The lowest probability of harm that is blocked. */
  readonly threshold?: string;
  /** Whether probability or severity is compared (Vertex AI only). */
  readonly method?: string;
}

/** How much the model thinks. Gemini 2.5 takes a budget in tokens (-1 lets the model choose), Gemini 3 a level; never both. */
export interface ThinkingConfig {
  /** Whether to return summaries of the thinking. */
  readonly includeThoughts?: boolean;
  /** In tokens; 0 is off, -1 lets the model decide. For Gemini 2.5 and 3. */
  readonly thinkingBudget?: number;
  /** For Gemini 3 and later, instead of a budget. */
  readonly thinkingLevel?: string;
}

/**
 * The settings of a response.
 *
 * @see https://ai.google.dev/api/generate-content#generationconfig
 */
export interface GenerationConfig {
  /** Randomness, 0 to 2. */
  readonly temperature?: number;
  /** The probability mass that tokens are sampled from, 0 to 1. */
  readonly topP?: number;
  /** The number of tokens that are sampled from. */
  readonly topK?: number;
  /** The number of answers, 1 by default. */
  readonly candidateCount?: number;
  /** The longest answer in tokens, thoughts included. */
  readonly maxOutputTokens?: number;
  /** Texts that end the answer; at most 5. */
  readonly stopSequences?: readonly string[];
  /** Whether to return log probabilities. */
  readonly responseLogprobs?: boolean;
  /** The number of alternatives to return for each token. */
  readonly logprobs?: number;
  /** Makes tokens that were used less likely, -2 up to but not including 2. */
  readonly presencePenalty?: number;
  /** The same, growing with each use. */
  readonly frequencyPenalty?: number;
  /** Makes answers repeatable as far as possible; a 32-bit integer. */
  readonly seed?: number;
  /** `"text/plain"`, `"application/json"` or `"text/x.enum"`. */
  readonly responseMimeType?: string;
  /** The shape of the answer as a Schema. Excludes `responseJsonSchema`. */
  readonly responseSchema?: Schema;
  /** The shape of the answer as JSON Schema. Excludes `responseSchema`. */
  readonly responseJsonSchema?: Schema;
  /** Chooses the model for the request (Vertex AI only). */
  readonly routingConfig?: object;
  /** A preference between models (Vertex AI only). */
  readonly modelSelectionConfig?: object;
  /** What is returned, such as `"TEXT"` and `"IMAGE"`. */
  readonly responseModalities?: readonly string[];
  /** How many tokens media in the request takes. */
  readonly mediaResolution?: string;
  /** The voice of spoken answers. */
  readonly speechConfig?: object;
  /** Whether the model sees timestamps in audio (Vertex AI only). */
  readonly audioTimestamp?: boolean;
  /** How much the model thinks. */
  readonly thinkingConfig?: ThinkingConfig;
  /** The size and shape of images. */
  readonly imageConfig?: object;
  /** More careful answers about elections (Gemini API only). */
  readonly enableEnhancedCivicAnswers?: boolean;
}

/** The body of `generateContent` and `streamGenerateContent`, without any envelope. */
export interface GenerateContentRequest {
  /** The conversation, oldest turn first. */
  readonly contents: readonly Content[];
  /** Instructions for the whole conversation. */
  readonly systemInstruction?: Content;
  /** Tools that the model may use. */
  readonly tools?: readonly Tool[];
  /** How it may use them. */
  readonly toolConfig?: ToolConfig;
  /** Block thresholds; Google's defaults apply to the other categories. */
  readonly safetySettings?: readonly SafetySetting[];
  /** The settings of the answer. */
  readonly generationConfig?: GenerationConfig;
  /** Labels for billing (Vertex AI only). */
  readonly labels?: { readonly [name: string]: string };
  /** How the request is processed: `FLEX`, `STANDARD` or `PRIORITY`. */
  readonly serviceTier?: string;
  /** The name of cached content that stands before `contents`. */
  readonly cachedContent?: string;
  /** Where a long response continues, base64. */
  readonly continuationToken?: string;
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
  | "NO_IMAGE"
  | "MODEL_ARMOR"
  | "ESCALATION"
  | "PUP_LIMITED_DISABLED";

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
  /** Where to continue a long response, base64. */
  readonly continuationToken?: string;
}

/** Tokens of one medium, such as `"TEXT"` or `"IMAGE"`. */
export interface ModalityTokenCount {
  /** Such as `"TEXT"` or `"IMAGE"`. */
  readonly modality: string;
  /** The tokens of that modality. */
  readonly tokenCount: number;
}

/** Tokens used. `totalTokenCount` is the sum of the prompt, the candidates and the thoughts. */
export interface UsageMetadata {
  /** The prompt with history, instructions, tools and cached content. */
  readonly promptTokenCount: number;
  /** All candidates together, thoughts excluded. */
  readonly candidatesTokenCount?: number;
  /** Tokens used for thinking. */
  readonly thoughtsTokenCount?: number;
  /** The cached part of the prompt. */
  readonly cachedContentTokenCount?: number;
  /** Results of Google's built-in tools. */
  readonly toolUsePromptTokenCount?: number;
  /** The sum of all tokens. */
  readonly totalTokenCount: number;
  /** `promptTokenCount` by modality. */
  readonly promptTokensDetails?: readonly ModalityTokenCount[];
  /** `candidatesTokenCount` by modality. */
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
