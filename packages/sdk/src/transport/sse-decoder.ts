import { responseTooLarge } from "../errors/connection-errors.ts";
import { ByteBuffer } from "./byte-buffer.ts";

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/** 64 MiB: far above any event seen, and still a bound on what an endless line can take. */
const DEFAULT_LONGEST_EVENT = 64 * 1024 * 1024;

/**
 * The HTML standard's event-stream parser over bytes, in whatever pieces they come. Does no I/O. Only the `data` of
 * events is kept: Gemini uses neither names nor ids. An event that no blank line ends is discarded, as the standard says.
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 */
export class SseDecoder {
  readonly #text = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #longestEvent: number;
  /** The unfinished line. */
  readonly #line = new ByteBuffer();
  /** Bytes of the unfinished event, this line's included. */
  #size = 0;
  #data: string | undefined;
  #skipLineFeed = false;
  #atStart = true;

  /** `longestEvent` in bytes: a longer event throws `response_too_large`. */
  constructor(longestEvent = DEFAULT_LONGEST_EVENT) {
    this.#longestEvent = longestEvent;
  }

  /** Takes the next bytes, gives the data of every event that they complete. */
  push(bytes: Uint8Array): string[] {
    const events: string[] = [];
    let from = 0;
    if (this.#skipLineFeed && bytes.length > 0) {
      if (bytes[0] === LINE_FEED) from = 1;
      this.#skipLineFeed = false;
    }
    // Each is looked up again only once it lies behind, so that a stream with one kind of line end is not searched for
    // the other at every line.
    let nextReturn = bytes.indexOf(CARRIAGE_RETURN, from);
    let nextFeed = bytes.indexOf(LINE_FEED, from);
    for (;;) {
      if (nextReturn !== -1 && nextReturn < from) nextReturn = bytes.indexOf(CARRIAGE_RETURN, from);
      if (nextFeed !== -1 && nextFeed < from) nextFeed = bytes.indexOf(LINE_FEED, from);
      const end = nextReturn !== -1 && (nextFeed === -1 || nextReturn < nextFeed) ? nextReturn : nextFeed;
      if (end === -1) break;
      this.#endLine(bytes.subarray(from, end), events);
      from = end + 1;
      if (end === nextReturn) {
        if (from === bytes.length) this.#skipLineFeed = true;
        else if (bytes[from] === LINE_FEED) from += 1;
      }
    }
    const rest = bytes.subarray(from);
    this.#count(rest);
    this.#line.append(rest);
    return events;
  }

  #count(piece: Uint8Array): void {
    this.#size += piece.length;
    if (this.#size > this.#longestEvent) throw responseTooLarge("An event of the stream", this.#longestEvent);
  }

  #endLine(lastPiece: Uint8Array, events: string[]): void {
    this.#count(lastPiece);
    let line = this.#text.decode(this.#whole(lastPiece));
    if (this.#atStart) {
      this.#atStart = false;
      if (line.startsWith("\ufeff")) line = line.slice(1);
    }
    if (line === "") {
      if (this.#data !== undefined && this.#data !== "") events.push(this.#data);
      this.#data = undefined;
      this.#size = 0;
      return;
    }
    const colon = line.indexOf(":");
    const field = colon === -1 ? line : line.slice(0, colon);
    if (field !== "data") {
      if (this.#data === undefined) this.#size = 0;
      return;
    }
    const value = colon === -1 ? "" : line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
    this.#data = this.#data === undefined ? value : `${this.#data}\n${value}`;
  }

  /** The whole line; copied only where it came in several pieces. */
  #whole(lastPiece: Uint8Array): Uint8Array {
    if (this.#line.length === 0) return lastPiece;
    this.#line.append(lastPiece);
    return this.#line.take();
  }
}

/** One array of bytes. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((total, piece) => total + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    joined.set(piece, at);
    at += piece.length;
  }
  return joined;
}
