import type { Content } from "./content.ts";
import type { OpenString } from "./open-string.ts";

/**
 * What `generateContent` and `streamGenerateContent` take, the same on all backends (Code Assist wraps it).
 * @see https://ai.google.dev/api/generate-content
 */
export interface GenerateContentRequest {
  /** The conversation, oldest turn first. */
  contents: readonly Content[];
  /** Named by the rows of options/call-options.ts, so that a new option needs no second list here. */
  [member: string]: unknown;
}

/** How much the model thinks, and whether it shows it. */
export interface ThinkingConfig {
  /** Ask for summaries of the thinking. */
  includeThoughts?: boolean;
  /** Tokens; 0 is off, -1 lets the model decide. Gemini 2.5 and 3. */
  thinkingBudget?: number;
  /** Gemini 3 and later, instead of a budget. */
  thinkingLevel?: ThinkingLevel;
}

/** How hard a model thinks: Gemini 3 and later. XHIGH came with Gemini 4. */
export type ThinkingLevel = OpenString<"MINIMAL" | "LOW" | "MEDIUM" | "HIGH" | "XHIGH">;

/** How finely images and video are read; lower costs fewer tokens. */
export type MediaResolution = OpenString<"MEDIA_RESOLUTION_LOW" | "MEDIA_RESOLUTION_MEDIUM" | "MEDIA_RESOLUTION_HIGH">;

/**
 * The level from which a harm category blocks.
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
  /** From which probability on the category blocks. */
  threshold: OpenString<"BLOCK_LOW_AND_ABOVE" | "BLOCK_MEDIUM_AND_ABOVE" | "BLOCK_ONLY_HIGH" | "BLOCK_NONE" | "OFF">;
}

/** What Google answers, whole or one event of a stream. Code Assist wraps it in an envelope. */
export interface GenerateContentPayload {
  candidates?: readonly Candidate[] | null;
  promptFeedback?: PromptFeedback | null;
  usageMetadata?: UsageMetadata | null;
  modelVersion?: string;
  responseId?: string;
}

/**
 * One of the answers. All requests but those with `candidateCount` above 1 get exactly one.
 * @see https://ai.google.dev/api/generate-content#candidate
 */
export interface Candidate {
  /** Which candidate this is, from 0; a missing index is 0. */
  index?: number | undefined;
  /** The answer's turn. */
  content?: Content | undefined;
  /** Why the model stopped. Missing until the last event of a stream. */
  finishReason?: FinishReason | undefined;
  /** Google's words on an unusual finish. */
  finishMessage?: string | undefined;
  /** Ratings by harm category. */
  safetyRatings?: readonly SafetyRating[] | undefined;
  /** Sources that the answer recites. */
  citationMetadata?: Record<string, unknown> | undefined;
  /** Sources of a grounded answer. */
  groundingMetadata?: Record<string, unknown> | undefined;
  /** Mean log probability of the answer. */
  avgLogprobs?: number | undefined;
  /**
   * Where Google can go on with a long answer, base64: with the finish reason `CONTINUATION`, or on a checkpoint in the
   * middle of a stream. This version keeps it and does not send it.
   * @see https://ai.google.dev/gemini-api/docs/generate-content/long-decode
   */
  continuationToken?: string | undefined;
}

/**
 * Why a candidate ended. `CONTINUATION`: the answer is longer than one response, and the rest was not asked for.
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
  | "IMAGE_SAFETY"
  | "UNEXPECTED_TOOL_CALL"
>;

/** How likely and how severe Google judges one harm category. */
export interface SafetyRating {
  /** Such as `"HARM_CATEGORY_HARASSMENT"`. */
  category?: string | undefined;
  /** `"NEGLIGIBLE"`, `"LOW"`, `"MEDIUM"` or `"HIGH"`. */
  probability?: string | undefined;
  /** Whether the answer was blocked for it. */
  blocked?: boolean | undefined;
  [other: string]: unknown;
}

/** What Google says of the prompt itself. */
export interface PromptFeedback {
  /** Set where the prompt was refused: no candidates come then. */
  blockReason?: OpenString<"SAFETY" | "OTHER" | "BLOCKLIST" | "PROHIBITED_CONTENT" | "IMAGE_SAFETY"> | undefined;
  /** Google's words on it (Vertex AI). */
  blockReasonMessage?: string | undefined;
  /** Ratings by harm category. */
  safetyRatings?: readonly SafetyRating[] | undefined;
}

/**
 * Tokens counted by Google.
 * @see https://ai.google.dev/api/generate-content#UsageMetadata
 */
export interface UsageMetadata {
  /** Prompt with history, instructions and tools; what was cached included. */
  promptTokenCount?: number | undefined;
  /** All candidates together, thoughts excluded. */
  candidatesTokenCount?: number | undefined;
  /** Thinking. */
  thoughtsTokenCount?: number | undefined;
  /** The cached part of the prompt. */
  cachedContentTokenCount?: number | undefined;
  /** Results of Google's own tools. */
  toolUsePromptTokenCount?: number | undefined;
  /** Everything. */
  totalTokenCount?: number | undefined;
}
