/** Media bytes inside a request or response, base64. */
export interface InlineData {
  /** IANA media type, such as `"image/png"`. */
  readonly mimeType: string;
  /** The bytes, base64 (standard alphabet). */
  readonly data: string;
  /** A name for display (Vertex AI only). */
  readonly displayName?: string;
}

/** Media stored elsewhere: a Files API address or a `gs://` address. */
export interface FileData {
  /** A Files API URI, a `gs://` URI or a public https URL. */
  readonly fileUri: string;
  /** IANA media type. */
  readonly mimeType?: string;
  /** A name for display (Vertex AI only). */
  readonly displayName?: string;
}

/** A call of a declared function. `id` is absent if the client's API version does not know it. */
export interface FunctionCall {
  /** Id to return with the result. Older models send none. */
  readonly id?: string;
  /** The declared name. */
  readonly name: string;
  /** The arguments, an object that should match the declared parameters. */
  readonly args?: { readonly [name: string]: unknown };
}

/** The result of a call, sent back in a user turn. `response` must be an object, never a bare value. */
export interface FunctionResponse {
  /** The id of the call, if it has one. */
  readonly id?: string;
  /** The declared name. */
  readonly name: string;
  /** The result. Google accepts only objects. */
  readonly response: { readonly [name: string]: unknown };
  /** Media that belongs to the result (Gemini 3 and later). */
  readonly parts?: readonly Part[];
  /** Whether more results of the same call follow (Live API only). */
  readonly willContinue?: boolean;
  /** When the model reacts to the result (Live API only). */
  readonly scheduling?: string;
}

/** Code that the model wrote for Google's code execution tool. */
export interface ExecutableCode {
  /** The id that its result repeats. */
  readonly id?: string;
  /** Currently always `"PYTHON"`. */
  readonly language: string;
  /** The source text. */
  readonly code: string;
}

/** The result of an `ExecutableCode` part. */
export interface CodeExecutionResult {
  /** The id of the code. */
  readonly id?: string;
  /** Whether it succeeded. */
  readonly outcome: string;
  /** Standard output, or the error. */
  readonly output?: string;
}

/** Which part of a video is used, and how many frames per second. Offsets are durations such as `"1.5s"`. */
export interface VideoMetadata {
  /** Start, a duration such as `"3.5s"`. */
  readonly startOffset?: string;
  /** End, a duration such as `"10s"`. */
  readonly endOffset?: string;
  /** Frames per second that the model sees, above 0 and at most 24; 1 by default. */
  readonly fps?: number;
}

/**
 * One piece of a turn. Exactly one of `text`, `inlineData`, `fileData`, `functionCall`, `functionResponse`,
 * `executableCode` and `codeExecutionResult` is set; the other members qualify it.
 *
 * @see https://ai.google.dev/api/caching#Part
 */
export interface Part {
  /** Plain text. */
  readonly text?: string;
  /** True if `text` is a summary of the model's thinking and not part of the response. */
  readonly thought?: boolean;
  /** Opaque base64 that must be sent back to the same model unchanged. */
  readonly thoughtSignature?: string;
  /** Bytes within the request, base64. */
  readonly inlineData?: InlineData;
  /** A reference to an uploaded file or a Cloud Storage object. */
  readonly fileData?: FileData;
  /** A function that the model asks to call. */
  readonly functionCall?: FunctionCall;
  /** The result of a function call. */
  readonly functionResponse?: FunctionResponse;
  /** Code that the model ran in Google's sandbox. */
  readonly executableCode?: ExecutableCode;
  /** The output of that code. */
  readonly codeExecutionResult?: CodeExecutionResult;
  /** The section of a video to use, and its frame rate. */
  readonly videoMetadata?: VideoMetadata;
  /** How many tokens the media takes. */
  readonly mediaResolution?: { readonly level?: string; readonly numTokens?: number };
}

/** One turn. A missing `role` counts as `"user"`, and system instructions usually have none. */
export interface Content {
  /**
   * The author of the turn: `"user"` (also for tool results) or `"model"`. Google treats a missing role as `"user"`.
   */
  readonly role?: string;
  /** The pieces of the turn, in order. Google rejects a turn without parts. */
  readonly parts?: readonly Part[];
}
