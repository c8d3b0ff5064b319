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

/** A piece of JSON as it has to be written, for {@link JsonScanner.passes}. */
export function written(json: string): Uint8Array {
  return encoder.encode(json);
}

/**
 * Goes over JSON that is still bytes, and makes nothing of it: a fraction of what a parser does. Every method looks at what
 * comes next, space in front of it left out, and passes it only where it is what was asked for.
 */
export class JsonScanner {
  /** Where it stands. */
  at = 0;
  /** Of the string passed last: whether it has escapes, and whether characters beyond ASCII. */
  hasEscapes = false;
  hasBeyondAscii = false;
  #bytes = new Uint8Array();
  #to = 0;

  /** Begins anew, in front of `from`. Nothing from `to` on is looked at. */
  begin(bytes: Uint8Array<ArrayBufferLike>, from: number, to: number): void {
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.at = from;
    this.#to = to;
  }

  /** What comes next, without passing it; -1 at the end. */
  next(): number {
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

  /** Passes one character. */
  passesSign(code: number): boolean {
    if (this.next() !== code) return false;
    this.at += 1;
    return true;
  }

  /** Passes exactly these bytes, and what space is in front of them in any case. */
  passes(wanted: Uint8Array): boolean {
    this.next();
    const bytes = this.#bytes;
    const at = this.at;
    const length = wanted.length;
    if (this.#to - at < length) return false;
    for (let index = 0; index < length; index += 1) if (bytes[at + index] !== wanted[index]) return false;
    this.at = at + length;
    return true;
  }

  /** Passes a member's name, written exactly so, and its colon. */
  passesName(name: Uint8Array): boolean {
    const { at } = this;
    if (this.passes(name) && this.passesSign(COLON)) return true;
    this.at = at;
    return false;
  }

  /** Passes any value that nests at most `levels` deep. */
  passesValue(levels: number): boolean {
    const code = this.next();
    if (code === QUOTE) return this.passesString();
    if (code === OPEN_OBJECT) return levels > 0 && this.#passesMembers(levels - 1);
    if (code === OPEN_LIST) return levels > 0 && this.#passesItems(levels - 1);
    if (code === MINUS || isDigit(code)) return this.#passesNumber();
    return WORDS.some((word) => this.passes(word));
  }

  /** Passes a string. */
  passesString(): boolean {
    if (this.next() !== QUOTE) return false;
    const bytes = this.#bytes;
    const to = this.#to;
    let seen = 0;
    this.hasEscapes = false;
    for (let at = this.at + 1; at < to; at += 1) {
      const code = bytes[at] as number;
      if (code === QUOTE) {
        this.at = at + 1;
        this.hasBeyondAscii = seen >= FIRST_BEYOND_ASCII;
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

  #passesMembers(levels: number): boolean {
    this.at += 1;
    if (this.passesSign(CLOSE_OBJECT)) return true;
    do {
      if (!(this.passesString() && this.passesSign(COLON) && this.passesValue(levels))) return false;
    } while (this.passesSign(COMMA));
    return this.passesSign(CLOSE_OBJECT);
  }

  #passesItems(levels: number): boolean {
    this.at += 1;
    if (this.passesSign(CLOSE_LIST)) return true;
    do {
      if (!this.passesValue(levels)) return false;
    } while (this.passesSign(COMMA));
    return this.passesSign(CLOSE_LIST);
  }

  #passesNumber(): boolean {
    if (this.#bytes[this.at] === MINUS) this.at += 1;
    if (this.#peek() === ZERO) this.at += 1;
    else if (!this.#passesDigits()) return false;
    if (this.#peek() === POINT) {
      this.at += 1;
      if (!this.#passesDigits()) return false;
    }
    // An exponent, by a letter of either case.
    if ((this.#peek() | 32) !== 101) return true;
    this.at += 1;
    if (this.#peek() === MINUS || this.#peek() === 43) this.at += 1;
    return this.#passesDigits();
  }

  #passesDigits(): boolean {
    const from = this.at;
    while (isDigit(this.#peek())) this.at += 1;
    return this.at > from;
  }

  #peek(): number {
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
