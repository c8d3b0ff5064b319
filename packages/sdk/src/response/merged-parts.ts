import type { Part } from "../wire/content.ts";

/**
 * The parts of one turn. Plain text continues the text before it, so that a streamed answer is stored as it was said and
 * not as it was cut. A part with a signature stays as it came: Google checks it byte for byte.
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export class MergedParts {
  readonly parts: Part[] = [];
  /** The last part where it is plain text, a copy of ours. */
  #open: { text: string; thought?: boolean } | undefined;

  /** Adds a part. */
  add(part: Part): void {
    const kind = plainTextKind(part);
    if (kind !== undefined) this.addText(part.text ?? "", kind === "thought");
    else {
      this.parts.push(part);
      this.#open = undefined;
    }
  }

  /** Adds plain text. */
  addText(text: string, thought: boolean): void {
    if (text === "") return;
    if (this.#open && (this.#open.thought === true) === thought) {
      this.#open.text += text;
      return;
    }
    this.#open = thought ? { text, thought } : { text };
    this.parts.push(this.#open);
  }
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
