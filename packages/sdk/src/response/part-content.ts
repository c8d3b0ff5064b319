import type { Part } from "../wire/content.ts";
import { qualifiers } from "../wire/part-members.ts";
import { isVoid } from "./merge-members.ts";

/**
 * What a part brings to its reader:
 *
 * | part | content |
 * |---|---|
 * | a function call | `answer`: it waits for its result, even if it is marked as a thought |
 * | any other data of a thought | `thought`: delivered, but not an answer |
 * | other text, media, code, any other member with data | `answer` |
 * | empty text, a signature, a description without data | `none`: Gemini 3 ends its streams with an empty text and a signature |
 */
export function contentOf(part: Part): "answer" | "thought" | "none" {
  const hasData = Object.entries(part).some(([name, value]) => !qualifiers.has(name) && !isVoid(value));
  if (!hasData) return "none";
  return part.thought === true && isVoid(part.functionCall) ? "thought" : "answer";
}
