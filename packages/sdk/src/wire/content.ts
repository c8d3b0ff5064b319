import type { OpenString } from "./open-string.ts";

/**
 * One turn of a conversation as Gemini stores it.
 * @see https://ai.google.dev/api/caching#Content
 */
export interface Content {
  /** Who speaks: `"user"` (tool results too) or `"model"`. Google takes a missing role as `"user"`. */
  role?: OpenString<"user" | "model"> | undefined;
  /** The pieces of the turn, in order. Google refuses a turn without parts. */
  parts?: readonly Part[] | undefined;
}

/**
 * One piece of a turn. Exactly one of the data members is set; `thought` and `thoughtSignature` qualify it.
 * @see https://ai.google.dev/api/caching#Part
 */
export interface Part {
  /** Plain text. */
  text?: string | undefined;
  /** True where `text` is a summary of the model's thinking and not part of the answer. */
  thought?: boolean | undefined;
  /** Opaque base64 that must go back to the same model unchanged. */
  thoughtSignature?: string | undefined;
  /** Bytes within the request, base64. */
  inlineData?: InlineData | undefined;
  /** A reference to an uploaded file or a Cloud Storage object. */
  fileData?: FileData | undefined;
  /** A function that the model wants called. */
  functionCall?: FunctionCall | undefined;
  /** The result of a function call. */
  functionResponse?: FunctionResponse | undefined;
  /** Code that the model ran in Google's sandbox. */
  executableCode?: ExecutableCode | undefined;
  /** What that code printed. */
  codeExecutionResult?: CodeExecutionResult | undefined;
  /** Which stretch of a video is meant, and at what frame rate. */
  videoMetadata?: VideoMetadata | undefined;
}

/** Bytes within a request or an answer. */
export interface InlineData {
  /** IANA media type, such as `"image/png"`. */
  mimeType?: string | undefined;
  /** The bytes, base64 (standard alphabet). */
  data?: string | undefined;
  /** A name for display (Vertex AI only). */
  displayName?: string | undefined;
}

/**
 * The former name of {@link InlineData}.
 * @deprecated Use `InlineData`: this name hides the global `Blob`.
 */
export type Blob = InlineData;

/** A file that stands elsewhere. */
export interface FileData {
  /** IANA media type. */
  mimeType?: string | undefined;
  /** A Files API URI, a `gs://` URI or a public https URL. */
  fileUri?: string | undefined;
  /** A name for display (Vertex AI only). */
  displayName?: string | undefined;
}

/** A call that the model asks for. */
export interface FunctionCall {
  /** Id to return with the result. Older models give none. */
  id?: string | undefined;
  /** The declared name. */
  name?: string | undefined;
  /** The arguments, an object that should fit the declared parameters. */
  args?: Record<string, unknown> | undefined;
}

/** What a function returned. */
export interface FunctionResponse {
  /** The id of the call, where it had one. */
  id?: string | undefined;
  /** The declared name. */
  name?: string | undefined;
  /** The result. Google takes objects only. */
  response?: Record<string, unknown> | undefined;
}

/** Code that the model wrote and ran. */
export interface ExecutableCode {
  /** `"PYTHON"` today. */
  language?: OpenString<"PYTHON"> | undefined;
  /** The source text. */
  code?: string | undefined;
}

/** The outcome of executed code. */
export interface CodeExecutionResult {
  /** How it ended. */
  outcome?: OpenString<"OUTCOME_OK" | "OUTCOME_FAILED" | "OUTCOME_DEADLINE_EXCEEDED"> | undefined;
  /** Standard output, or the error. */
  output?: string | undefined;
}

/** A stretch of a video. */
export interface VideoMetadata {
  /** Start, a duration such as `"3.5s"`. */
  startOffset?: string | undefined;
  /** End, a duration such as `"10s"`. */
  endOffset?: string | undefined;
  /** Frames a second that the model sees, above 0 and at most 24; 1 by default. */
  fps?: number | undefined;
}
