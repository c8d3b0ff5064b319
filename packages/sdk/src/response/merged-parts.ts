import type { Part } from "../wire/content.ts";
import { ByteRanges } from "./byte-ranges.ts";

/**
 * The parts of one turn, with consecutive pieces of plain text merged, so that a streamed response is stored like one
 * that was not streamed. A part with a signature is not changed: Google checks it byte for byte.
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export class MergedParts {
  readonly #parts: (Part | TextRun)[] = [];
  /** The last part, if it is plain text. */
  #lastRun: TextRun | undefined;

  /** Adds a part. */
  add(part: Part): void {
    const kind = plainTextKind(part);
    if (kind === undefined) {
      this.#parts.push(part);
      this.#lastRun = undefined;
    } else if (part.text) this.textRun(kind === "thought").add(part.text);
  }

  /** The last part if it is text of this kind, else a new one. */
  textRun(thought: boolean): TextRun {
    if (this.#lastRun?.thought !== thought) {
      this.#lastRun = new TextRun(thought);
      this.#parts.push(this.#lastRun);
    }
    return this.#lastRun;
  }

  /** Copies of the parts so far. */
  copy(): Part[] {
    return this.#parts.map((part) => (part instanceof TextRun ? part.toPart() : { ...part }));
  }
}

/** Consecutive pieces of text of one kind. */
export class TextRun {
  readonly thought: boolean;
  #text = "";
  /** The pieces after `#text`, JSON-escaped. */
  #rest: ByteRanges | undefined;

  constructor(thought: boolean) {
    this.thought = thought;
  }

  /** Adds a piece. */
  add(text: string): void {
    this.#text = this.#joined() + text;
    this.#rest = undefined;
  }

  /** Adds a piece whose JSON-escaped bytes, without quotes, no longer change. */
  addJson(text: string, bytes: Uint8Array, from: number, to: number): void {
    // Most responses that are not streamed have only this piece.
    if (this.#text === "" && !this.#rest) this.#text = text;
    else {
      this.#rest ??= new ByteRanges();
      this.#rest.add(bytes, from, to);
    }
  }

  /** The text so far as a part. */
  toPart(): Part {
    const text = this.#joined();
    return this.thought ? { text, thought: true } : { text };
  }

  #joined(): string {
    return this.#rest ? this.#text + JSON.parse(`"${this.#rest.joined()}"`) : this.#text;
  }
}

/** Whether a part is empty plain text, which adds nothing to a turn. */
export function isEmptyText(part: Part): boolean {
  return part.text === "" && plainTextKind(part) !== undefined;
}

function plainTextKind(part: Part): "text" | "thought" | undefined {
  const names = Object.keys(part);
  if (typeof part.text !== "string" || names.some((name) => name !== "text" && name !== "thought")) return undefined;
  return part.thought === true ? "thought" : "text";
}
