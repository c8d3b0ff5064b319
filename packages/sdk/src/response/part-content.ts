import type { Part } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { dataMembers, qualifiers } from "../wire/part-members.ts";
import { FunctionCallPieces } from "./function-call-pieces.ts";
import { isVoid } from "./merge-members.ts";

/**
 * What a part brings to its reader:
 *
 * | part | content |
 * |---|---|
 * | a function call without a name | `none`: nobody can run it, and the response fails |
 * | another function call | `answer`: it waits for its result, even if it is marked as a thought |
 * | any other data of a thought | `thought`: delivered, but not an answer |
 * | other text, media, code, any other member with data | `answer` |
 * | empty text, a signature, a description without data | `none`: Gemini 3 ends its streams with an empty text and a signature |
 */
export function contentOf(part: Part): "answer" | "thought" | "none" {
  const hasData = Object.entries(part).some(([name, value]) => !qualifiers.has(name) && !isVoid(value));
  if (!hasData || isNamelessCall(part)) return "none";
  return part.thought === true && isVoid(part.functionCall) ? "thought" : "answer";
}

/**
 * Whether a part is a function call without a name. The pieces of a call are none, and neither is an empty object beside
 * the data of a part, with which some gateways fill in each member.
 */
export function isNamelessCall(part: Part): boolean {
  const call: unknown = part.functionCall;
  if (call === undefined || call === null || call === "" || FunctionCallPieces.isFirst(part)) return false;
  if (isRecord(call) && typeof call.name === "string" && call.name.trim() !== "") return false;
  return !isVoid(call) || !Object.entries(part).some(([name, value]) => isOtherData(name, value));
}

function isOtherData(name: string, value: unknown): boolean {
  return name !== "functionCall" && dataMembers.has(name) && value !== undefined && value !== null;
}
