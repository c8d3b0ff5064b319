import type { Part } from "../wire/content.ts";
import { isRecord } from "../wire/is-record.ts";
import { contentOf } from "./part-content.ts";

/** Consecutive text of one kind, or any other part as JSON. */
interface Piece {
  readonly kind: "text" | "thought" | "other";
  value: string;
}

/**
 * What the reader of a stream has already got of the parts that Google generates again after a checkpoint. Cuts it off the new
 * parts. How texts were divided into events does not matter, nor do signatures and ids of calls, which differ each time.
 */
export class Overlap {
  /** In order, from the checkpoint on. */
  readonly #pieces: Piece[] = [];

  /** Whether the new parts have reached what the reader has not got yet. */
  get isOver(): boolean {
    return this.#pieces.length === 0;
  }

  /** Adds parts that the reader got after those so far. */
  add(parts: readonly Part[]): void {
    for (const part of parts) if (contentOf(part) !== "none") this.#addPiece(pieceOf(part));
  }

  /** Adds what is left of another overlap. */
  addRest(other: Overlap): void {
    for (const piece of other.#pieces) this.#addPiece({ ...piece });
  }

  /** The next new parts without what the reader has got; undefined if they differ from that. */
  cut(parts: readonly Part[]): Part[] | undefined {
    const left: Part[] = [];
    for (const part of parts) {
      if (this.isOver || contentOf(part) === "none") left.push(part);
      else {
        const rest = this.#cutPiece(pieceOf(part));
        if (rest === undefined) return undefined;
        const cut = withText(part, rest);
        if (cut) left.push(cut);
      }
    }
    return left;
  }

  #addPiece(piece: Piece): void {
    const last = this.#pieces.at(-1);
    if (last && last.kind === piece.kind && piece.kind !== "other") last.value += piece.value;
    else this.#pieces.push(piece);
  }

  /** What follows the overlap in a new piece; `""` if it is all in it, undefined if it differs. */
  #cutPiece({ kind, value }: Piece): string | undefined {
    const [next] = this.#pieces;
    if (!next) return value;
    if (next.kind !== kind) return undefined;
    if (value.length < next.value.length && kind !== "other") {
      if (!next.value.startsWith(value)) return undefined;
      next.value = next.value.slice(value.length);
      return "";
    }
    if (kind === "other" ? value !== next.value : !value.startsWith(next.value)) return undefined;
    this.#pieces.shift();
    const rest = value.slice(next.value.length);
    // More text of this kind, but the reader got something else after it.
    return rest !== "" && !this.isOver ? undefined : rest;
  }
}

function pieceOf(part: Part): Piece {
  const { thoughtSignature: _, ...data } = part;
  if (!isText(part)) return { kind: "other", value: JSON.stringify(Object.entries(data).map(withoutId)) };
  return { kind: part.thought === true ? "thought" : "text", value: part.text };
}

/** A member of a part, as one for which Google does not make a new id each time. */
function withoutId([name, value]: readonly [string, unknown]): readonly unknown[] {
  if (!isRecord(value)) return [name, value];
  const { id: _, ...others } = value;
  return [name, others];
}

/** The rest of a cut part; undefined if nothing is left, not even a signature. */
function withText(part: Part, rest: string): Part | undefined {
  if (isText(part)) return rest !== "" || part.thoughtSignature !== undefined ? { ...part, text: rest } : undefined;
  return rest === "" ? undefined : part;
}

/** Whether a part has text, and nothing else that its reader could miss. */
function isText(part: Part): part is Part & { readonly text: string } {
  const { text, thought: _, thoughtSignature: __, ...others } = part;
  return typeof text === "string" && Object.keys(others).length === 0;
}
