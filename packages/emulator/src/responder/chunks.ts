import type { Part } from "../wire/content.ts";
import type { ResponderAnswer } from "./types.ts";

/**
 * Cuts an answer into the parts of successive stream events: the answer's text goes word by word, all else (thoughts,
 * function calls) stays whole, and a text's signature travels on its first word. Joining neighbouring texts of the same
 * kind gives the answer back exactly. An answer without parts gives no chunks.
 */
export function splitIntoChunks(answer: ResponderAnswer): readonly (readonly Part[])[] {
  return answer.parts.flatMap((part) => splitPart(part).map((piece) => [piece]));
}

function splitPart(part: Part): readonly Part[] {
  if (part.text === undefined || part.thought) return [part];
  const [first, ...others] = part.text.match(/\s*\S+|\s+$/g) ?? [part.text];
  return [{ ...part, text: first ?? "" }, ...others.map((text) => ({ text }))];
}
