import type { OpenString } from "./open-string.ts";

/**
 * One turn of a conversation, in the Gemini API's format.
 * @see https://ai.google.dev/api/caching#Content
 */
export interface Content {
  /**
   * The author of the turn: `"user"` (also for tool results) or `"model"`. Google treats a missing role as `"user"`.
   */
  role?: OpenString<"user" | "model">;
  /** The pieces of the turn, in order. Google rejects a turn without parts. */
  parts?: readonly Part[];
}

/**
 * One piece of a turn. Exactly one of the data members is set; `thought` and `thoughtSignature` qualify it.
 * @see https://ai.google.dev/api/caching#Part
 */
export interface Part {
  /** Plain text. */
  text?: string;
  /** True if `text` is a summary of the model's thinking and not part of the response. */
  thought?: boolean;
  /** Opaque base64 that must be sent back to the same model unchanged. */
  thoughtSignature?: string;
  /** Bytes within the request, base64. */
  inlineData?: Blob;
  /** A reference to an uploaded file or a Cloud Storage object. */
  fileData?: FileData;
  /** A function that the model asks to call. */
  functionCall?: FunctionCall;
  /** The result of a function call. */
  functionResponse?: FunctionResponse;
  /** Code that the model ran in Google's sandbox. */
  executableCode?: ExecutableCode;
  /** The output of that code. */
  codeExecutionResult?: CodeExecutionResult;
  /** The section of a video to use, and its frame rate. */
  videoMetadata?: VideoMetadata;
}

/** Bytes within a request or a response. */
export interface Blob {
  /** IANA media type, such as `"image/png"`. */
  mimeType?: string;
  /** The bytes, base64 (standard alphabet). */
  data?: string;
  /** A name for display (Vertex AI only). */
  displayName?: string;
}

/** A reference to a file. */
export interface FileData {
  /** IANA media type. */
  mimeType?: string;
  /** A Files API URI, a `gs://` URI or a public https URL. */
  fileUri?: string;
  /** A name for display (Vertex AI only). */
  displayName?: string;
}

/** A function call that the model asks for. */
export interface FunctionCall {
  /** Id to return with the result. Older models send none. */
  id?: string;
  /** The declared name. */
  name?: string;
  /** The arguments, an object that should match the declared parameters. */
  args?: Record<string, unknown>;
}

/** The result of a function call. */
export interface FunctionResponse {
  /** The id of the call, if it has one. */
  id?: string;
  /** The declared name. */
  name?: string;
  /** The result. Google accepts only objects. */
  response?: Record<string, unknown>;
}

/** Code that the model wrote and ran. */
export interface ExecutableCode {
  /** Currently always `"PYTHON"`. */
  language?: OpenString<"PYTHON">;
  /** The source text. */
  code?: string;
}

/** The outcome of executed code. */
export interface CodeExecutionResult {
  /** Whether it succeeded. */
  outcome?: OpenString<"OUTCOME_OK" | "OUTCOME_FAILED" | "OUTCOME_DEADLINE_EXCEEDED">;
  /** Standard output, or the error. */
  output?: string;
}

/** A section of a video. */
export interface VideoMetadata {
  /** Start, a duration such as `"3.5s"`. */
  startOffset?: string;
  /** End, a duration such as `"10s"`. */
  endOffset?: string;
  /** Frames per second that the model sees, above 0 and at most 24; 1 by default. */
  fps?: number;
}
