import type { Part } from "../wire/content.ts";
import { isVoid } from "./merge-members.ts";

/** Members that describe other members of a part, and are nothing by themselves. */
const DESCRIPTIONS = ["thought", "thoughtSignature", "videoMetadata", "mediaResolution", "partMetadata"];

/**
 * What a part brings to its reader:
 *
 * | part | content |
 * |---|---|
 * | text of a thought | `thought`: delivered, but not an answer |
 * | other text, a function call, media, code, any other member with data | `answer` |
 * | empty text, a signature, a description without data | `none`: Gemini 3 ends its streams with an empty text and a signature |
 */
export function contentOf(part: Part): "answer" | "thought" | "none" {
  const hasData = Object.entries(part).some(([name, value]) => !DESCRIPTIONS.includes(name) && !isVoid(value));
  if (!hasData) return "none";
  return part.thought === true ? "thought" : "answer";
}
