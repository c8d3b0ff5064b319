import { decodeUtf8 } from "../http/decode-utf8.ts";

/** A range of bytes that no longer change; `to` is exclusive. */
export interface ByteRange {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
}

interface Block {
  readonly bytes: Uint8Array;
  /** Start and end of each range in these bytes, alternating. */
  readonly ends: number[];
}

/**
 * Ranges of UTF-8, decoded on demand. If each event of a long stream were kept as an object or string, garbage
 * collection would cost as much as everything else together; see decision 9.
 */
export class ByteRanges {
  readonly #blocks: Block[] = [];
  #newest: Block | undefined;

  /** Adds the range `from` to `to` of bytes that no longer change. */
  add(bytes: Uint8Array, from: number, to: number): void {
    if (this.#newest?.bytes !== bytes) {
      this.#newest = { bytes, ends: [] };
      this.#blocks.push(this.#newest);
    }
    this.#newest.ends.push(from, to);
  }

  /** Each range, oldest first. */
  ranges(): ByteRange[] {
    return this.#blocks.flatMap(({ bytes, ends }) => {
      const ranges: ByteRange[] = [];
      for (let index = 0; index < ends.length; index += 2) {
        ranges.push({ bytes, from: ends[index] ?? 0, to: ends[index + 1] ?? 0 });
      }
      return ranges;
    });
  }

  /** The text of all ranges, joined. No range may begin or end within a character. */
  joined(): string {
    return this.#blocks.map(joinedBlock).join("");
  }
}

function joinedBlock({ bytes, ends }: Block): string {
  const joined = new Uint8Array(ends.reduce((total, place, index) => total + (index % 2 === 0 ? -place : place), 0));
  let at = 0;
  for (let index = 0; index < ends.length; index += 2) {
    const range = bytes.subarray(ends[index], ends[index + 1]);
    joined.set(range, at);
    at += range.length;
  }
  return decodeUtf8(joined, 0, joined.length);
}
