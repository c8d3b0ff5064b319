import { isCut } from "./cut-text.ts";
import type { JsonScanner } from "./json-scanner.ts";
import type { PlainEvent } from "./plain-event.ts";

const ZERO = 48;
const NINE = 57;
/** Bytes that are compared at once. */
const STEP = 4;
const NOTHING = new Uint8Array();
const NO_VIEW = viewOf(NOTHING);

/**
 * The last plain event of a stream. Events of one stream differ in their text, and in counts: where a new one differs from
 * this one in nothing but its text and in digits of its members, it is as plain and as well formed, which is seen sooner
 * than it is read.
 */
export class KnownEvent {
  #event: PlainEvent | undefined;
  #bytes = NOTHING;
  #from = 0;
  #to = 0;
  /** Of the bytes that were looked at last: many events stand in the same. */
  #view = NO_VIEW;
  #viewed = NOTHING;

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
    const before = this.#viewOf(this.#bytes);
    const view = this.#viewOf(bytes);
    if (to - from < textFrom || !isSame(before, this.#from, this.#from + textFrom, view, from)) return false;
    json.at = from + textFrom - 1;
    if (!json.passesString()) return false;
    const end = json.at - 1;
    if (json.hasBeyondAscii && isCut(bytes, from + textFrom, end)) return false;
    if (!this.#endsAlike(known, before, view, end, to)) return false;
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

  #endsAlike(event: PlainEvent, known: DataView, view: DataView, end: number, to: number): boolean {
    const { textTo, membersFrom, membersTo } = event;
    const from = this.#from;
    const moved = end - from - textTo;
    return (
      this.#to + moved === to &&
      isSame(known, from + textTo, from + membersFrom, view, end) &&
      isSameButDigits(known, from + membersFrom, from + membersTo, view, from + membersFrom + moved) &&
      isSame(known, from + membersTo, this.#to, view, from + membersTo + moved)
    );
  }

  #viewOf(bytes: Uint8Array): DataView {
    if (this.#viewed !== bytes) {
      this.#viewed = bytes as Uint8Array<ArrayBuffer>;
      this.#view = viewOf(bytes);
    }
    return this.#view;
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

function isSame(known: DataView, from: number, to: number, bytes: DataView, at: number): boolean {
  const moved = at - from;
  let index = from;
  for (; index + STEP <= to; index += STEP) {
    if (known.getInt32(index) !== bytes.getInt32(index + moved)) return false;
  }
  for (; index < to; index += 1) if (known.getUint8(index) !== bytes.getUint8(index + moved)) return false;
  return true;
}

function isSameButDigits(known: DataView, from: number, to: number, bytes: DataView, at: number): boolean {
  const moved = at - from;
  let index = from;
  for (; index + STEP <= to; index += STEP) {
    if (known.getInt32(index) === bytes.getInt32(index + moved)) continue;
    if (!differInDigits(known, index, index + STEP, bytes, moved)) return false;
  }
  return differInDigits(known, index, to, bytes, moved);
}

/** Also where a digit stands for another, but for a zero that may be the first of several. */
function differInDigits(known: DataView, from: number, to: number, bytes: DataView, moved: number): boolean {
  for (let index = from; index < to; index += 1) {
    const before = known.getUint8(index);
    const code = bytes.getUint8(index + moved);
    if (code === before) continue;
    if (!isDigit(code) || !isDigit(before)) return false;
    if (code === ZERO && !isDigit(bytes.getUint8(index + moved - 1))) return false;
  }
  return true;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
