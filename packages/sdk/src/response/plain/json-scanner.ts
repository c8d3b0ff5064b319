const QUOTE = 34;
const COMMA = 44;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const COLON = 58;
const OPEN_LIST = 91;
const BACKSLASH = 92;
const CLOSE_LIST = 93;
const LETTER_U = 117;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;
const FIRST_PRINTABLE = 32;
const FIRST_BEYOND_ASCII = 128;

const encoder = new TextEncoder();
const WORDS = ["true", "false", "null"].map((word) => encoder.encode(word));
const ESCAPES = encoder.encode('"\\/bfnrt');

/** Shared, because there may be many concurrent streams, each with its own scanners. */
export const NO_BYTES = new Uint8Array();

/** The bytes of a piece of JSON, for {@link JsonScanner.accept}. */
export function utf8(json: string): Uint8Array {
  return encoder.encode(json);
}

/**
 * Validates JSON in a byte array without building any value, which costs a fraction of parsing it. All methods ignore
 * white space in front of the next token. `accept…` moves past exactly the requested token, `skip…` past any value of a
 * kind; they return false if something else follows.
 */
export class JsonScanner {
  /** Index of the next byte. */
  at = 0;
  /** Whether the last string has escapes. */
  hasEscapes = false;
  /** Whether the last string has characters beyond ASCII. */
  #hasBeyondAscii = false;
  #bytes = NO_BYTES;
  #to = 0;

  /** Starts at `from`. The JSON ends before `to`. */
  start(bytes: Uint8Array<ArrayBufferLike>, from: number, to: number): void {
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.at = from;
    this.#to = to;
  }

  /** The first byte of the next token, without moving past it; -1 at the end. */
  peek(): number {
    const bytes = this.#bytes;
    const to = this.#to;
    let at = this.at;
    while (at < to) {
      const code = bytes[at] as number;
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) {
        this.at = at;
        return code;
      }
      at += 1;
    }
    this.at = to;
    return -1;
  }

  /** Moves past this byte; does not move if another follows. */
  acceptByte(code: number): boolean {
    if (this.peek() !== code) return false;
    this.at += 1;
    return true;
  }

  /** Moves past exactly these bytes; does not move if others follow. */
  accept(wanted: Uint8Array): boolean {
    this.peek();
    const bytes = this.#bytes;
    const at = this.at;
    const length = wanted.length;
    if (this.#to - at < length) return false;
    for (let index = 0; index < length; index += 1) if (bytes[at + index] !== wanted[index]) return false;
    this.at = at + length;
    return true;
  }

  /** Moves past a member's name, passed with its quotes, and the colon; does not move if another name follows. */
  acceptName(name: Uint8Array): boolean {
    const { at } = this;
    if (this.accept(name) && this.acceptByte(COLON)) return true;
    this.at = at;
    return false;
  }

  /** Moves past any value that nests at most `levels` deep. */
  skipValue(levels: number): boolean {
    const code = this.peek();
    if (code === QUOTE) return this.skipString();
    if (code === OPEN_OBJECT) return levels > 0 && this.#skipMembers(levels - 1);
    if (code === OPEN_LIST) return levels > 0 && this.#skipItems(levels - 1);
    if (code === MINUS || isDigit(code)) return this.#skipNumber();
    return WORDS.some((word) => this.accept(word));
  }

  /**
   * Moves past a string whose UTF-8 neither begins nor ends within a character. Only such strings can be joined before
   * decoding: a character split between two strings becomes replacement characters if they are decoded one by one, but
   * one character if they are joined.
   */
  skipWholeText(): boolean {
    this.peek();
    const from = this.at + 1;
    return this.skipString() && !(this.#hasBeyondAscii && splitsCharacter(this.#bytes, from, this.at - 1));
  }

  /** Moves past a string. */
  skipString(): boolean {
    if (this.peek() !== QUOTE) return false;
    const bytes = this.#bytes;
    const to = this.#to;
    let seen = 0;
    this.hasEscapes = false;
    for (let at = this.at + 1; at < to; at += 1) {
      const code = bytes[at] as number;
      if (code === QUOTE) {
        this.at = at + 1;
        this.#hasBeyondAscii = seen >= FIRST_BEYOND_ASCII;
        return true;
      }
      if (code < FIRST_PRINTABLE) return false;
      seen |= code;
      if (code !== BACKSLASH) continue;
      this.hasEscapes = true;
      at += 1;
      if (at >= to) return false;
      if (bytes[at] === LETTER_U) {
        if (!isHexadecimal(bytes, at + 1, Math.min(at + 5, to))) return false;
        at += 4;
      } else if (!ESCAPES.includes(bytes[at] as number)) return false;
    }
    return false;
  }

  #skipMembers(levels: number): boolean {
    this.at += 1;
    if (this.acceptByte(CLOSE_OBJECT)) return true;
    do {
      if (!(this.skipString() && this.acceptByte(COLON) && this.skipValue(levels))) return false;
    } while (this.acceptByte(COMMA));
    return this.acceptByte(CLOSE_OBJECT);
  }

  #skipItems(levels: number): boolean {
    this.at += 1;
    if (this.acceptByte(CLOSE_LIST)) return true;
    do {
      if (!this.skipValue(levels)) return false;
    } while (this.acceptByte(COMMA));
    return this.acceptByte(CLOSE_LIST);
  }

  #skipNumber(): boolean {
    if (this.#bytes[this.at] === MINUS) this.at += 1;
    if (this.#byteHere() === ZERO) this.at += 1;
    else if (!this.#skipDigits()) return false;
    if (this.#byteHere() === POINT) {
      this.at += 1;
      if (!this.#skipDigits()) return false;
    }
    // `e` or `E`: an exponent.
    if ((this.#byteHere() | 32) !== 101) return true;
    this.at += 1;
    if (this.#byteHere() === MINUS || this.#byteHere() === 43) this.at += 1;
    return this.#skipDigits();
  }

  #skipDigits(): boolean {
    const from = this.at;
    while (isDigit(this.#byteHere())) this.at += 1;
    return this.at > from;
  }

  #byteHere(): number {
    return this.at < this.#to ? (this.#bytes[this.at] as number) : -1;
  }
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= 57;
}

function isHexadecimal(bytes: Uint8Array, from: number, to: number): boolean {
  if (to - from < 4) return false;
  for (let at = from; at < to; at += 1) {
    const code = bytes[at] as number;
    const letter = code | 32;
    if (!isDigit(code) && !(letter >= 97 && letter <= 102)) return false;
  }
  return true;
}

/** Whether UTF-8 begins or ends within a character. */
function splitsCharacter(bytes: Uint8Array, from: number, to: number): boolean {
  if (isContinuation(bytes[from] ?? 0)) return true;
  let lead = to - 1;
  while (lead > from && lead > to - 4 && isContinuation(bytes[lead] ?? 0)) lead -= 1;
  const first = bytes[lead] ?? 0;
  const length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  return lead + length > to;
}

function isContinuation(byte: number): boolean {
  return byte >= 0x80 && byte < 0xc0;
}
