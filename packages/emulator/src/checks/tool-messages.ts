import { anything, choice, flag, list, type Message, message, object, only, text } from "./fields.ts";
import { schemaMessage } from "./schema-message.ts";

const functionDeclaration: Message = {
  name: text,
  description: text,
  behavior: choice("FunctionDeclaration.Behavior", "UNSPECIFIED", "BLOCKING", "NON_BLOCKING"),
  parameters: message("Schema", () => schemaMessage),
  parametersJsonSchema: anything,
  response: message("Schema", () => schemaMessage),
  responseJsonSchema: anything,
};

/** Declared functions, or one of Google's own tools. @see https://ai.google.dev/api/caching#Tool */
export const toolMessage: Message = {
  functionDeclarations: list(message("FunctionDeclaration", () => functionDeclaration)),
  googleSearch: object,
  googleSearchRetrieval: object,
  googleMaps: object,
  urlContext: object,
  codeExecution: object,
  computerUse: object,
  fileSearch: only(object, "gemini-api"),
  mcpServers: only(list(object), "gemini-api"),
  retrieval: only(object, "vertex", "code-assist"),
  enterpriseWebSearch: only(object, "vertex", "code-assist"),
  parallelAiSearch: only(object, "vertex", "code-assist"),
};

const functionCallingConfig: Message = {
  mode: choice("FunctionCallingConfig.Mode", "MODE_UNSPECIFIED", "AUTO", "ANY", "NONE", "VALIDATED"),
  allowedFunctionNames: list(text),
  streamFunctionCallArguments: only(flag, "vertex", "code-assist"),
};

/** How tools may be used. Vertex AI does not know `includeServerSideToolInvocations`. */
export const toolConfigMessage: Message = {
  functionCallingConfig: message("FunctionCallingConfig", () => functionCallingConfig),
  retrievalConfig: object,
  includeServerSideToolInvocations: only(flag, "gemini-api", "code-assist"),
};
