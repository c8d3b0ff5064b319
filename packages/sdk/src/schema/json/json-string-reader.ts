const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids control characters in strings
const NOT_PLAIN = /["\\\u0000-\u001f]/g;

/** Reads a JSON string after its opening quotation mark, from pieces of text. */
export class JsonStringReader {
  /** Ends at the closing quotation mark. */
  state: "open" | "complete" | "invalid" = "open";
  #value = "";
  /** The first half of a character whose second half has not come. */
  #high = "";
  /** An escape sequence that has begun, with its backslash. */
  #escape = "";

  /** The text so far, without half characters. */
  get value(): string {
    return this.#value;
  }

  /** Reads from `start` up to the next escape sequence, or its next character. Returns where it stopped. */
  read(text: string, start: number): number {
    if (this.#escape !== "") {
      this.#readEscape(text[start] ?? "");
      return this.state === "invalid" ? start : start + 1;
    }
    NOT_PLAIN.lastIndex = start;
    const found = NOT_PLAIN.exec(text);
    const end = found?.index ?? text.length;
    if (end > start) this.#append(text.slice(start, end));
    if (found === null) return end;
    if (found[0] === '"') this.#complete();
    else if (found[0] === "\\") this.#escape = "\\";
    else {
      this.state = "invalid";
      return end;
    }
    return end + 1;
  }

  #readEscape(char: string): void {
    this.#escape += char;
    if (this.#escape.length === 2 && char !== "u") {
      const meant = Object.hasOwn(ESCAPES, char) ? ESCAPES[char] : undefined;
      if (meant === undefined) this.state = "invalid";
      else this.#finishEscape(meant);
    } else if (this.#escape.length > 2) {
      if (!/[\da-fA-F]/.test(char)) this.state = "invalid";
      else if (this.#escape.length === 6) {
        this.#finishEscape(String.fromCharCode(Number.parseInt(this.#escape.slice(2), 16)));
      }
    }
  }

  #finishEscape(meant: string): void {
    this.#append(meant);
    this.#escape = "";
  }

  #append(text: string): void {
    const joined = this.#high + text;
    this.#high = isHighSurrogate(joined.charCodeAt(joined.length - 1)) ? joined.slice(-1) : "";
    this.#value += this.#high === "" ? joined : joined.slice(0, -1);
  }

  #complete(): void {
    this.#value += this.#high;
    this.state = "complete";
  }
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}
