import { ambiguousPart, invalidOption } from "../errors/option-errors.ts";
import type { Part, PromptPart } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { dataMembers, qualifiers } from "../wire/part-members.ts";
import { prepareInlineData } from "./inline-data.ts";

const TAKES_RESOLUTION = 'an object with `level`, such as { level: "MEDIA_RESOLUTION_HIGH" }';

/**
 * A part from the caller as Google takes it, bytes as base64. Throws `invalid_options` naming the member of `name` that
 * Google would refuse, without quoting it.
 */
export function preparePart(part: PromptPart, name: string): Part {
  const { text, inlineData, fileData, functionCall, functionResponse, mediaResolution } = part;
  if (text != null && typeof text !== "string") throw invalidOption(`${name}.text`, text, "a string");
  if (fileData != null && (!isRecord(fileData) || typeof fileData.fileUri !== "string")) {
    throw invalidOption(`${name}.fileData`, fileData, "an object with `fileUri` and, if known, `mimeType`");
  }
  if (functionCall != null && functionCall.args != null && !isRecord(functionCall.args)) {
    throw invalidOption(`${name}.functionCall.args`, functionCall.args, "an object: the arguments by their names");
  }
  if (mediaResolution != null && (!isRecord(mediaResolution) || typeof mediaResolution.level !== "string")) {
    throw invalidOption(`${name}.mediaResolution`, mediaResolution, TAKES_RESOLUTION);
  }
  const response = functionResponse == null ? undefined : prepareResult(functionResponse, `${name}.functionResponse`);
  const data = inlineData == null ? undefined : prepareInlineData(inlineData, `${name}.inlineData`);
  if (data === inlineData && response === functionResponse) return part as Part;
  return { ...(part as Part), ...(data && { inlineData: data }), ...(response && { functionResponse: response }) };
}

/** Throws `invalid_options` unless a part of the user has one kind of data; what a newer service may know counts as data. */
export function checkPartData(part: PromptPart, name: string): void {
  const filled = Object.entries(part).filter(([, value]) => value != null);
  const data = filled.filter(([member]) => dataMembers.has(member));
  const isUnknown = filled.some(([member]) => !dataMembers.has(member) && !qualifiers.has(member));
  if (data.length === 1 || (data.length === 0 && isUnknown)) return;
  throw ambiguousPart(
    name,
    data.map(([member]) => member),
  );
}

/** Function results can hold media too. */
function prepareResult(given: unknown, name: string): NonNullable<Part["functionResponse"]> {
  if (!isRecord(given)) throw invalidOption(name, given, "an object with `name` and `response`");
  if (typeof given.name !== "string" || given.name === "") {
    throw invalidOption(`${name}.name`, given.name, "the name of the function that was called");
  }
  if (!isRecord(given.response)) {
    const takes = "an object: put another result into one, such as { result: … }";
    throw invalidOption(`${name}.response`, given.response, takes);
  }
  const { parts } = given;
  if (!Array.isArray(parts)) return given;
  const prepared = parts.map((part: unknown, index) =>
    isRecord(part) && part.inlineData != null
      ? { ...part, inlineData: prepareInlineData(part.inlineData, `${name}.parts[${index}].inlineData`) }
      : part,
  );
  const withBytes: Record<string, unknown> = { ...given, parts: prepared };
  return withBytes;
}
