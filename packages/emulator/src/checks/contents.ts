import type { GenerateBackend } from "../backend.ts";
import { type GoogleError, invalidArgument } from "../reply/google-error.ts";
import type { Content, Part } from "../wire/content.ts";

const dataMembers = [
  "text",
  "inlineData",
  "fileData",
  "functionCall",
  "functionResponse",
  "executableCode",
  "codeExecutionResult",
  "toolCall",
  "toolResponse",
] as const;

/**
 * Checks the turns of a request as the service does: there is at least one, each has a valid role and parts, and each part has
 * one kind of data. Vertex AI also refuses empty texts.
 *
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkContents(contents: readonly Content[] | undefined, service: GenerateBackend): void {
  if (contents === undefined || contents.length === 0) {
    throw invalidArgument("* GenerateContentRequest.contents: contents is not specified\n");
  }
  for (const [index, content] of contents.entries()) {
    checkRole(content.role, service);
    checkParts(content.parts, `contents[${index}]`);
    if (service === "vertex") checkTexts(content.parts ?? []);
  }
}

/**
 * Early clients sent tool results with the role "function", which is still accepted. Only the Gemini API has a default role.
 *
 * @see https://github.com/router-for-me/CLIProxyAPI/issues/17 Code Assist without a role
 * @see https://github.com/crmne/ruby_llm/issues/678 the message of Vertex AI
 */
function checkRole(role: string | undefined, service: GenerateBackend): void {
  if (role === undefined ? service === "gemini-api" : ["user", "model", "function"].includes(role)) return;
  const problem = "Please use a valid role: user, model.";
  throw service === "vertex" ? unableToSubmit(problem) : invalidArgument(problem);
}

/** @see https://github.com/langchain-ai/langchainjs/issues/9922 */
function checkTexts(parts: readonly Part[]): void {
  if (parts.some(({ text, thoughtSignature }) => text === "" && thoughtSignature === undefined)) {
    throw unableToSubmit("it has an empty text parameter. Add a value to the parameter and try again");
  }
}

function unableToSubmit(problem: string): GoogleError {
  const page = "https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/gemini";
  return invalidArgument(`Unable to submit request because ${problem}. Learn more: ${page}`);
}

/**
 * Checks the system instruction, whose role may be anything.
 *
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkSystemInstruction(instruction: Content | undefined): void {
  if (instruction !== undefined) checkParts(instruction.parts, "system_instruction");
}

function checkParts(parts: readonly Part[] | undefined, path: string): void {
  if (parts === undefined || parts.length === 0) {
    throw invalidArgument(`* GenerateContentRequest.${path}.parts: contents.parts must not be empty.\n`);
  }
  for (const [index, part] of parts.entries()) checkPart(part, `${path}.parts[${index}]`);
}

function checkPart(part: Part, path: string): void {
  const set = dataMembers.filter((member) => member in part);
  if (set.length === 0) {
    throw invalidArgument(
      `* GenerateContentRequest.${path}.data: required oneof field 'data' must have one initialized field\n`,
    );
  }
  if (set.length > 1) {
    throw invalidArgument(
      `Invalid value at '${path}' (oneof), oneof field 'data' is already set. Cannot set '${set.at(-1) ?? ""}'`,
    );
  }
  if (part.inlineData && !part.inlineData.mimeType) throw missing(path, "inline_data.mime_type");
  if (part.inlineData && !part.inlineData.data) throw missing(path, "inline_data.data");
  if (part.fileData && !part.fileData.fileUri) throw missing(path, "file_data.file_uri");
  if (part.functionCall && !part.functionCall.name) throw missing(path, "function_call.name");
  // The message: https://github.com/openclaw/openclaw/issues/47857
  if (part.functionResponse && !part.functionResponse.name) {
    throw invalidArgument(`* GenerateContentRequest.${path}.function_response.name: Name cannot be empty.\n`);
  }
  if (part.functionResponse && !part.functionResponse.response) throw missing(path, "function_response.response");
  for (const { inlineData } of part.functionResponse?.parts ?? []) checkMediaInResult(inlineData?.mimeType);
}

/** @see https://ai.google.dev/gemini-api/docs/function-calling#multimodal */
const MEDIA_IN_RESULTS = /^(?:image\/.+|application\/pdf|text\/plain)$/i;

/** The message: https://github.com/google-gemini/gemini-cli/issues/16995 */
function checkMediaInResult(mimeType: string | undefined): void {
  if (mimeType === undefined || MEDIA_IN_RESULTS.test(mimeType)) return;
  throw invalidArgument(
    `Unable to submit request because the mime_type: ${mimeType} is not supported in \`function_response.parts\`. ` +
      "Learn more: https://cloud.google.com/vertex-ai/generative-ai/docs/multimodal/function-calling",
  );
}

function missing(path: string, field: string): GoogleError {
  return invalidArgument(
    `* GenerateContentRequest.${path}.${field}: ${field.split(".").at(-1) ?? field} is required\n`,
  );
}
