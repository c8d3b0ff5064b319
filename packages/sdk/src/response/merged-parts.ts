import type { Part } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { ByteRanges } from "./byte-ranges.ts";
import { FunctionCallPieces } from "./function-call-pieces.ts";
import type { Piece } from "./text-positions.ts";

/**
 * The parts of one turn. Those of a stream with consecutive pieces of plain text merged and function calls assembled from
 * their pieces, so that a streamed response is stored like one that was not streamed. A part with a signature is not changed: Google checks it byte for byte.
 * @see https://ai.google.dev/gemini-api/docs/thought-signatures
 */
export class MergedParts {
  readonly #parts: (Part | TextRun | FunctionCallPieces)[] = [];
  /** The last part, if it is plain text. */
  #lastRun: TextRun | undefined;
  /** The function call whose next piece has yet to come. */
  #openCall: FunctionCallPieces | undefined;
  #came = 0;

  /** Whether a function call is incomplete so far. */
  get hasOpenCall(): boolean {
    return this.#openCall !== undefined;
  }

  /** How many parts came so far, those included that were merged or left out. */
  get came(): number {
    return this.#came;
  }

  /** The length of the text without thoughts, in bytes of UTF-8. */
  get textBytes(): number {
    const texts = this.copy().map(({ text, thought }) => (typeof text === "string" && thought !== true ? text : ""));
    return new TextEncoder().encode(texts.join("")).length;
  }

  /** Whether the parts are not those that came. */
  get isMerged(): boolean {
    return this.#came > this.#parts.length;
  }

  /** Adds a part of a stream. Throws `response_invalid` for pieces of function calls that do not fit together. */
  add(part: Part): void {
    const kind = plainTextKind(part);
    if (kind === undefined) {
      this.#lastRun = undefined;
      if (isRecord(part.functionCall) && (this.#openCall || FunctionCallPieces.isFirst(part))) this.#addPiece(part);
      else this.#parts.push(part);
    } else if (part.text) this.#textRun(kind === "thought").add(part.text);
    else this.#lastRun?.addNothing();
    this.#came += 1;
  }

  /** Adds a part of a response that was not streamed: it stays as it is, but for a function call in pieces. */
  addWhole(part: Part): void {
    if (plainTextKind(part) === undefined) this.add(part);
    else {
      this.#parts.push(part);
      this.#came += 1;
    }
  }

  /** Adds the only part of an event: text, whose JSON-escaped bytes, without quotes, no longer change. */
  addJson(text: string, thought: boolean, bytes: Uint8Array, from: number, to: number): void {
    if (text === "") this.#lastRun?.addNothing();
    else this.#textRun(thought).addJson(text, bytes, from, to);
    this.#came += 1;
  }

  /** Of each part that came, where its text is now. */
  pieces(): readonly (Piece | undefined)[] {
    const pieces: (Piece | undefined)[] = new Array(this.#came);
    for (const [part, run] of this.#parts.entries()) {
      if (!(run instanceof TextRun)) continue;
      let from = 0;
      for (const [index, length] of run.lengths.entries()) {
        pieces[run.first + index] = { part, from };
        from += length;
      }
    }
    return pieces;
  }

  /** Copies of the parts so far, without a function call that is incomplete. */
  copy(): Part[] {
    const copies: Part[] = [];
    for (const part of this.#parts) {
      if (part === this.#openCall) continue;
      copies.push(part instanceof TextRun || part instanceof FunctionCallPieces ? part.toPart() : { ...part });
    }
    return copies;
  }

  /** The last part if it is text of this kind, else a new one. */
  #textRun(thought: boolean): TextRun {
    if (this.#lastRun?.thought !== thought) {
      this.#lastRun = new TextRun(thought, this.#came);
      this.#parts.push(this.#lastRun);
    }
    return this.#lastRun;
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
class TextRun {
  readonly thought: boolean;
  /** Which part of those that came is the first piece. */
  readonly first: number;
  /** The length of each piece, in UTF-16 code units. */
  readonly lengths: number[] = [];
  #text = "";
  /** The pieces after `#text`, JSON-escaped. */
  #rest: ByteRanges | undefined;

  constructor(thought: boolean, first: number) {
    this.thought = thought;
    this.first = first;
  }

  /** Adds a piece. */
  add(text: string): void {
    this.#text = this.#joined() + text;
    this.#rest = undefined;
    this.lengths.push(text.length);
  }

  /** A piece without text came. */
  addNothing(): void {
    this.lengths.push(0);
  }

  /** Adds a piece whose JSON-escaped bytes, without quotes, no longer change. */
  addJson(text: string, bytes: Uint8Array, from: number, to: number): void {
    this.lengths.push(text.length);
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
