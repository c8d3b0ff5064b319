import { JsonStringReader } from "./json-string-reader.ts";

/** Containers within containers; deeper JSON is refused. */
export const DEEPEST_VALUE = 500;

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const INTEGER = /^-?\d+$/;
const KEYWORDS: Readonly<Record<string, true | false | null>> = { true: true, false: false, null: null };
const LONGEST_KEYWORD = 5;

type Container = unknown[] | Record<string, unknown>;

interface Frame {
  readonly container: Container;
  /** The key whose value comes next, in an object. */
  key: string | undefined;
}

/** What the next character may be. In a token, it belongs to the token. */
type Expecting = "value" | "value-or-end" | "key" | "key-or-end" | "colon" | "comma-or-end" | Token | "nothing";
type Token = "string" | "key-string" | "number" | "keyword";

/**
 * Reads one JSON value from pieces of text, each character once. What has been read so far is in `value` at any time:
 * objects and arrays with the members that have begun, and strings as far as they came; numbers, `true`, `false` and `null`
 * only when they are whole. So a partial value never says anything that the final one takes back. An integer that a number
 * would round is a string of its digits, as in function calls; a number beyond the range of numbers is invalid.
 */
export class JsonReader {
  /** `"open"` until the value is whole, or cannot become one. A repeated key is invalid: it would take back a value. */
  state: "open" | "complete" | "invalid" | "too-deep" = "open";
  /** The value so far. It grows in place; `undefined` until its beginning is known. */
  value: unknown;
  /** Whether it is an object or array with a member that has begun. */
  hasMembers = false;
  /** Elements of a top-level array that are whole. */
  #elements = 0;
  #expecting: Expecting = "value";
  #token = "";
  #string = new JsonStringReader();
  readonly #frames: Frame[] = [];

  /** Whether anything but whitespace was read. */
  get hasBegun(): boolean {
    return this.#expecting !== "value" || this.#frames.length > 0 || this.state !== "open";
  }

  /** How many elements of a top-level array are whole. */
  get completeElements(): number {
    return Array.isArray(this.value) ? this.#elements : 0;
  }

  /** The value so far, sharing what is whole with later snapshots. Copies the objects and arrays that are still open. */
  snapshot(): unknown {
    let inner: unknown = this.#frames.length === 0 ? this.value : undefined;
    for (const { container, key } of this.#frames.toReversed()) {
      const copy: Container = Array.isArray(container) ? [...container] : copyMembers(container);
      const isOpen = container !== this.#frames.at(-1)?.container;
      if (isOpen) put(copy, key, inner, true);
      inner = copy;
    }
    return inner;
  }

  /** Reads from `start` until the value is whole or invalid, or the text ends. Returns where it stopped. */
  read(text: string, start: number): number {
    let index = start;
    while (index < text.length && this.state === "open") {
      if (this.#expecting === "string" || this.#expecting === "key-string") {
        index = this.#readString(text, index);
      } else if (this.#expecting === "number" || this.#expecting === "keyword") {
        index = this.#readToken(text, index);
      } else {
        if (!isSpace(text.charCodeAt(index))) this.#readPunctuation(text[index] ?? "");
        if (this.state === "open" || this.state === "complete") index += 1;
      }
    }
    return index;
  }

