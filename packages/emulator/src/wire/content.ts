/** Media bytes inside a request or response, base64. */
export interface InlineData {
  readonly mimeType: string;
  readonly data: string;
  readonly displayName?: string;
}

/** Media stored elsewhere: a Files API address or a `gs://` address. */
export interface FileData {
  readonly fileUri: string;
  readonly mimeType?: string;
  readonly displayName?: string;
}

/** A call of a declared function. `id` is absent if the client's API version does not know it. */
export interface FunctionCall {
  readonly id?: string;
  readonly name: string;
  readonly args?: { readonly [name: string]: unknown };
}

/** The result of a call, sent back in a user turn. `response` must be an object, never a bare value. */
export interface FunctionResponse {
  readonly id?: string;
  readonly name: string;
  readonly response: { readonly [name: string]: unknown };
  readonly parts?: readonly Part[];
  readonly willContinue?: boolean;
  readonly scheduling?: string;
}

/** Code that the model wrote for Google's code execution tool. */
export interface ExecutableCode {
  readonly id?: string;
  readonly language: string;
  readonly code: string;
}

/** The result of an `ExecutableCode` part. */
export interface CodeExecutionResult {
  readonly id?: string;
  readonly outcome: string;
  readonly output?: string;
}

/** Which part of a video is used, and how many frames per second. Offsets are durations such as `"1.5s"`. */
export interface VideoMetadata {
  readonly startOffset?: string;
  readonly endOffset?: string;
  readonly fps?: number;
}

/**
 * One piece of a turn. Exactly one of `text`, `inlineData`, `fileData`, `functionCall`, `functionResponse`,
 * `executableCode` and `codeExecutionResult` is set; the other members qualify it.
 *
 * @see https://ai.google.dev/api/caching#Part
 */
export interface Part {
  readonly text?: string;
  readonly thought?: boolean;
  readonly thoughtSignature?: string;
  readonly inlineData?: InlineData;
  readonly fileData?: FileData;
  readonly functionCall?: FunctionCall;
  readonly functionResponse?: FunctionResponse;
  readonly executableCode?: ExecutableCode;
  readonly codeExecutionResult?: CodeExecutionResult;
  readonly videoMetadata?: VideoMetadata;
  readonly mediaResolution?: { readonly level?: string; readonly numTokens?: number };
}

/** One turn. A missing `role` counts as `"user"`, and system instructions usually have none. */
export interface Content {
  readonly role?: string;
  readonly parts?: readonly Part[];
}
