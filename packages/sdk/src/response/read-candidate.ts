import type { Part } from "../wire/content.ts";
import type { Candidate } from "../wire/generate.ts";

// Both functions accept values from the network that do not match the types.

/** The index of a candidate; 0 if it is missing or invalid. */
export function indexOf({ index }: Candidate): number {
  return Number.isSafeInteger(index) && Number(index) >= 0 ? Number(index) : 0;
}

/** The text of all parts that are thoughts, or of all that are not. */
export function textOf(parts: readonly Part[] | null | undefined, thought: boolean): string {
  let text = "";
  for (const part of Array.isArray(parts) ? parts : []) {
    if (typeof part?.text === "string" && (part.thought === true) === thought) text += part.text;
  }
  return text;
}
