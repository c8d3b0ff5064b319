import { JsonScanner, NO_BYTES } from "./json-scanner.ts";
import type { PlainEvent } from "./plain-event.ts";

const ZERO = 48;
const NINE = 57;
/** Bytes compared at once. */
const STEP = 4;
const NO_VIEW = viewOf(NO_BYTES);

/**
 * Recognises an event that is like the previous plain event of the stream, by comparing the two. Events of one stream
 * usually differ only in their text and token counts:
 *
 * ```text
 * {"candidates":[{"content":{"parts":[{"text":"Hel"}],"role":"model"}}],"usageMetadata":{"totalTokenCount":17}}
 * {"candidates":[{"content":{"parts":[{"text":"lo, you"}],"role":"model"}}],"usageMetadata":{"totalTokenCount":19}}
 * |--------- the same bytes ------------------|-------|-- the same bytes -|-- the same bytes or other digits ------||
 *                                              any JSON string                                             the same again
 * ```
 *
 * The previous event is known to be plain and valid, so the new one is as well: its text is checked to be a JSON
 * string, and JSON remains valid if a digit is replaced by another, with one exception. A number may not have a leading
 * zero: if `17` becomes `07`, it is not JSON. So a digit may become a zero only directly after another digit: `117` may
 * become `107`. That rejects valid events too, such as a first `0` after a `7`; those are scanned.
 */
export class PreviousEvent {
  #event: PlainEvent | undefined;
  #bytes = NO_BYTES;
  #from = 0;
  #to = 0;
  readonly #json = new JsonScanner();
  /** A view of the most recent bytes, reused because many events are in the same block. */
  #view = NO_VIEW;
  #viewed = NO_BYTES;

  /** Stores a plain event to compare the next event with. */
  remember(event: PlainEvent, bytes: Uint8Array, from: number, to: number): void {
    this.#event = event;
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.#from = from;
    this.#to = to;
  }

  /** Fills in all fields of `event` but its text, if the bytes are like the previous event; else returns false. */
  acceptSimilar(event: PlainEvent, bytes: Uint8Array, from: number, to: number): boolean {
    const previous = this.#event;
    if (!previous) return false;
    const { textFrom } = previous;
    const before = this.#viewOf(this.#bytes);
    const view = this.#viewOf(bytes);
    if (to - from < textFrom || !isSame(before, this.#from, this.#from + textFrom, view, from)) return false;
    const json = this.#json;
    json.start(bytes, from + textFrom - 1, to);
    if (!json.skipWholeText()) return false;
    const textEnd = json.at - 1;
    if (!this.#continuesAlike(previous, before, view, textEnd, to)) return false;
    const longer = textEnd - from - previous.textTo;
    event.textFrom = textFrom;
    event.textTo = textEnd - from;
    event.thought = previous.thought;
    event.finishReason = previous.finishReason;
    event.traceId = previous.traceId;
    event.membersFrom = previous.membersFrom + longer;
    event.membersTo = previous.membersTo + longer;
    event.hasUsageMetadata = previous.hasUsageMetadata;
    event.hasModelVersion = previous.hasModelVersion;
    event.hasResponseId = previous.hasResponseId;
    event.isSimilar = true;
    return true;
  }

  /** Compares what comes after the text, which ends at `textEnd` in the new event. */
  #continuesAlike(previous: PlainEvent, before: DataView, view: DataView, textEnd: number, to: number): boolean {
    const { textTo, membersFrom, membersTo } = previous;
    const from = this.#from;
    const moved = textEnd - from - textTo;
    return (
      this.#to + moved === to &&
      isSame(before, from + textTo, from + membersFrom, view, textEnd) &&
      isSameButDigits(before, from + membersFrom, from + membersTo, view, from + membersFrom + moved) &&
      isSame(before, from + membersTo, this.#to, view, from + membersTo + moved)
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

/** Whether the bytes `from` to `to` of one view equal those of another view from `at` on. */
function isSame(before: DataView, from: number, to: number, view: DataView, at: number): boolean {
  const moved = at - from;
  let index = from;
  for (; index + STEP <= to; index += STEP) {
    if (before.getInt32(index) !== view.getInt32(index + moved)) return false;
  }
  for (; index < to; index += 1) if (before.getUint8(index) !== view.getUint8(index + moved)) return false;
  return true;
}

function isSameButDigits(before: DataView, from: number, to: number, view: DataView, at: number): boolean {
  const moved = at - from;
  let index = from;
  for (; index + STEP <= to; index += STEP) {
    if (before.getInt32(index) === view.getInt32(index + moved)) continue;
    if (!differOnlyInDigits(before, index, index + STEP, view, moved)) return false;
  }
  return differOnlyInDigits(before, index, to, view, moved);
}

/** Digits may differ, unless that could make a number begin with a zero. */
function differOnlyInDigits(before: DataView, from: number, to: number, view: DataView, moved: number): boolean {
  for (let index = from; index < to; index += 1) {
    const old = before.getUint8(index);
    const code = view.getUint8(index + moved);
    if (code === old) continue;
    if (!isDigit(code) || !isDigit(old)) return false;
    if (code === ZERO && !isDigit(view.getUint8(index + moved - 1))) return false;
  }
  return true;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
