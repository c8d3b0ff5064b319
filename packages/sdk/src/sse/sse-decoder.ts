import { responseTooLarge } from "../errors/connection-errors.ts";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const COLON = 58;
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);
const DATA = new TextEncoder().encode("data");

/** 64 MiB: far above any event seen, and still a bound on what an endless line can take. */
const DEFAULT_LONGEST_EVENT = 64 * 1024 * 1024;

const FIRST_BLOCK_BYTES = 2 * 1024;
const LARGEST_BLOCK_BYTES = 256 * 1024;

/** Who is handed the events. */
export interface EventTaker {
  /** Takes the data of one event: the bytes from one place to another, which nobody changes any more. */
  event(bytes: Uint8Array, from: number, to: number): void;
}

/** How a decoder can be made different. */
export interface SseDecoderInit {
  /** Bytes; a longer event throws `response_too_large`. Default 64 MiB. */
  readonly longestEvent?: number | undefined;
  /** Makes room, where the runtime has bytes that it decodes faster. What they hold at first is of no importance. */
  readonly allocate?: ((length: number) => Uint8Array) | undefined;
}

/**
 * The HTML standard's event-stream parser over bytes, in whatever pieces they come. Does no I/O. Only the `data` of
 * events is kept: Gemini uses neither names nor ids. An event that no blank line ends is discarded, as the standard says.
 *
 * What comes is copied into blocks in which an unfinished event is always in one piece, and which stay for as long
 * as somebody holds an event in them.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class SseDecoder {
  readonly #taker: EventTaker;
  readonly #longestEvent: number;
  readonly #allocate: (length: number) => Uint8Array;
  #block: Uint8Array = new Uint8Array();
  /** How much of the block has come. */
  #end = 0;
  /** Where the unfinished event begins: with its first line of data. */
  #eventStart = 0;
  #lineStart = 0;
  /** Behind the last event of the block that was handed on. */
  #usedTo = 0;
  /** Whether the unfinished event has lines of data, and where they stand, with a line feed between them. */
  #hasData = false;
  #dataFrom = 0;
  #dataTo = 0;
  #skipLineFeed = false;
  #atStart = true;

  constructor(taker: EventTaker, { longestEvent, allocate }: SseDecoderInit = {}) {
    this.#taker = taker;
    this.#longestEvent = longestEvent ?? DEFAULT_LONGEST_EVENT;
    this.#allocate = allocate ?? ((length) => new Uint8Array(length));
  }

  /** Reads the next bytes, and hands on every event that they complete. */
  push(piece: Uint8Array): void {
    if (piece.length === 0) return;
    this.#makeRoomFor(piece.length);
    const before = this.#end;
    this.#block.set(piece, before);
    this.#end += piece.length;
    let at = 0;
    if (this.#skipLineFeed) {
      this.#skipLineFeed = false;
      if (piece[0] === LINE_FEED) at = 1;
      this.#lineStart = this.#beginEventAt(before + at);
    }
    // Each kind of line end is searched for once, so that a stream without one of them takes linear time.
    let feed = indexOf(piece, LINE_FEED, at);
    let carriage = indexOf(piece, CARRIAGE_RETURN, at);
    for (;;) {
      const end = Math.min(feed, carriage);
      if (end === piece.length) break;
      at = end + 1;
      if (end === carriage) {
        if (at === piece.length) this.#skipLineFeed = true;
        else if (feed === at) at += 1;
        carriage = indexOf(piece, CARRIAGE_RETURN, at);
      }
      if (feed < at) feed = indexOf(piece, LINE_FEED, at);
      this.#readLine(before + end);
      this.#lineStart = this.#beginEventAt(before + at);
    }
    this.#checkLength(this.#end);
    this.#forgetRestOfOtherLine();
  }

  /** An unfinished line that is no data, such as a comment: what more it says is of no interest. */
  #forgetRestOfOtherLine(): void {
    const mark =
      this.#atStart && holds(this.#block, this.#lineStart, this.#end, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    const from = this.#lineStart + mark;
    const enough = from + DATA.length;
    if (this.#end <= enough || holds(this.#block, from, this.#end, DATA)) return;
    this.#end = enough;
  }

  /** As long as there are no data, an event begins with the next line. */
  #beginEventAt(lineStart: number): number {
    if (!this.#hasData) this.#eventStart = lineStart;
    return lineStart;
  }

  #checkLength(end: number): void {
    if (end - this.#eventStart <= this.#longestEvent) return;
    throw responseTooLarge("An event of the stream", this.#longestEvent);
  }

  #readLine(end: number): void {
    const block = this.#block;
    let from = this.#lineStart;
    this.#checkLength(end);
    if (this.#atStart) {
      this.#atStart = false;
      if (holds(block, from, end, BYTE_ORDER_MARK)) from += BYTE_ORDER_MARK.length;
    }
    if (from === end) {
      this.#endEvent();
      return;
    }
    let valueAt = from + DATA.length;
    if (!holds(block, from, end, DATA) || (valueAt < end && block[valueAt] !== COLON)) return;
    if (valueAt < end) valueAt += 1;
    if (valueAt < end && block[valueAt] === SPACE) valueAt += 1;
    if (this.#hasData) {
      // Nobody holds an unfinished event: its lines move together where they stand.
      block[this.#dataTo] = LINE_FEED;
      block.copyWithin(this.#dataTo + 1, valueAt, end);
      this.#dataTo += 1 + end - valueAt;
      return;
    }
    this.#hasData = true;
    this.#dataFrom = valueAt;
    this.#dataTo = end;
  }

  #endEvent(): void {
    const hasData = this.#hasData;
    this.#hasData = false;
    if (!hasData || this.#dataFrom === this.#dataTo) return;
    this.#usedTo = this.#dataTo;
    this.#taker.event(this.#block, this.#dataFrom, this.#dataTo);
  }

  /** At the end of the block; of a new one if it is full, which begins with the unfinished event. */
  #makeRoomFor(length: number): void {
    const block = this.#block;
    if (block.length - this.#end >= length) return;
    const kept = this.#end - this.#eventStart;
    const unused = this.#eventStart - this.#usedTo;
    // Comments alone do not fill a block.
    if (2 * unused >= block.length && this.#usedTo + kept + length <= block.length) {
      block.copyWithin(this.#usedTo, this.#eventStart, this.#end);
      this.#moveBy(-unused);
      return;
    }
    const usual = Math.min(LARGEST_BLOCK_BYTES, Math.max(FIRST_BLOCK_BYTES, 2 * block.length));
    // Twice as much, so that an event in many pieces is not copied for each of them.
    this.#block = this.#allocate(Math.max(usual, kept > 0 ? 2 * (kept + length) : length));
    this.#block.set(block.subarray(this.#eventStart, this.#end));
    this.#usedTo = 0;
    this.#moveBy(-this.#eventStart);
  }

  #moveBy(distance: number): void {
    this.#end += distance;
    this.#lineStart += distance;
    this.#dataFrom += distance;
    this.#dataTo += distance;
    this.#eventStart += distance;
  }
}

/** Its length where it has none. The next two are looked at first: a blank line ends an event, and `indexOf` is slow to start. */
function indexOf(piece: Uint8Array, byte: number, from: number): number {
  if (piece[from] === byte) return from;
  if (piece[from + 1] === byte) return from + 1;
  if (from + 2 >= piece.length) return piece.length;
  const at = piece.indexOf(byte, from);
  return at === -1 ? piece.length : at;
}

function holds(bytes: Uint8Array, from: number, end: number, wanted: Uint8Array): boolean {
  if (end - from < wanted.length) return false;
  for (let index = 0; index < wanted.length; index += 1) if (bytes[from + index] !== wanted[index]) return false;
  return true;
}
