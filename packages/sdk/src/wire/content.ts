import type { OpenString } from "./open-string.ts";

/**
 * One turn of a conversation as Gemini stores it.
 * @see https://ai.google.dev/api/caching#Content
 */
export interface Content {
  /** Who speaks: `"user"` (tool results too) or `"model"`. Google takes a missing role as `"user"`. */
  role?: OpenString<"user" | "model">;
  /** The pieces of the turn, in order. Google refuses a turn without parts. */
  parts?: readonly Part[];
}

/**
 * One piece of a turn. Exactly one of the data members is set; `thought` and `thoughtSignature` qualify it.
 * @see https://ai.google.dev/api/caching#Part
 */
export interface Part {
  /** Plain text. */
  text?: string;
  /** True where `text` is a summary of the model's thinking and not part of the answer. */
  thought?: boolean;
  /** Opaque base64 that must go back to the same model unchanged. */
  thoughtSignature?: string;
  /** Bytes within the request, base64. */
  inlineData?: Blob;
  /** A reference to an uploaded file or a Cloud Storage object. */
  fileData?: FileData;
  /** A function that the model wants called. */
  functionCall?: FunctionCall;
  /** The result of a function call. */
  functionResponse?: FunctionResponse;
  /** Code that the model ran in Google's sandbox. */
  executableCode?: ExecutableCode;
  /** What that code printed. */
  codeExecutionResult?: CodeExecutionResult;
  /** Which stretch of a video is meant, and at what frame rate. */
  videoMetadata?: VideoMetadata;
}

/** Bytes within a request or an answer. */
export interface Blob {
  /** IANA media type, such as `"image/png"`. */
  mimeType?: string;
  /** The bytes, base64 (standard alphabet). */
  data?: string;
  /** A name for display (Vertex AI only). */
  displayName?: string;
}

/** A file that stands elsewhere. */
export interface FileData {
  /** IANA media type. */
  mimeType?: string;
  /** A Files API URI, a `gs://` URI or a public https URL. */
  fileUri?: string;
  /** A name for display (Vertex AI only). */
  displayName?: string;
}

/** A call that the model asks for. */
export interface FunctionCall {
  /** Id to return with the result. Older models give none. */
  id?: string;
  /** The declared name. */
  name?: string;
  /** The arguments, an object that should fit the declared parameters. */
  args?: Record<string, unknown>;
}

/** What a function returned. */
export interface FunctionResponse {
  /** The id of the call, where it had one. */
  id?: string;
  /** The declared name. */
  name?: string;
  /** The result. Google takes objects only. */
  response?: Record<string, unknown>;
}

/** Code that the model wrote and ran. */
export interface ExecutableCode {
  /** `"PYTHON"` today. */
  language?: OpenString<"PYTHON">;
  /** The source text. */
  code?: string;
}

/** The outcome of executed code. */
export interface CodeExecutionResult {
  /** How it ended. */
  outcome?: OpenString<"OUTCOME_OK" | "OUTCOME_FAILED" | "OUTCOME_DEADLINE_EXCEEDED">;
  /** Standard output, or the error. */
  output?: string;
}

/** A stretch of a video. */
export interface VideoMetadata {
  /** Start, a duration such as `"3.5s"`. */
  startOffset?: string;
  /** End, a duration such as `"10s"`. */
  endOffset?: string;
  /** Frames a second that the model sees, above 0 and at most 24; 1 by default. */
  fps?: number;
}

/** Bytes in a prompt, in any of the forms that callers have them in. They are sent as base64. */
export interface InlineData extends Omit<Blob, "mimeType" | "data"> {
  /** IANA media type, such as `"image/png"`. May be left out if `data` is a data URL that names it. */
  mimeType?: string;
  /**
   * The bytes: raw, as base64 (standard or URL alphabet), or as a `data:` URL.
   * @see https://www.rfc-editor.org/rfc/rfc2397
   */
  data?: string | Uint8Array | ArrayBuffer;
}

/** A {@link Part} in a prompt or a history from the caller. */
export interface PromptPart extends Omit<Part, "inlineData"> {
  /** Bytes within the request. */
  inlineData?: InlineData;
}

/** A {@link Content} in a prompt or a history from the caller. */
export interface PromptContent extends Omit<Content, "parts"> {
  /** The pieces of the turn, in order. Google refuses a turn without parts. */
  parts?: readonly PromptPart[];
}
