import { responseTooLarge } from "../errors/connection-errors.ts";
import { ByteBuffer } from "./byte-buffer.ts";
import { type DecodeUtf8, decodeUtf8 } from "./decode-utf8.ts";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const COLON = 58;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const DATA = [...new TextEncoder().encode("data")];

/** 64 MiB: far above any event seen, and still a bound on what an endless line can take. */
const DEFAULT_LONGEST_EVENT = 64 * 1024 * 1024;

/** Up to here a loop finds the end of a line sooner than a search by the runtime, which takes a while to begin. */
const SHORT_LINE = 512;

/**
 * The HTML standard's event-stream parser over bytes, in whatever pieces they come. Does no I/O. Only the `data` of
 * events is kept: Gemini uses neither names nor ids. An event that no blank line ends is discarded, as the standard says.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class SseDecoder {
  readonly #longestEvent: number;
  readonly #decode: DecodeUtf8;
  /** The unfinished line. */
  readonly #line = new ByteBuffer();
  /** Bytes of the unfinished event, this line's included. */
  #size = 0;
  #data: string | undefined;
  #skipLineFeed = false;
  #atStart = true;

  /** `longestEvent` in bytes: a longer event throws `response_too_large`. */
  constructor(longestEvent = DEFAULT_LONGEST_EVENT, decode: DecodeUtf8 = decodeUtf8) {
    this.#longestEvent = longestEvent;
    this.#decode = decode;
  }

  /** Takes the next bytes, gives the data of every event that they complete. */
  push(bytes: Uint8Array): string[] {
    const events: string[] = [];
    let from = 0;
    if (this.#skipLineFeed && bytes.length > 0) {
      if (bytes[0] === LINE_FEED) from = 1;
      this.#skipLineFeed = false;
    }
    for (;;) {
      const end = endOfLine(bytes, from);
      if (end === -1) break;
      this.#endLine(bytes, from, end, events);
      from = end + 1;
      if (bytes[end] !== CARRIAGE_RETURN) continue;
      if (from === bytes.length) this.#skipLineFeed = true;
      else if (bytes[from] === LINE_FEED) from += 1;
    }
    this.#count(bytes.length - from);
    if (from < bytes.length) this.#line.append(bytes.subarray(from));
    return events;
  }

  #count(length: number): void {
    this.#size += length;
    if (this.#size > this.#longestEvent) throw responseTooLarge("An event of the stream", this.#longestEvent);
  }

  /** The whole line is looked at; it is copied only where it came in several pieces. */
  #endLine(bytes: Uint8Array, from: number, end: number, events: string[]): void {
    this.#count(end - from);
    if (this.#line.length === 0) {
      this.#readLine(bytes, from, end, events);
      return;
    }
    this.#line.append(bytes.subarray(from, end));
    const line = this.#line.take();
    this.#readLine(line, 0, line.length, events);
  }

  #readLine(bytes: Uint8Array, lineStart: number, end: number, events: string[]): void {
    let from = lineStart;
    if (this.#atStart) {
      this.#atStart = false;
      if (holds(bytes, from, end, BYTE_ORDER_MARK)) from += BYTE_ORDER_MARK.length;
    }
    if (from === end) {
      if (this.#data !== undefined && this.#data !== "") events.push(this.#data);
      this.#data = undefined;
      this.#size = 0;
      return;
    }
    let valueAt = from + DATA.length;
    const isData = holds(bytes, from, end, DATA) && (valueAt === end || bytes[valueAt] === COLON);
    if (!isData) {
      if (this.#data === undefined) this.#size = 0;
      return;
    }
    if (valueAt < end) valueAt += 1;
    if (valueAt < end && bytes[valueAt] === SPACE) valueAt += 1;
    const value = this.#decode(bytes, valueAt, end);
    this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
  }
}

/** Where the line that begins at `from` ends, by a feed or a return; -1 where neither is there. */
function endOfLine(bytes: Uint8Array, from: number): number {
  const near = Math.min(from + SHORT_LINE, bytes.length);
  for (let at = from; at < near; at += 1) {
    const byte = bytes[at];
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN) return at;
  }
  if (near === bytes.length) return -1;
  const feed = bytes.indexOf(LINE_FEED, near);
  // Not beyond the feed: a stream with one kind of line end is not searched to its end for the other at every line.
  const before = bytes.subarray(near, feed === -1 ? bytes.length : feed).indexOf(CARRIAGE_RETURN);
  return before === -1 ? feed : near + before;
}

function holds(bytes: Uint8Array, from: number, end: number, wanted: readonly number[]): boolean {
  if (end - from < wanted.length) return false;
  for (let index = 0; index < wanted.length; index += 1) if (bytes[from + index] !== wanted[index]) return false;
  return true;
}
