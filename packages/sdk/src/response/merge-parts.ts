import type { Part } from "../wire/content.ts";

/**
 * Adds a part to those of the same turn. Plain text continues the text before it, so that a streamed answer is stored as
 * it was said and not as it was cut. A part with a signature stays as it came: Google checks it byte for byte.
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export function appendPart(parts: Part[], part: Part): void {
  const kind = plainTextKind(part);
  if (kind === undefined) {
    parts.push(part);
    return;
  }
  if (isEmptyText(part)) return;
  const last = parts.at(-1);
  if (last && plainTextKind(last) === kind) parts[parts.length - 1] = { ...last, text: `${last.text}${part.text}` };
  else parts.push({ ...part });
}

/** Whether a part is plain text, and none: it adds nothing to a turn. */
export function isEmptyText(part: Part): boolean {
  return part.text === "" && plainTextKind(part) !== undefined;
}

function plainTextKind(part: Part): "text" | "thought" | undefined {
  const names = Object.keys(part);
  if (typeof part.text !== "string" || names.some((name) => name !== "text" && name !== "thought")) return undefined;
  return part.thought === true ? "thought" : "text";
}

/** The text of parts that belong to the answer, or that belong to the thinking. */
export function textOf(parts: readonly Part[] | null | undefined, thought: boolean): string {
  let text = "";
  for (const part of Array.isArray(parts) ? parts : []) {
    if (typeof part?.text === "string" && (part.thought === true) === thought) text += part.text;
  }
  return text;
}
