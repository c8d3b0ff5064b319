import type { OpenString } from "./open-string.ts";

/**
 * One turn of a conversation, in the Gemini API's format.
 * @see https://ai.google.dev/api/caching#Content
 */
export interface Content {
  /**
   * The author of the turn: `"user"` (also for tool results) or `"model"`. Google treats a missing role as `"user"`.
   */
  role?: OpenString<"user" | "model"> | undefined;
  /** The pieces of the turn, in order. Google rejects a turn without parts. */
  parts?: readonly Part[] | undefined;
}

/**
 * One piece of a turn. Exactly one of the data members is set; `thought` and `thoughtSignature` qualify it.
 * @see https://ai.google.dev/api/caching#Part
 */
export interface Part {
  /** Plain text. */
  text?: string | undefined;
  /** True if `text` is a summary of the model's thinking and not part of the response. */
  thought?: boolean | undefined;
  /** Opaque base64 that must be sent back to the same model unchanged. */
  thoughtSignature?: string | undefined;
  /** Bytes within the request, base64. */
  inlineData?: InlineData | undefined;
  /** A reference to an uploaded file or a Cloud Storage object. */
  fileData?: FileData | undefined;
  /** A function that the model asks to call. */
  functionCall?: FunctionCall | undefined;
  /** The result of a function call. */
  functionResponse?: FunctionResponse | undefined;
  /** Code that the model ran in Google's sandbox. */
  executableCode?: ExecutableCode | undefined;
  /** The output of that code. */
  codeExecutionResult?: CodeExecutionResult | undefined;
  /** The section of a video to use, and its frame rate. */
  videoMetadata?: VideoMetadata | undefined;
  /** How many tokens the media of this part takes (Gemini 3 and later). */
  mediaResolution?: PartMediaResolution | undefined;
  /** Metadata of your own, such as an id (Gemini API only). */
  partMetadata?: object | undefined;
  /** A call of one of Google's own tools. Send it back unchanged. */
  toolCall?: ToolCall | undefined;
  /** The result of a call of one of Google's own tools. Send it back unchanged. */
  toolResponse?: ToolResponse | undefined;
}

/** Bytes within a request or a response. */
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

/** A reference to a file. */
export interface FileData {
  /** IANA media type. */
  mimeType?: string | undefined;
  /** A Files API URI, a `gs://` URI or a public https URL. */
  fileUri?: string | undefined;
  /** A name for display (Vertex AI only). */
  displayName?: string | undefined;
}

/** A function call that the model asks for. */
export interface FunctionCall {
  /** Id to return with the result. Older models send none. */
  id?: string | undefined;
  /** The declared name. */
  name?: string | undefined;
  /**
   * The arguments, an object that should match the declared parameters. Integers beyond 2^53 are strings of their digits,
   * because a number would be rounded; `BigInt()` reads them. The history sends them as the integers that they were. Copies
   * through JSON hold strings, and send strings.
   */
  args?: Record<string, unknown> | undefined;
  /** Arguments in pieces, in the events of a stream that was asked for them (Vertex AI only). */
  partialArgs?: readonly PartialArg[] | undefined;
  /** Whether more pieces of this call follow (Vertex AI only). */
  willContinue?: boolean | undefined;
}

/**
 * A piece of a function call's arguments.
 * @see https://docs.cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling
 */
export interface PartialArg {
  /** Where the value belongs, such as `"$.items[0].name"`. A piece without a value ends a text or, as `"$.items[]"`, a list. */
  jsonPath?: string | undefined;
  /** A text, or the next piece of it. */
  stringValue?: string | undefined;
  /** A number; an integer beyond 2^53 as a string of its digits, as in {@link FunctionCall.args}. */
  numberValue?: number | string | undefined;
  /** A boolean. */
  boolValue?: boolean | undefined;
  /** The value null. */
  nullValue?: OpenString<"NULL_VALUE"> | null | undefined;
  /** Whether more of the text follows. */
  willContinue?: boolean | undefined;
}

