import { isCut } from "./cut-text.ts";
import type { JsonScanner } from "./json-scanner.ts";
import type { PlainEvent } from "./plain-event.ts";

const ZERO = 48;
const NINE = 57;

/**
 * The last plain event of a stream. Events of one stream differ in their text, and in counts: where a new one differs from
 * this one in nothing but its text and in digits of its members, it is as plain and as well formed, which is seen sooner
 * than it is read.
 */
export class KnownEvent {
  #event: PlainEvent | undefined;
  #bytes = new Uint8Array();
  #from = 0;
  #to = 0;

  /** This one is known from now on. */
  learn(event: PlainEvent, bytes: Uint8Array, from: number, to: number): void {
    this.#event = event;
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.#from = from;
    this.#to = to;
  }

  /** Fills in all of a new event but its text; false where it is another kind, or may be. */
  reads(event: PlainEvent, json: JsonScanner, bytes: Uint8Array, from: number, to: number): boolean {
    const known = this.#event;
    if (!known) return false;
    const { textFrom } = known;
    if (to - from < textFrom || !isSame(this.#bytes, this.#from, this.#from + textFrom, bytes, from)) return false;
    json.at = from + textFrom - 1;
    if (!json.passesString()) return false;
    const end = json.at - 1;
    if (json.hasBeyondAscii && isCut(bytes, from + textFrom, end)) return false;
    if (!this.#endsAlike(known, bytes, end, to)) return false;
    const further = end - from - known.textTo;
    event.textFrom = textFrom;
    event.textTo = end - from;
    event.thought = known.thought;
    event.finishReason = known.finishReason;
    event.traceId = known.traceId;
    event.membersFrom = known.membersFrom + further;
    event.membersTo = known.membersTo + further;
    event.hasUsageMetadata = known.hasUsageMetadata;
    event.hasModelVersion = known.hasModelVersion;
    event.hasResponseId = known.hasResponseId;
    return true;
  }

  #endsAlike({ textTo, membersFrom, membersTo }: PlainEvent, bytes: Uint8Array, end: number, to: number): boolean {
    const known = this.#bytes;
    const from = this.#from;
    const moved = end - from - textTo;
    return (
      this.#to + moved === to &&
      isSame(known, from + textTo, from + membersFrom, bytes, end) &&
      isSameButDigits(known, from + membersFrom, from + membersTo, bytes, from + membersFrom + moved) &&
      isSame(known, from + membersTo, this.#to, bytes, from + membersTo + moved)
    );
  }
}

function isSame(known: Uint8Array, from: number, to: number, bytes: Uint8Array, at: number): boolean {
  for (let index = from; index < to; index += 1) if (known[index] !== bytes[at + index - from]) return false;
  return true;
}

/** Also where a digit stands for another, but for a zero that may be the first of several. */
function isSameButDigits(known: Uint8Array, from: number, to: number, bytes: Uint8Array, at: number): boolean {
  for (let index = from; index < to; index += 1) {
    const place = at + index - from;
    const code = bytes[place] as number;
    if (code === known[index]) continue;
    if (!isDigit(code) || !isDigit(known[index])) return false;
    if (code === ZERO && !isDigit(bytes[place - 1])) return false;
  }
  return true;
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= ZERO && code <= NINE;
}
