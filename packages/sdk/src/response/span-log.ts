import { decodeUtf8 } from "../http/decode-utf8.ts";

interface Block {
  readonly bytes: Uint8Array;
  /** Where the pieces in these bytes begin and end, in turns. */
  readonly spans: number[];
}

/**
 * Pieces of UTF-8, kept in case somebody asks for them: where they stand, and not what they say. Were every event of a long
 * stream kept as an object or a string, the garbage collector would carry them about, which costs as much as all else.
 */
export class SpanLog {
  readonly #blocks: Block[] = [];
  #newest: Block | undefined;

  /** Keeps what stands from one place to another in bytes that nobody changes any more. */
  add(bytes: Uint8Array, from: number, to: number): void {
    if (this.#newest?.bytes !== bytes) {
      this.#newest = { bytes, spans: [] };
      this.#blocks.push(this.#newest);
    }
    this.#newest.spans.push(from, to);
  }

  /** Every piece, oldest first. */
  texts(): string[] {
    return this.#blocks.flatMap(({ bytes, spans }) => {
      const texts: string[] = [];
      for (let index = 0; index < spans.length; index += 2) {
        texts.push(decodeUtf8(bytes, spans[index] ?? 0, spans[index + 1] ?? 0));
      }
      return texts;
    });
  }

  /** All pieces in one text. None of them may begin or end within a character. */
  joined(): string {
    return this.#blocks.map(joinedBlock).join("");
  }
}

function joinedBlock({ bytes, spans }: Block): string {
  const joined = new Uint8Array(spans.reduce((total, place, index) => total + (index % 2 === 0 ? -place : place), 0));
  let at = 0;
  for (let index = 0; index < spans.length; index += 2) {
    const piece = bytes.subarray(spans[index], spans[index + 1]);
    joined.set(piece, at);
    at += piece.length;
  }
  return decodeUtf8(joined, 0, joined.length);
}
