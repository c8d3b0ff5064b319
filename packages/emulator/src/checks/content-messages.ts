import {
  anything,
  bytes,
  choice,
  flag,
  integer,
  list,
  type Message,
  message,
  number,
  object,
  only,
  text,
} from "./fields.ts";

const inlineData: Message = {
  mimeType: text,
  data: bytes,
  displayName: only(text, "vertex", "code-assist"),
};

const fileData: Message = {
  mimeType: text,
  fileUri: text,
  displayName: only(text, "vertex", "code-assist"),
};

const functionCall: Message = {
  id: text,
  name: text,
  args: object,
  partialArgs: only(list(object), "vertex", "code-assist"),
  willContinue: only(flag, "vertex", "code-assist"),
};

const functionResponsePart: Message = {
  inlineData: message("FunctionResponseBlob", () => inlineData),
  fileData: only(
    message("FunctionResponseFileData", () => fileData),
    "vertex",
    "code-assist",
  ),
};

const functionResponse: Message = {
  id: text,
  name: text,
  response: object,
  parts: list(message("FunctionResponsePart", () => functionResponsePart)),
  willContinue: flag,
  scheduling: choice("FunctionResponse.Scheduling", "SCHEDULING_UNSPECIFIED", "SILENT", "WHEN_IDLE", "INTERRUPT"),
};

const executableCode: Message = {
  id: text,
  language: choice("ExecutableCode.Language", "LANGUAGE_UNSPECIFIED", "PYTHON"),
  code: text,
};

const codeExecutionResult: Message = {
  id: text,
  outcome: choice(
    "CodeExecutionResult.Outcome",
    "OUTCOME_UNSPECIFIED",
    "OUTCOME_OK",
    "OUTCOME_FAILED",
    "OUTCOME_DEADLINE_EXCEEDED",
  ),
  output: text,
};

const videoMetadata: Message = { startOffset: text, endOffset: text, fps: number };

const mediaResolution: Message = {
  level: choice(
    "MediaResolution.Level",
    "MEDIA_RESOLUTION_UNSPECIFIED",
    "MEDIA_RESOLUTION_LOW",
    "MEDIA_RESOLUTION_MEDIUM",
    "MEDIA_RESOLUTION_HIGH",
    "MEDIA_RESOLUTION_ULTRA_HIGH",
  ),
  numTokens: integer,
};

/** One piece of a turn. @see https://ai.google.dev/api/caching#Part */
export const partMessage: Message = {
  text,
  thought: flag,
  thoughtSignature: bytes,
  inlineData: message("Blob", () => inlineData),
  fileData: message("FileData", () => fileData),
  functionCall: message("FunctionCall", () => functionCall),
  functionResponse: message("FunctionResponse", () => functionResponse),
  executableCode: message("ExecutableCode", () => executableCode),
  codeExecutionResult: message("CodeExecutionResult", () => codeExecutionResult),
  videoMetadata: message("VideoMetadata", () => videoMetadata),
  mediaResolution: message("MediaResolution", () => mediaResolution),
  audioTranscription: anything,
  partMetadata: only(object, "gemini-api"),
  toolCall: only(object, "gemini-api"),
  toolResponse: only(object, "gemini-api"),
};

/** One turn, or the system instruction. @see https://ai.google.dev/api/caching#Content */
export const contentMessage: Message = {
  role: text,
  parts: list(message("Part", () => partMessage)),
};
