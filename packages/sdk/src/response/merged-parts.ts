import type { Part } from "../wire/content.ts";
import { TextLog } from "./text-log.ts";

/**
 * The parts of one turn. Plain text continues the text before it, so that a streamed answer is stored as it was said and
 * not as it was cut. A part with a signature stays as it came: Google checks it byte for byte.
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export class MergedParts {
  readonly #parts: (Part | OpenText)[] = [];
  /** The last part where it is plain text. */
  #open: OpenText | undefined;

  /** Adds a part. */
  add(part: Part): void {
    const kind = plainTextKind(part);
    if (kind !== undefined) this.addText(part.text ?? "", kind === "thought", false);
    else {
      this.#parts.push(part);
      this.#open = undefined;
    }
  }

  /** Adds plain text. `isWellFormed` where it is known to have no half of a surrogate pair. */
  addText(text: string, thought: boolean, isWellFormed: boolean): void {
    if (text === "") return;
    if (this.#open?.thought !== thought) {
      this.#open = new OpenText(thought);
      this.#parts.push(this.#open);
    }
    this.#open.add(text, isWellFormed);
  }

  /** The parts so far, for somebody to keep. */
  copy(): Part[] {
    return this.#parts.map((part) => (part instanceof OpenText ? part.toPart() : { ...part }));
  }
}

/** Pieces of text that belong together. Those that UTF-8 can hold wait as bytes, see {@link TextLog}. */
class OpenText {
  readonly thought: boolean;
  #text = "";
  #log = new TextLog();

  constructor(thought: boolean) {
    this.thought = thought;
  }

  add(text: string, isWellFormed: boolean): void {
    if (isWellFormed) {
      this.#log.add(text);
      return;
    }
    // Its other half may stand at the beginning of the next piece.
    this.#text += this.#log.joined() + text;
    this.#log = new TextLog();
  }

  toPart(): Part {
    const text = this.#text + this.#log.joined();
    return this.thought ? { text, thought: true } : { text };
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
