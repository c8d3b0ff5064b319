import type { Part } from "../wire/content.ts";
import { SpanLog } from "./span-log.ts";

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
    if (kind === undefined) {
      this.#parts.push(part);
      this.#open = undefined;
    } else if (part.text) this.textToAddTo(kind === "thought").add(part.text);
  }

  /** The last part, which is text of this kind; a new one if it was not. */
  textToAddTo(thought: boolean): OpenText {
    if (this.#open?.thought !== thought) {
      this.#open = new OpenText(thought);
      this.#parts.push(this.#open);
    }
    return this.#open;
  }

  /** The parts so far, for somebody to keep. */
  copy(): Part[] {
    return this.#parts.map((part) => (part instanceof OpenText ? part.toPart() : { ...part }));
  }
}

/** Pieces of text that belong together. */
export class OpenText {
  readonly thought: boolean;
  #text = "";
  /** What follows on that, as it is written in JSON strings. */
  #log: SpanLog | undefined;

  constructor(thought: boolean) {
    this.thought = thought;
  }

  /** Adds a piece. */
  add(text: string): void {
    this.#text = this.#joined() + text;
    this.#log = undefined;
  }

  /** Adds a piece that stands in a JSON string as well, in bytes that nobody changes any more. */
  addWritten(text: string, bytes: Uint8Array, from: number, to: number): void {
    // Most answers that are not streamed have no more than this one.
    if (this.#text === "" && !this.#log) this.#text = text;
    else {
      this.#log ??= new SpanLog();
      this.#log.add(bytes, from, to);
    }
  }

  /** As a part of the answer so far. */
  toPart(): Part {
    const text = this.#joined();
    return this.thought ? { text, thought: true } : { text };
  }

  #joined(): string {
    return this.#log ? this.#text + JSON.parse(`"${this.#log.joined()}"`) : this.#text;
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
