import type { Part } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { ByteRanges } from "./byte-ranges.ts";
import { FunctionCallPieces } from "./function-call-pieces.ts";

/**
 * The parts of one turn, with consecutive pieces of plain text merged and function calls assembled from their pieces, so that
 * a streamed response is stored like one that was not streamed. A part with a signature is not changed: Google checks it byte for byte.
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export class MergedParts {
  readonly #parts: (Part | TextRun | FunctionCallPieces)[] = [];
  /** The last part, if it is plain text. */
  #lastRun: TextRun | undefined;
  /** The function call whose next piece has yet to come. */
  #openCall: FunctionCallPieces | undefined;

  /** Whether a function call is incomplete so far. */
  get hasOpenCall(): boolean {
    return this.#openCall !== undefined;
  }

  /** Adds a part. Throws `response_invalid` for pieces of function calls that do not fit together. */
  add(part: Part): void {
    const kind = plainTextKind(part);
    if (kind === undefined) {
      this.#lastRun = undefined;
      if (isRecord(part.functionCall) && (this.#openCall || FunctionCallPieces.isFirst(part))) this.#addPiece(part);
      else this.#parts.push(part);
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

  /** Copies of the parts so far, without a function call that is incomplete. */
  copy(): Part[] {
    return this.#parts
      .filter((part) => part !== this.#openCall)
      .map((part) => (part instanceof TextRun || part instanceof FunctionCallPieces ? part.toPart() : { ...part }));
  }

  #addPiece(part: Part): void {
    if (!this.#openCall) {
      this.#openCall = new FunctionCallPieces();
      this.#parts.push(this.#openCall);
    }
    if (!this.#openCall.add(part)) this.#openCall = undefined;
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

function plainTextKind(part: Part): "text" | "thought" | undefined {
  const names = Object.keys(part);
  if (typeof part.text !== "string" || names.some((name) => name !== "text" && name !== "thought")) return undefined;
  return part.thought === true ? "thought" : "text";
}
