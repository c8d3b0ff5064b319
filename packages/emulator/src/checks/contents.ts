import { type GoogleError, invalidArgument } from "../reply/google-error.ts";
import type { Content, Part } from "../wire/content.ts";

// Early clients sent tool results with the role "function"; Google still accepts it.
const roles: readonly (string | undefined)[] = [undefined, "user", "model", "function"];

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
 * one kind of data.
 *
 * @throws GoogleError `INVALID_ARGUMENT`
 */
export function checkContents(contents: readonly Content[] | undefined): void {
  if (contents === undefined || contents.length === 0) {
    throw invalidArgument("* GenerateContentRequest.contents: contents is not specified\n");
  }
  for (const [index, content] of contents.entries()) {
    if (!roles.includes(content.role)) throw invalidArgument("Please use a valid role: user, model.");
    checkParts(content.parts, `contents[${index}]`);
  }
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
}

function missing(path: string, field: string): GoogleError {
  return invalidArgument(
    `* GenerateContentRequest.${path}.${field}: ${field.split(".").at(-1) ?? field} is required\n`,
  );
}
