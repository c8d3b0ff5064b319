/**
 * The fast path for plain events. Other folders import only this file of the folder.
 *
 * A streamed response is hundreds or thousands of small events, and nearly all have the same form: one candidate, one
 * part, a few words of text, and some members that are read once, at the end, or never. `JSON.parse` would build a
 * dozen objects for each, and garbage collection would cost as much as parsing. So plain events are not parsed. They
 * are scanned as bytes, and only a few positions are kept:
 *
 * ```text
 * {"candidates":[{"content":{"parts":[{"text":"Hello"}],"role":"model"}}],"usageMetadata":{…},"modelVersion":"…"}
 * ^                                            ^    ^                     ^                                     ^
 * from                                  textFrom    textTo      membersFrom                             membersTo
 * ```
 *
 * 1. An event of more than 2 KiB is parsed: its text is long, and the runtime reads long text faster than our scanner.
 * 2. An event like the previous plain one is recognised by comparing the two, four bytes at a time: they may differ only
 *    in the text, and in digits of the members after `candidates`. See previous-event.ts.
 * 3. Any other event is scanned from its first byte to its last. See scan-event.ts. It is not plain if it has a second
 *    candidate or part, a signature, a function call, any member that the scanner does not support, members in an order
 *    that Google does not use, or an error in its JSON. Then `read` returns undefined, and the caller parses it.
 *
 * The result always equals that of the full parse: a property test (test/response/plain/) compares the two over
 * generated, damaged and similar events, broken UTF-8 included. To make more events plain, change the scanner and let
 * that test decide.
 *
 * All objects and functions that handle every event are classes, here and elsewhere in the stream path, for two
 * reasons. If the first objects of a literal live long, as they do with many concurrent streams, V8 allocates later
 * ones directly in the old generation, where only a full collection frees them. And V8 compiles a closure's code again
 * for each stream, because each stream creates the closure again.
 *
 * The measurements are in decision 9.
 * @module
 */

import { decodeUtf8 } from "../../http/decode-utf8.ts";
import { PlainEvent } from "./plain-event.ts";
import { PreviousEvent } from "./previous-event.ts";
import { EventScanner } from "./scan-event.ts";

export type { PlainEvent };

/** Bytes. */
const LONGEST_EVENT = 2 * 1024;

/** Reads the plain events of one response. */
export interface PlainEventReader {
  /** The event from `from` to `to` in bytes that no longer change; undefined if it is not plain and must be parsed. */
  read(bytes: Uint8Array, from: number, to: number): PlainEvent | undefined;
}

/** `hasEnvelope`: whether each event is an object whose member `response` holds the payload, as Code Assist sends it. */
export function createPlainEventReader(hasEnvelope: boolean): PlainEventReader {
  return new Reader(hasEnvelope);
}

class Reader implements PlainEventReader {
  readonly #scanner: EventScanner;
  readonly #previous = new PreviousEvent();

  constructor(hasEnvelope: boolean) {
    this.#scanner = new EventScanner(hasEnvelope);
  }

  read(bytes: Uint8Array, from: number, to: number): PlainEvent | undefined {
    if (to - from > LONGEST_EVENT) return undefined;
    const event = new PlainEvent();
    const isPlain = this.#previous.acceptSimilar(event, bytes, from, to) || this.#scanner.scan(event, bytes, from, to);
    if (!isPlain) return undefined;
    const text = decodeUtf8(bytes, from + event.textFrom, from + event.textTo);
    event.text = text.includes("\\") ? JSON.parse(`"${text}"`) : text;
    this.#previous.remember(event, bytes, from, to);
    return event;
  }
}
