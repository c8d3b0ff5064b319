import type { Content, Part } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { dataMembers, qualifiers } from "../wire/part-members.ts";
import { type ModelRef, Turn } from "./turn.ts";

type Member = readonly [name: string, value: unknown];

/**
 * The parts of a model's turn as Google takes them back. If a history kept a part that Google refuses, every later request would fail.
 *
 * | a part has | kept is |
 * |---|---|
 * | members that are null, or of a type that Google refuses | the part without them |
 * | several kinds of data | a part for each, in order; the signature stays with the function call, else with the last |
 * | a signature and no data | an empty text with the signature, the form that Google itself uses |
 * | no data (`functionCall: {}`, media without bytes) | nothing |
 *
 * Other members stay, as they go back to the service that sent them.
 */
export function keptParts(parts: readonly Part[]): readonly Part[] {
  return parts.every(isPlainText) ? parts : parts.flatMap(keptPart);
}

/** The model's turn of a response, as Google takes it back; none if nothing of it can be kept. */
export function keptTurn(content: Content | undefined, model: ModelRef | undefined): readonly Turn[] {
  const parts = mergedTexts(keptParts(content?.parts ?? []));
  return parts.length > 0 ? [new Turn({ ...content, parts }, model)] : [];
}

/** Parts with consecutive texts of one kind merged; the same array if there are none. */
function mergedTexts(parts: readonly Part[]): readonly Part[] {
  const merged: Part[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (last && isPlainText(last) && isPlainText(part) && (last.thought === true) === (part.thought === true)) {
      merged[merged.length - 1] = { ...last, text: `${last.text}${part.text}` };
    } else merged.push(part);
  }
  return merged.length === parts.length ? parts : merged;
}

function isPlainText(part: Part): boolean {
  if (typeof part.text !== "string" || part.text === "") return false;
  return Object.keys(part).every(
    (name) => name === "text" || (name === "thought" && typeof part.thought === "boolean"),
  );
}

function keptPart(part: Part): readonly Part[] {
  const members = Object.entries(part).filter(([name, value]) => isUsable(name, value));
  const data = members.filter(([name]) => dataMembers.has(name)).flatMap(cleanData);
  const signatures = members.filter(([name]) => name === "thoughtSignature");
  const others = members.filter(([name]) => name !== "thoughtSignature" && !dataMembers.has(name));
  if (data.length === 1 || (data.length === 0 && others.some(isUnknownData))) {
    return [toPart(inOrder(part, [...data, ...others, ...signatures]))];
  }
  if (data.length === 0) return signatures.length === 0 ? [] : [toPart([["text", ""], ...signatures])];
  const signed = data.findLast(([name]) => name === "functionCall") ?? data.at(-1);
  return data.map((member, index) => {
    const own = others.filter(([name]) => belongsTo(name, member, index === 0));
    return toPart([member, ...own, ...(member === signed ? signatures : [])]);
  });
}

function isUsable(name: string, value: unknown): boolean {
  if (name === "thought") return typeof value === "boolean";
  if (name === "text" || name === "thoughtSignature") return isText(value);
  return value !== null && value !== undefined;
}

/** Objects that this version does not know may be data of a newer service. */
function isUnknownData([name, value]: Member): boolean {
  return !qualifiers.has(name) && isRecord(value) && Object.keys(value).length > 0;
}

/** Members in the order that they have in the part. */
function inOrder(part: Part, members: readonly Member[]): readonly Member[] {
  const names = Object.keys(part);
  return [...members].sort(([one], [other]) => names.indexOf(one) - names.indexOf(other));
}

// Not assignments: a member named `__proto__` stays a member.
function toPart(members: readonly Member[]): Part {
  return Object.fromEntries(members) as Part;
}

/** Where another member of a part with several kinds of data goes. */
function belongsTo(name: string, [data]: Member, isFirst: boolean): boolean {
  if (name === "thought") return data === "text";
  if (name === "videoMetadata" || name === "mediaResolution") return data === "inlineData" || data === "fileData";
  return isFirst;
}

/** Data without nulls; nothing if it lacks what Google requires. */
function cleanData([name, value]: Member): readonly Member[] {
  if (name === "text") return [[name, value]];
  if (!isRecord(value)) return [];
  const clean = Object.fromEntries(Object.entries(value).filter(([member, one]) => isTakenBack(member, one, name)));
  const isComplete = REQUIRED[name]?.every((member) => isText(clean[member])) ?? Object.keys(clean).length > 0;
  return isComplete && (name !== "functionResponse" || isRecord(clean.response)) ? [[name, clean]] : [];
}

function isTakenBack(member: string, value: unknown, data: string): boolean {
  if (member === "args") return isRecord(value);
  if (member === "id") return isText(value);
  // Only says how a call came.
  if (member === "willContinue" && data === "functionCall") return false;
  return value !== null;
}

/** The texts that data must have. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  inlineData: ["mimeType", "data"],
  fileData: ["fileUri"],
  functionCall: ["name"],
  functionResponse: ["name"],
  executableCode: ["code"],
  codeExecutionResult: ["outcome"],
};

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