/** The result of a function call. */
export interface FunctionResponse {
  /** The id of the call, if it has one. */
  id?: string | undefined;
  /** The declared name. */
  name?: string | undefined;
  /** The result. Google accepts only objects. */
  response?: object | undefined;
  /** Media that belongs to the result (Gemini 3 and later). */
  parts?: readonly FunctionResponsePart[] | undefined;
}

/** Media within a function's result. */
export interface FunctionResponsePart {
  /** Bytes within the request, base64. */
  inlineData?: InlineData | undefined;
  /** A reference to a file (Vertex AI only). */
  fileData?: FileData | undefined;
}

/** How many tokens a part's media takes. */
export interface PartMediaResolution {
  /** One of Google's steps. */
  level?:
    | OpenString<
        "MEDIA_RESOLUTION_LOW" | "MEDIA_RESOLUTION_MEDIUM" | "MEDIA_RESOLUTION_HIGH" | "MEDIA_RESOLUTION_ULTRA_HIGH"
      >
    | undefined;
}

/** A call of one of Google's own tools. */
export interface ToolCall {
  /** The id that its result repeats. */
  id?: string | undefined;
  /** The tool, such as `"GOOGLE_SEARCH_WEB"`. */
  toolType?: string | undefined;
  /** What the tool was called with. */
  args?: Record<string, unknown> | undefined;
}

/** The result of one of Google's own tools. */
export interface ToolResponse {
  /** The id of the call. */
  id?: string | undefined;
  /** The tool. */
  toolType?: string | undefined;
  /** The result. */
  response?: object | undefined;
}

/** Code that the model wrote and ran. */
export interface ExecutableCode {
  /** The id that its result repeats. */
  id?: string | undefined;
  /** Currently always `"PYTHON"`. */
  language?: OpenString<"PYTHON"> | undefined;
  /** The source text. */
  code?: string | undefined;
}

/** The outcome of executed code. */
export interface CodeExecutionResult {
  /** The id of the code. */
  id?: string | undefined;
  /** Whether it succeeded. */
  outcome?: OpenString<"OUTCOME_OK" | "OUTCOME_FAILED" | "OUTCOME_DEADLINE_EXCEEDED"> | undefined;
  /** Standard output, or the error. */
  output?: string | undefined;
}

/** A section of a video. */
export interface VideoMetadata {
  /** Start, a duration such as `"3.5s"`. */
  startOffset?: string | undefined;
  /** End, a duration such as `"10s"`. */
  endOffset?: string | undefined;
  /** Frames per second that the model sees, above 0 and at most 24; 1 by default. */
  fps?: number | undefined;
}

/** Bytes in a prompt, in any of the forms that callers have them in. They are sent as base64. */
export interface PromptInlineData extends Omit<InlineData, "mimeType" | "data"> {
  /** IANA media type, such as `"image/png"`. May be left out if `data` is a data URL that names it. */
  mimeType?: string | undefined;
  /**
   * The bytes: raw, as base64 (standard or URL alphabet), or as a `data:` URL.
   * @see https://www.rfc-editor.org/rfc/rfc2397
   */
  data?: string | Uint8Array | ArrayBuffer | undefined;
}

/** A {@link Part} in a prompt or a history from the caller. */
export interface PromptPart extends Omit<Part, "inlineData" | "functionResponse"> {
  /** Bytes within the request. */
  inlineData?: PromptInlineData | undefined;
  /** The result of a function call. */
  functionResponse?: PromptFunctionResponse | undefined;
}

/** A {@link FunctionResponse} in a prompt or a history from the caller. */
export interface PromptFunctionResponse extends Omit<FunctionResponse, "parts"> {
  /** Media that belongs to the result (Gemini 3 and later). */
  parts?: readonly PromptFunctionResponsePart[] | undefined;
}

/** A {@link FunctionResponsePart} in a prompt or a history from the caller. */
export interface PromptFunctionResponsePart extends Omit<FunctionResponsePart, "inlineData"> {
  /** Bytes within the request. */
  inlineData?: PromptInlineData | undefined;
}

/** A {@link Content} in a prompt or a history from the caller. */
export interface PromptContent extends Omit<Content, "parts"> {
  /** The pieces of the turn, in order. Google rejects a turn without parts. */
  parts?: readonly PromptPart[] | undefined;
}
