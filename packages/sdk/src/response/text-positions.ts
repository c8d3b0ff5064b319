import type { Part } from "../wire/content.ts";
import type { GroundingMetadata, GroundingSegment } from "../wire/grounding.ts";
import { isRecord } from "../wire/is-record.ts";

/** A part that came in an event of a stream: which of the merged parts has its text, and from where. */
export interface Piece {
  readonly part: number;
  /** In UTF-16 code units. */
  readonly from: number;
}

/** A passage of the text, in UTF-16 code units, as `slice` takes them. */
export interface Passage {
  readonly start: number;
  readonly end: number;
}

const encoder = new TextEncoder();

/** Marks a byte that does not begin a character. */
const WITHIN = 0xffff_ffff;

/**
 * Finds passages of a response, whose positions Google counts in bytes of UTF-8. It does not say whether those of a stream
 * count the parts as they came or as they are once merged, so a passage is looked for in this order, and found if it has the
 * text that Google names or, without one, if it is in range:
 *
 * 1. the merged part
 * 2. the part as it came
 * 3. the text of all parts
 * 4. the first place that has the text
 */
export class TextPositions {
  /** The text of all parts but thoughts. */
  readonly text: string;
  /** The range of each part in the text; undefined for thoughts and parts without text. */
  readonly #parts: readonly (Passage | undefined)[];
  readonly #pieces: readonly (Piece | undefined)[];
  /** The byte at which a code unit begins, and the code unit that begins at a byte. */
  readonly #byteAt: Uint32Array;
  readonly #unitAt: Uint32Array;

  constructor(parts: readonly Part[], pieces: readonly (Piece | undefined)[] = []) {
    let text = "";
    this.#parts = parts.map((part) => {
      if (typeof part?.text !== "string" || part.thought === true) return undefined;
      const start = text.length;
      text += part.text;
      return { start, end: text.length };
    });
    this.text = text;
    this.#pieces = pieces;
    this.#byteAt = new Uint32Array(text.length + 1);
    this.#unitAt = new Uint32Array(encoder.encode(text).length + 1).fill(WITHIN);
    let byte = 0;
    for (let unit = 0; unit <= text.length; ) {
      this.#byteAt[unit] = byte;
      this.#unitAt[byte] = unit;
      const code = text.codePointAt(unit) ?? 0;
      byte += utf8Length(code);
      unit += code > 0xffff ? 2 : 1;
    }
  }

  /** The passage of a segment; undefined if it cannot be found. */
  find(segment: unknown): Passage | undefined {
    if (!isRecord(segment)) return undefined;
    const { partIndex = 0, startIndex = 0, endIndex, text }: Record<string, unknown> = segment;
    const named = typeof text === "string" && text !== "" ? text : undefined;
    if (isIndex(partIndex) && isIndex(startIndex) && isIndex(endIndex)) {
      const places = [this.#parts[partIndex], this.#pieceAt(partIndex)];
      // Without its text, a segment of a part that does not exist could be anywhere.
      if (partIndex === 0 || named !== undefined) places.push({ start: 0, end: this.text.length });
      for (const place of places) {
        const found = place && this.inBytes(startIndex, endIndex, place);
        if (found && (named === undefined || this.text.slice(found.start, found.end) === named)) return found;
      }
    }
    const start = named === undefined ? -1 : this.text.indexOf(named);
    return start < 0 ? undefined : { start, end: start + (named?.length ?? 0) };
  }

  /** The passage between two bytes of a range; undefined if they are out of range, or within a character. */
  inBytes(from: number, to: number, within: Passage = { start: 0, end: this.text.length }): Passage | undefined {
    const first = this.#byteAt[within.start] ?? 0;
    const last = this.#byteAt[within.end] ?? 0;
    if (from >= to || first + to > last) return undefined;
    const [start = WITHIN, end = WITHIN] = [this.#unitAt[first + from], this.#unitAt[first + to]];
    return start === WITHIN || end === WITHIN ? undefined : { start, end };
  }

  /** The position of a passage in its merged part, in bytes; undefined if it is not in one part. */
  inMergedPart({ start, end }: Passage): Required<Pick<GroundingSegment, Positions>> | undefined {
    const partIndex = this.#parts.findIndex((part) => part && part.start <= start && end <= part.end);
    const part = this.#parts[partIndex];
    if (!part) return undefined;
    const first = this.#byteAt[part.start] ?? 0;
    return {
      partIndex,
      startIndex: (this.#byteAt[start] ?? 0) - first,
      endIndex: (this.#byteAt[end] ?? 0) - first,
    };
  }

  /** A segment may go on in the next pieces. */
  #pieceAt(index: number): Passage | undefined {
    const piece = this.#pieces[index];
    const part = piece && this.#parts[piece.part];
    return part && { start: part.start + piece.from, end: this.text.length };
  }
}

type Positions = "partIndex" | "startIndex" | "endIndex";

/** Grounding metadata whose segments refer to the merged parts. Segments that cannot be found stay as they are. */
export function placeSegments(
  grounding: GroundingMetadata,
  parts: readonly Part[],
  pieces: readonly (Piece | undefined)[],
): GroundingMetadata {
  const supports: unknown = grounding.groundingSupports;
  if (!Array.isArray(supports) || supports.length === 0) return grounding;
  const positions = new TextPositions(parts, pieces);
  const groundingSupports = supports.map((support) => {
    const segment = isRecord(support) ? support.segment : undefined;
    const found = positions.find(segment);
    const place = found && positions.inMergedPart(found);
    if (!place || !isRecord(support) || !isRecord(segment) || isPlacedAt(segment, place)) return support;
    return { ...support, segment: { ...segment, ...place } };
  });
  return { ...grounding, groundingSupports };
}

function isPlacedAt({ partIndex = 0, startIndex = 0, endIndex }: GroundingSegment, place: GroundingSegment): boolean {
  return partIndex === place.partIndex && startIndex === place.startIndex && endIndex === place.endIndex;
}

/** Whether a value can be a position. */
export function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Half of a surrogate pair takes the three bytes of U+FFFD, as TextEncoder writes it. */
function utf8Length(code: number): number {
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x1_0000 ? 3 : 4;
}
