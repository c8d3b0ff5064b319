import { keptParts } from "../conversation/kept-parts.ts";
import { onlyEmptyTexts } from "../errors/argument-errors.ts";
import { bytesAsPart, contentsAmongOptions, invalidOption } from "../errors/option-errors.ts";
import { isBoxed } from "../errors/safe-text.ts";
import type { Content, Part, PromptContent, PromptPart } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import {
  answerAsPart,
  foreignContent,
  foreignPart,
  foreignPiece,
  foreignRole,
  turnsAsPrompt,
} from "./foreign-shapes.ts";
import { checkPartData, preparePart } from "./prompt-part.ts";

/**
 * A user turn: a string, a part, an array of strings and parts, or a whole content. Bytes (`inlineData.data`) may be a
 * `Uint8Array`, an `ArrayBuffer`, base64 or a data URL.
 */
export type Prompt = string | PromptPart | readonly (string | PromptPart)[] | PromptContent;

/** The input of a stateless call: a prompt, or a whole conversation. */
export type Contents = Prompt | readonly PromptContent[];

const TAKES_CONTENT = "a Content: { role, parts }, with at least one part";
const TAKES_PART = 'a Part with data, such as { text: "Hello!" }';
const TAKES = "a string, a Part, an array of strings and Parts, or a Content, none of them empty";

/** Converts a prompt to a user content. Throws `invalid_options` for anything else, without quoting it. */
export function promptToContent(prompt: Prompt): Content {
  const pieces: readonly unknown[] = isContent(prompt) ? (prompt.parts ?? []) : [prompt].flat();
  if (pieces.length > 0 && pieces.every(isEmptyPiece)) throw onlyEmptyTexts("prompt", TAKES);
  if (isContent(prompt)) return checkedContent(prompt, "prompt");
  if (!Array.isArray(prompt)) return { role: "user", parts: [toPart(prompt, "prompt")] };
  if (prompt.length === 0) throw invalidOption("prompt", prompt, TAKES);
  if (prompt.every(isContent)) throw turnsAsPrompt("prompt", prompt.length);
  // Not `map`, which passes over missing elements.
  return { role: "user", parts: Array.from(prompt, (piece: unknown, index) => toPart(piece, `prompt[${index}]`)) };
}

function isEmptyPiece(piece: unknown): boolean {
  return piece === "" || (isPart(piece) && piece.text === "" && Object.keys(piece).length === 1);
}

/**
 * Checks a content: an object with at least one part. The default role is `user`. Vertex AI refuses empty texts, so they are left
 * out; if there is nothing else, it is sent as it is, since other services accept it.
 */
export function checkedContent(content: unknown, name: string): Content {
  if (!isContent(content)) throw foreignContent(content, name) ?? invalidOption(name, content, TAKES_CONTENT);
  const { parts: given = [] } = content;
  const wrong = given.findIndex((part) => !isPart(part));
  if (wrong >= 0) {
    const path = `${name}.parts[${wrong}]`;
    throw foreignPiece(given[wrong], path) ?? invalidOption(path, given[wrong], TAKES_PART);
  }
  if (given.length === 0) throw invalidOption(`${name}.parts`, given, "at least one part");
  const foreign = foreignRole(content.role, name) ?? foreignContent(content, name);
  if (foreign) throw foreign;
  const isModel = content.role === "model";
  const prepared = given.map((part, index) => {
    const partName = `${name}.parts[${index}]`;
    if (!isModel) checkOwnPart(part, partName);
    return preparePart(part, partName);
  });
  if (prepared.every(isEmptyText)) return { ...content, role: content.role ?? "user", parts: prepared };
  // A model's turn may be an answer that somebody else kept as it came.
  const parts = isModel ? keptParts(prepared) : prepared.filter((part) => !isEmptyText(part));
  if (parts.length === 0) throw invalidOption(name, content, "a Content with at least one part that has data");
  return { ...content, role: content.role ?? "user", parts };
}

/** Whether a part says nothing. An empty text can hold a signature. */
function isEmptyText({ text, thoughtSignature }: Part): boolean {
  return text === "" && thoughtSignature === undefined;
}

function toPart(piece: unknown, name: string): Part {
  if (typeof piece === "string" && piece !== "") return { text: piece };
  if (isBytes(piece)) throw bytesAsPart(name);
  if (isRecord(piece) && !("role" in piece)) {
    const answer = answerAsPart(piece, name);
    if (answer) throw answer;
    const misplaced = ARGUMENTS_ELSEWHERE.filter((member) => member in piece);
    if (misplaced.length > 0) throw contentsAmongOptions(name, misplaced);
  }
  if (!isPart(piece) || piece.text === "") throw foreignPiece(piece, name) ?? invalidOption(name, piece, TAKES);
  checkOwnPart(piece, name);
  return preparePart(piece, name);
}

/** Checks a part that the caller wrote. */
function checkOwnPart(part: PromptPart, name: string): void {
  const foreign = foreignPart({ ...part }, name);
  if (foreign) throw foreign;
  checkPartData(part, name);
}

/** Members of the single argument that other clients accept. No part has a member with such a name. */
const ARGUMENTS_ELSEWHERE = ["model", "contents", "config", "message", "messages", "prompt"];

function isBytes(value: unknown): boolean {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
}

/** Whether a value has the shape of a content. */
export function isContent(value: unknown): value is PromptContent {
  return isRecord(value) && Array.isArray(value.parts);
}

function isPart(value: unknown): value is PromptPart {
  // The characters of a boxed string are members.
  if (!isRecord(value) || isBoxed(value)) return false;
  return Object.keys(value).length > 0 && !("role" in value) && !("parts" in value);
}
