import { isCut } from "./cut-text.ts";
import type { JsonScanner } from "./json-scanner.ts";
import type { PlainEvent } from "./plain-event.ts";

const ZERO = 48;
const NINE = 57;

/** A plain event, where it stands and what was found in it. */
export interface KnownEvent {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  readonly event: PlainEvent;
  /** Behind its last member, counted from its first byte. */
  readonly membersTo: number;
}

/**
 * Events of one stream differ in their text, and in counts. Where a new one differs from a known one in nothing but its text
 * and in digits of its members, it is as plain and as well formed, which is seen sooner than it is read.
 * Gives where its text ends; -1 where it is another kind, or may be.
 */
export function textEndOfSimilar(
  { bytes: known, from: knownFrom, to: knownTo, event, membersTo }: KnownEvent,
  json: JsonScanner,
  bytes: Uint8Array,
  from: number,
  to: number,
): number {
  const { textFrom, textTo, membersFrom } = event;
  if (to - from < textFrom || !isSame(known, knownFrom, knownFrom + textFrom, bytes, from)) return -1;
  json.begin(bytes, from + textFrom - 1, to);
  if (!json.passesString()) return -1;
  const end = json.at - 1;
  if (json.hasBeyondAscii && isCut(bytes, from + textFrom, end)) return -1;
  const moved = end - knownFrom - textTo;
  if (knownTo + moved !== to) return -1;
  const members = knownFrom + membersFrom;
  const rest = knownFrom + membersTo;
  return isSame(known, knownFrom + textTo, members, bytes, end) &&
    isSameButDigits(known, members, rest, bytes, members + moved) &&
    isSame(known, rest, knownTo, bytes, rest + moved)
    ? end
    : -1;
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