  /** The text ended: a number at the top level is whole only now. */
  end(): void {
    if (this.state === "open" && this.#frames.length === 0 && this.#expecting === "number") this.#finishNumber();
  }

  #readPunctuation(char: string): void {
    const { container } = this.#frames.at(-1) ?? {};
    switch (this.#expecting) {
      case "value-or-end":
        if (char === "]") this.#close();
        else this.#beginValue(char);
        return;
      case "value":
        this.#beginValue(char);
        return;
      case "key-or-end":
      case "key":
        if (char === '"') this.#beginString("key-string");
        else if (char === "}" && this.#expecting === "key-or-end") this.#close();
        else this.state = "invalid";
        return;
      case "colon":
        if (char === ":") this.#expecting = "value";
        else this.state = "invalid";
        return;
      default:
        if (char === ",") this.#expecting = Array.isArray(container) ? "value" : "key";
        else if (char === (Array.isArray(container) ? "]" : "}")) this.#close();
        else this.state = "invalid";
    }
  }

  #beginValue(char: string): void {
    if (char === "{" || char === "[") {
      if (this.#frames.length >= DEEPEST_VALUE) {
        this.state = "too-deep";
        return;
      }
      const container: Container = char === "{" ? {} : [];
      this.#set(container, false);
      this.#frames.push({ container, key: undefined });
      this.#expecting = char === "{" ? "key-or-end" : "value-or-end";
    } else if (char === '"') {
      this.#beginString("string");
      this.#set("", false);
    } else if (char === "-" || (char >= "0" && char <= "9")) {
      this.#expecting = "number";
      this.#token = char;
    } else if (char >= "a" && char <= "z") {
      this.#expecting = "keyword";
      this.#token = char;
      this.#finishKeyword();
    } else this.state = "invalid";
  }

  #beginString(kind: "string" | "key-string"): void {
    this.#string = new JsonStringReader();
    this.#expecting = kind;
  }

  #readString(text: string, start: number): number {
    const index = this.#string.read(text, start);
    if (this.#string.state === "invalid") {
      this.state = "invalid";
      return index;
    }
    const isWhole = this.#string.state === "complete";
    if (this.#expecting === "string") {
      this.#set(this.#string.value, true);
      if (isWhole) this.#finishValue();
    } else if (isWhole) this.#setKey(this.#string.value);
    return index;
  }

  #setKey(key: string): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined || Object.hasOwn(frame.container, key)) {
      this.state = "invalid";
      return;
    }
    frame.key = key;
    this.#expecting = "colon";
  }

  #readToken(text: string, start: number): number {
    const char = text[start] ?? "";
    if (this.#expecting === "keyword") {
      this.#token += char;
      this.#finishKeyword();
      return this.state === "invalid" ? start : start + 1;
    }
    if (/[\d+\-.eE]/.test(char)) {
      this.#token += char;
      return start + 1;
    }
    this.#finishNumber();
    return start;
  }

  #finishKeyword(): void {
    if (Object.hasOwn(KEYWORDS, this.#token)) {
      this.#set(KEYWORDS[this.#token], false);
      this.#finishValue();
    } else if (
      this.#token.length >= LONGEST_KEYWORD ||
      !Object.keys(KEYWORDS).some((word) => word.startsWith(this.#token))
    ) {
      this.state = "invalid";
    }
  }

  #finishNumber(): void {
    const number = Number(this.#token);
    if (!NUMBER.test(this.#token) || !Number.isFinite(number)) {
      this.state = "invalid";
      return;
    }
    this.#set(isRounded(this.#token, number) ? this.#token : number, false);
    this.#finishValue();
  }

  #close(): void {
    this.#frames.pop();
    this.#finishValue();
  }

  #finishValue(): void {
    this.#expecting = this.#frames.length === 0 ? "nothing" : "comma-or-end";
    if (this.#frames.length === 0) this.state = "complete";
    if (this.#frames.length === 1) this.#elements += 1;
  }

  #set(value: unknown, replaces: boolean): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) this.value = value;
    else {
      this.hasMembers = true;
      put(frame.container, frame.key, value, replaces);
    }
  }
}

/** Whether it is an integer that a number would round, which turns the id of a record into the id of another. */
function isRounded(token: string, number: number): boolean {
  if (Number.isSafeInteger(number) || !INTEGER.test(token) || String(number) === token) return false;
  return BigInt(token) !== BigInt(number);
}

/** Sets a member, or appends an element; with `replaces`, replaces the last element. Keys are data, `__proto__` too. */
function put(container: Container, key: string | undefined, value: unknown, replaces: boolean): void {
  if (Array.isArray(container)) {
    if (replaces) container[container.length - 1] = value;
    else container.push(value);
  } else if (key === "__proto__") {
    Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
  } else if (key !== undefined) container[key] = value;
}

/** Unlike a spread, copies `__proto__` as data. */
function copyMembers(members: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members));
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}
