import { responseTooLarge } from "../errors/connection-errors.ts";
import type { Sink } from "../http/sink.ts";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const COLON = 58;
const BYTE_ORDER_MARK = Uint8Array.of(0xef, 0xbb, 0xbf);
const DATA = new TextEncoder().encode("data");

/** 64 MiB: far above any event seen so far, but a limit for an endless line. */
const DEFAULT_LONGEST_EVENT = 64 * 1024 * 1024;

const FIRST_BLOCK_BYTES = 2 * 1024;
const LARGEST_BLOCK_BYTES = 256 * 1024;

/** The data of one event: a range of bytes that no longer change. */
export class SseEvent {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;

  /** Whether the blank line that ends an event came. False for the last event of a body that ends without one. */
  readonly terminated: boolean;

  constructor(bytes: Uint8Array, from: number, to: number, terminated: boolean) {
    this.bytes = bytes;
    this.from = from;
    this.to = to;
    this.terminated = terminated;
  }
}

/**
 * The HTML standard's event-stream parser over bytes, in pieces of any size. Does no I/O. Only the `data` of events is
 * kept: Gemini uses neither names nor ids. Unlike the standard says, a last event without a blank line is pushed by `end()`.
 *
 * The pieces are copied into a block, so that an event is always one range of bytes. If the block is full, a new one
 * begins with the unfinished event; the garbage collector frees the old one once no event in it is referenced.
 *
 * ```text
 * data: one\n\n: comment\n\ndata: two\ndata: thr................
 *          ^                ^     ^  ^ ^        ^
 *          #usedTo          |     |  | |        #end
 *                           |     |  | #lineStart
 *                           |     |  #dataTo
 *                           |     #dataFrom
 *                           #eventStart
 * ```
 *
 * - `#usedTo`: the end of the last pushed event. The bytes from there to `#eventStart` are no longer needed.
 * - `#eventStart`: the first data line of the unfinished event; without one, the unfinished line.
 * - `#dataFrom`, `#dataTo`: the data of the event's complete lines, joined by line feeds.
 * - `#lineStart`: the unfinished line.
 * - `#end`: the end of the received bytes; the rest of the block is free.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class SseDecoder {
  /** Number of events so far. */
  eventCount = 0;
  readonly #events: Pick<Sink<SseEvent>, "push">;
  readonly #longestEvent: number;
  #block = new Uint8Array();
  #usedTo = 0;
  #eventStart = 0;
  #dataFrom = 0;
  #dataTo = 0;
  #lineStart = 0;
  #end = 0;
  /** Whether the unfinished event has a data line. Its range does not show that, since a data line may be empty. */
  #hasData = false;
  /**
   * Whether the last piece ended with a carriage return. It ends its line at once, so that the event need not wait for the
   * next piece. If that begins with a line feed, both are one line end: the line feed must not count as a blank line.
   */
  #skipLineFeed = false;
  /** Whether no line has ended yet: a byte order mark is ignored only at the start of the stream. */
  #atStart = true;

  /** `longestEvent`: in bytes, 64 MiB by default; a longer event throws `response_too_large`. */
  constructor(events: Pick<Sink<SseEvent>, "push">, longestEvent = DEFAULT_LONGEST_EVENT) {
    this.#events = events;
    this.#longestEvent = longestEvent;
  }

  /** Reads the next bytes and pushes every event that they complete. */
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
    // Each kind of line end is searched for only once, so that a stream without one of them takes linear time.
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

  /**
   * The body came to its end. Pushes an event that no blank line has ended: the standard discards it, but its streams never
   * end on purpose, and here the complete body proves as much as a blank line.
   */
  end(): void {
    if (!this.#skipLineFeed && this.#lineStart < this.#end) this.#readLine(this.#end);
    this.#endEvent(false);
  }

  /** Drops the rest of an unfinished line that is not data, such as a comment, however long it becomes. */
  #forgetRestOfOtherLine(): void {
    const mark =
      this.#atStart && holds(this.#block, this.#lineStart, this.#end, BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    const from = this.#lineStart + mark;
    const enough = from + DATA.length;
    if (this.#end <= enough || holds(this.#block, from, this.#end, DATA)) return;
    this.#end = enough;
  }

  /** Starts a line, and an event as well unless one with data is unfinished. */
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
      this.#endEvent(true);
      return;
    }
    let valueAt = from + DATA.length;
    if (!holds(block, from, end, DATA) || (valueAt < end && block[valueAt] !== COLON)) return;
    if (valueAt < end) valueAt += 1;
    if (valueAt < end && block[valueAt] === SPACE) valueAt += 1;
    if (this.#hasData) {
      // An unfinished event was not pushed yet, so its lines may still be joined in place.
      block[this.#dataTo] = LINE_FEED;
      block.copyWithin(this.#dataTo + 1, valueAt, end);
      this.#dataTo += 1 + end - valueAt;
      return;
    }
    this.#hasData = true;
    this.#dataFrom = valueAt;
    this.#dataTo = end;
  }

  #endEvent(terminated: boolean): void {
    const hasData = this.#hasData;
    this.#hasData = false;
    if (!hasData || this.#dataFrom === this.#dataTo) return;
    this.#usedTo = this.#dataTo;
    this.eventCount += 1;
    this.#events.push(new SseEvent(this.#block, this.#dataFrom, this.#dataTo, terminated));
  }

  /** Makes room at the end of the block, or in a new one. */
  #makeRoomFor(length: number): void {
    const block = this.#block;
    if (block.length - this.#end >= length) return;
    const kept = this.#end - this.#eventStart;
    const unused = this.#eventStart - this.#usedTo;
    // A block that is mostly comments is reused: the unfinished event moves to the end of the last pushed one.
    if (2 * unused >= block.length && this.#usedTo + kept + length <= block.length) {
      block.copyWithin(this.#usedTo, this.#eventStart, this.#end);
      this.#moveBy(-unused);
      return;
    }
    const usual = Math.min(LARGEST_BLOCK_BYTES, Math.max(FIRST_BLOCK_BYTES, 2 * block.length));
    // Twice the unfinished event, so that an event in many pieces is not copied for each of them.
    this.#block = new Uint8Array(Math.max(usual, kept > 0 ? 2 * (kept + length) : length));
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

/**
 * Returns the length of the piece if the byte is not found. Checks the first two bytes itself: a blank line often
 * follows, and calling the built-in `indexOf` costs more than that.
 */
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
