import type { Part } from "../wire/content.ts";

/** The text of parts that belong to the answer, or that belong to the thinking. */
export function textOf(parts: readonly Part[] | null | undefined, thought: boolean): string {
  let text = "";
  for (const part of Array.isArray(parts) ? parts : []) {
    if (typeof part?.text === "string" && (part.thought === true) === thought) text += part.text;
  }
  return text;
}
