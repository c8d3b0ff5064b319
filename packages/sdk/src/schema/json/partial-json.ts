import { findInProse } from "./find-in-prose.ts";
import type { JsonOutcome } from "./json-outcome.ts";
import { JsonReader } from "./json-reader.ts";

const FENCE = "```";

/** The first line of a fence; the value may begin on it. */
const FENCE_LINE = /^```[ \t]*[\w-]*[ \t]*(?:\r?\n|(?=[{[]))/;
const FENCE_LINE_BEGUN = /^```[ \t]*[\w-]*[ \t]*\r?$/;
const LONGEST_FENCE_LINE = 40;

/** A fence that says JSON, at the start of a line. */
const JSON_FENCE = /(?:^|\n)[ \t]*```[ \t]*json[ \t]*\r?\n/i;
/** Long enough for {@link JSON_FENCE} with some indentation. */
const FENCE_OVERLAP = 64;

/**
 * Finds and reads the JSON value of a response while it arrives, in time that is linear in the length of the text.
 *
 * The value may follow a byte order mark and whitespace, and be in a code fence. If the text starts with other words, a
 * fence that says `json` is read at once; without one, the value is only known at the end. So a partial value never
 * belongs to something that turns out not to be the value. Text behind the value is ignored.
 */
export class PartialJson {
  readonly #reader = new JsonReader();
  #phase: "start" | "fence" | "fenced" | "prose" | "value" | "done" = "start";
  /** The last text, in which the start of the value may be. */
  #pending = "";
  /** The position of `#pending` in the response, or of what the reader gets next. */
  #position = 0;
  /** All text, once it has turned out to start with prose. Joined at the end, since joining each time is not linear. */
  readonly #prose: string[] = [];
  #proseStart = 0;
  #taken = 0;

  /** Reads the next piece of the response. */
  push(text: string): void {
    if (this.#phase === "done" || text === "") return;
    if (this.#phase === "value") {
      this.#read(text);
      return;
    }
    this.#pending += text;
    if (this.#phase === "prose") this.#prose.push(text);
    if (this.#phase === "start" || this.#phase === "fenced") this.#decide();
    if (this.#phase === "fence") this.#skipFenceLine();
    if (this.#phase === "prose") this.#findFence();
  }

  /**
   * The value so far: strings may be prefixes, numbers and keywords are whole. It grows in place. Undefined if nothing is
   * known, also for a value that is not an object or array, until it is whole.
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

  /** Steps taken so far, for the test that reading is linear. */
  get steps(): number {
    return this.#reader.steps;
  }

  /** The response has ended: its value, or why there is none. */
  end(): JsonOutcome {
    if (this.#phase === "prose") return findInProse(this.#prose.join(""), this.#proseStart);
    if (this.#phase !== "value" && this.#phase !== "done") return { kind: "none" };
    this.#reader.end();
    const { state, value, hasBegun } = this.#reader;
    if (state === "complete") return { kind: "complete", value };
    if (state === "open") return { kind: hasBegun ? "truncated" : "none" };
    return { kind: state, position: this.#position };
  }

  #isShown(): boolean {
    return typeof this.#reader.value === "object" && this.#reader.value !== null;
  }

  /** Looks at the first characters: a fence, a value, or prose. */
  #decide(): void {
    const start = this.#pending.search(/[^\ufeff\s]/);
    this.#skip(start === -1 ? this.#pending.length : start);
    const first = this.#pending.slice(0, FENCE.length);
    if (first[0] === "{" || first[0] === "[") this.#startValue();
    else if (this.#phase === "start" && FENCE.startsWith(first)) this.#phase = first === FENCE ? "fence" : "start";
    else if (first !== "") this.#beginProse();
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
    const found = JSON_FENCE.exec(this.#pending);
    if (found) this.#enterFence(found.index + found[0].length);
    else this.#skip(Math.max(0, this.#pending.length - FENCE_OVERLAP));
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
    this.#phase = "value";
    this.#read(this.#pending);
    this.#pending = "";
  }

  #read(text: string): void {
    const end = this.#reader.read(text, 0);
    this.#position += end;
    if (this.#reader.state !== "open") this.#phase = "done";
  }
}

/** The JSON value of a whole response, or why there is none. A truncated value is never taken for a whole one. */
export function extractJson(text: string): JsonOutcome {
  const json = new PartialJson();
  json.push(text);
  return json.end();
}
