import { ambiguousPart, invalidOption } from "../errors/option-errors.ts";
import type { Part, PromptPart } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { dataMembers, qualifiers } from "../wire/part-members.ts";
import { foreignData } from "./foreign-shapes.ts";
import { prepareInlineData } from "./inline-data.ts";

/**
 * A part from the caller as Google takes it, bytes as base64. Throws `invalid_options` naming the member of `name` that
 * Google would refuse, without quoting it.
 */
export function preparePart(part: PromptPart, name: string): Part {
  const { text, inlineData, fileData, functionCall, functionResponse, mediaResolution } = part;
  if (text != null && typeof text !== "string") throw invalidOption(`${name}.text`, text, "a string");
  if (fileData != null) checkFileData(fileData, `${name}.fileData`);
  if (functionCall != null) checkFunctionCall(functionCall, `${name}.functionCall`);
  if (mediaResolution != null) checkResolution(mediaResolution, `${name}.mediaResolution`);
  const response = functionResponse == null ? undefined : prepareResult(functionResponse, `${name}.functionResponse`);
  const data = inlineData == null ? undefined : prepareInlineData(inlineData, `${name}.inlineData`);
  if (data === inlineData && response === functionResponse) return part as Part;
  return { ...(part as Part), ...(data && { inlineData: data }), ...(response && { functionResponse: response }) };
}

function checkResolution(given: unknown, name: string): void {
  if (!isRecord(given)) throw invalidOption(name, given, 'an object such as { level: "MEDIA_RESOLUTION_HIGH" }');
  if (typeof given.level !== "string") {
    throw invalidOption(`${name}.level`, given.level, 'a level such as "MEDIA_RESOLUTION_HIGH"');
  }
}

function checkFileData(given: unknown, name: string): void {
  if (!isRecord(given)) throw invalidOption(name, given, "an object with `fileUri` and, if known, `mimeType`");
  if (given.fileUri == null) {
    const foreign = foreignData(given, "fileUri", name);
    if (foreign) throw foreign;
  }
  if (typeof given.fileUri !== "string") throw invalidOption(`${name}.fileUri`, given.fileUri, "the address of a file");
}

function checkFunctionCall(given: unknown, name: string): void {
  if (!isRecord(given)) throw invalidOption(name, given, "an object with `name` and `args`");
  if (given.args == null) {
    const foreign = foreignData(given, "args", name);
    if (foreign) throw foreign;
  } else if (!isRecord(given.args)) {
    throw invalidOption(`${name}.args`, given.args, "an object: the arguments by their names");
  }
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

/**
 * Whether JSON has an object for it that says something: a promise, an error or a `Map` keeps its state elsewhere, so the model
 * would see `{}`.
 */
function isResult(response: unknown): boolean {
  if (!isRecord(response) || ArrayBuffer.isView(response)) return false;
  if (typeof response.toJSON === "function") return isRecord(response.toJSON());
  if (/^\[object (?:Error|String)\]$/.test(Object.prototype.toString.call(response))) return false;
  if (Object.keys(response).length > 0) return true;
  const prototype: unknown = Object.getPrototypeOf(response);
  // Also a plain object of another realm.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

function prepareResultPart(part: unknown, name: string): object {
  if (!isRecord(part) || Object.keys(part).length === 0) {
    throw invalidOption(name, part, "an object with `inlineData`");
  }
  if (part.inlineData == null) return part;
  return { ...part, inlineData: prepareInlineData(part.inlineData, `${name}.inlineData`) };
}

/** Function results can hold media too. */
function prepareResult(given: unknown, name: string): NonNullable<Part["functionResponse"]> {
  if (!isRecord(given)) throw invalidOption(name, given, "an object with `name` and `response`");
  if (typeof given.name !== "string" || given.name === "") {
    throw invalidOption(`${name}.name`, given.name, "the name of the function that was called");
  }
  if (given.id != null && typeof given.id !== "string") throw invalidOption(`${name}.id`, given.id, "the call's id");
  const foreign = given.response === undefined ? foreignData(given, "response", name) : undefined;
  if (foreign) throw foreign;
  if (!isResult(given.response)) {
    const takes = "an object: wrap any other result, as in { result: … }, and await promises";
    throw invalidOption(`${name}.response`, given.response, takes);
  }
  const { parts } = given;
  if (parts == null) return given;
  if (!Array.isArray(parts)) throw invalidOption(`${name}.parts`, parts, "an array of parts");
  const prepared = Array.from(parts, (part: unknown, index) => prepareResultPart(part, `${name}.parts[${index}]`));
  const withBytes: Record<string, unknown> = { ...given, parts: prepared };
  return withBytes;
}
