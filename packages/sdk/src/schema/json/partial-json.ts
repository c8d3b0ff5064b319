import { findInProse } from "./find-in-prose.ts";
import { wholeValue } from "./find-more.ts";
import type { JsonFailure, JsonOutcome, Opening } from "./json-outcome.ts";
import { JsonReader } from "./json-reader.ts";

/** How a code fence begins: three or more of either character. */
const FENCE = "(?:`{3,}|~{3,})";
const FENCE_BEGUN = /^(?:`{1,2}|~{1,2})$/;
const FENCE_START = new RegExp(`^${FENCE}`);

/** The first line of a fence, with whatever it says of its content; the value may begin on it. */
const FENCE_LINE = new RegExp(`^${FENCE}[^\`~{[\\r\\n]*(?:\\r?\\n|(?=[{[]))`);
const FENCE_LINE_BEGUN = new RegExp(`^${FENCE}[^\`~{[\\r\\n]*\\r?$`);
const LONGEST_FENCE_LINE = 40;

/** A fence within text that says JSON, on a line of its own. The limits make it fit into {@link FENCE_OVERLAP}. */
const JSON_FENCE = /\n[ \t]{0,8}(?:`{3,8}|~{3,8})[ \t]{0,4}json[^`{[\r\n]{0,32}\r?\n/i;
const FENCE_OVERLAP = 64;

/**
 * Finds and reads the JSON value of a response while it arrives, in time that is linear in the length of the text.
 *
 * The value may follow a byte order mark and whitespace, and be in a code fence. If the text starts with other words, a
 * fence that says `json` is read at once; without one, the value is only known at the end. So a partial value never
 * belongs to something that turns out not to be the value. Words after the value are ignored; more JSON is not. Brackets
 * that hold nothing and no JSON, such as `{name}`, are words, and so are those of the other kind if it is known whether the
 * value is an object or an array.
 */
export class PartialJson {
  readonly #opening: Opening | undefined;
  #reader = new JsonReader();
  #phase: "start" | "fence" | "fenced" | "prose" | "value" | "done" = "start";
  /** The last text, in which the start of the value may be. */
  #pending = "";
  /** The position of `#pending` in the response, or of what the reader gets next. */
  #position = 0;
  /**
   * All text of what is, or may turn out to be, prose: a value of which nothing is known. Joined at the end, since joining
   * each time is not linear.
   */
  readonly #prose: string[] = [];
  #proseStart = 0;
  /** The text after the value, in its pieces. */
  readonly #rest: string[] = [];
  /** Why the first brackets were words. It is the failure if nothing else follows. */
  #failure: JsonFailure | undefined;
  #taken = 0;

  /** `opening`: how the value begins, if that is known. */
  constructor(opening?: Opening) {
    this.#opening = opening;
  }

  /** Reads the next piece of the response. */
  push(text: string): void {
    if (text === "") return;
    if (this.#phase === "done") this.#rest.push(text);
    else if (this.#phase === "value") this.#read(text);
    else {
      this.#pending += text;
      if (this.#phase === "prose") this.#prose.push(text);
      if (this.#phase === "start" || this.#phase === "fenced") this.#decide();
      if (this.#phase === "fence") this.#skipFenceLine();
    }
    if (this.#phase === "prose") this.#findFence();
  }

  /**
   * The value so far: strings may be prefixes, numbers and keywords are whole. It grows in place. Undefined if nothing is
   * known, and for a value that is not an object or array, until it is whole.
   */
  get value(): unknown {
    return this.#isShown() ? this.#reader.value : undefined;
  }

  /** The value so far as an object of its own, which does not grow. Costs a copy of the open objects and arrays. */
  snapshot(): unknown {
    return this.#isShown() ? this.#reader.snapshot() : undefined;
  }

  /** The elements of a top-level array that became whole since the last call. */
  takeElements(): readonly unknown[] {
    const { completeElements, value } = this.#reader;
    if (!Array.isArray(value)) return [];
    const taken = value.slice(this.#taken, completeElements);
    this.#taken = completeElements;
    return taken;
  }

  /** The response has ended: its value, or why there is none. */
  end(): JsonOutcome {
    if (this.#phase === "prose") {
      const found = findInProse(this.#prose.join(""), this.#proseStart, this.#opening);
      return found.kind === "none" ? (this.#failure ?? found) : found;
    }
    if (this.#phase !== "value" && this.#phase !== "done") return { kind: "none" };
    this.#reader.end();
    const { state, value, hasBegun } = this.#reader;
    if (state === "complete") return wholeValue(value, this.#rest.join(""), this.#position);
    if (state === "open") return { kind: hasBegun ? "truncated" : "none" };
    return { kind: state, position: this.#position };
  }

  #isShown(): boolean {
    return this.#reader.hasMembers || (this.#reader.state === "complete" && this.#phase === "done");
  }

  /** Looks at the first characters: a fence, a value, or prose. */
  #decide(): void {
    const start = this.#pending.search(/[^\ufeff\s]/);
    this.#skip(start === -1 ? this.#pending.length : start);
    const first = this.#pending[0];
    if (first === undefined) return;
    const isOpening = this.#opening === undefined ? first === "{" || first === "[" : first === this.#opening;
    if (isOpening) this.#startValue();
    else if (this.#phase === "start" && FENCE_START.test(this.#pending)) this.#phase = "fence";
    else if (this.#phase === "fenced" || !FENCE_BEGUN.test(this.#pending)) this.#beginProse();
  }

  #skipFenceLine(): void {
    const found = FENCE_LINE.exec(this.#pending);
    if (found) this.#enterFence(found[0].length);
    else if (this.#pending.length > LONGEST_FENCE_LINE || !FENCE_LINE_BEGUN.test(this.#pending)) this.#beginProse();
  }

  #beginProse(): void {
    this.#phase = "prose";
    this.#proseStart = this.#position;
    this.#prose.splice(0, this.#prose.length, this.#pending);
  }

  #findFence(): void {
    while (this.#phase === "prose") {
      const found = JSON_FENCE.exec(this.#pending);
      if (!found) break;
      this.#enterFence(found.index + found[0].length);
    }
    if (this.#phase === "prose") this.#skip(Math.max(0, this.#pending.length - FENCE_OVERLAP));
  }

  #enterFence(start: number): void {
    this.#skip(start);
    this.#phase = "fenced";
    this.#decide();
  }

  #skip(length: number): void {
    this.#position += length;
    this.#pending = this.#pending.slice(length);
  }

  #startValue(): void {
    const text = this.#pending;
    this.#phase = "value";
    this.#proseStart = this.#position;
    this.#prose.length = 0;
    this.#pending = "";
    this.#read(text);
  }

  #read(text: string): void {
    if (!this.#reader.hasMembers) this.#prose.push(text);
    const end = this.#reader.read(text, 0);
    this.#position += end;
    if (this.#reader.state === "invalid" && !this.#reader.hasMembers) this.#takeForProse();
    else if (this.#reader.state !== "open") {
      this.#phase = "done";
      this.#rest.push(text.slice(end));
    }
  }

  /** Nothing of the value has been shown, so it may be what stands before the value. */
  #takeForProse(): void {
    this.#failure ??= { kind: "invalid", position: this.#position };
    this.#reader = new JsonReader();
    this.#pending = this.#prose.join("");
    this.#position = this.#proseStart;
    this.#beginProse();
  }
}

/** The JSON value of a whole response, or why there is none. A truncated value is never taken for a whole one. */
export function extractJson(text: string): JsonOutcome {
  const json = new PartialJson();
  json.push(text);
  return json.end();
}
