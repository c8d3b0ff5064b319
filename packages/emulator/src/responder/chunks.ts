import type { Part } from "../wire/content.ts";
import { splitCall } from "./call-pieces.ts";
import type { ResponderAnswer } from "./types.ts";

/**
 * Splits an answer into the parts of successive stream events: text word by word, all else (thoughts, function calls) whole;
 * function calls in pieces too if `splitsCalls`. The first word has the signature of the text. Joining consecutive texts of the same kind restores the answer exactly. An
 * answer without parts has no chunks.
 */
export function splitIntoChunks(answer: ResponderAnswer, splitsCalls = false): readonly (readonly Part[])[] {
  return answer.parts.flatMap((part) => splitPart(part, splitsCalls).map((piece) => [piece]));
}

function splitPart(part: Part, splitsCalls: boolean): readonly Part[] {
  if (part.functionCall && splitsCalls) return splitCall(part, part.functionCall);
  if (part.text === undefined || part.thought) return [part];
  const [first, ...others] = part.text.match(/\s*\S+|\s+$/g) ?? [part.text];
  return [{ ...part, text: first ?? "" }, ...others.map((text) => ({ text }))];
}
