import type { DecodeUtf8 } from "../transport/decode-utf8.ts";
import { isCut } from "./cut-text.ts";
import { JsonScanner, written } from "./json-scanner.ts";
import { MOST_LEVELS, memberNames, type PlainEvent } from "./plain-event.ts";
import { type KnownEvent, textEndOfSimilar } from "./similar-event.ts";

/** Bytes. What is longer has long text, and the runtime's parser is better at that. */
const LONGEST = 2 * 1024;

const QUOTE = 34;
const COMMA = 44;
const ZERO = 48;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

const names = {
  response: written('"response"'),
  candidates: written('"candidates"'),
  content: written('"content"'),
  parts: written('"parts"'),
  text: written('"text"'),
  thought: written('"thought"'),
  role: written('"role"'),
  finishReason: written('"finishReason"'),
  index: written('"index"'),
  traceId: written('"traceId"'),
};
const MODEL = written('"model"');
const TRUE = written("true");

/**
 * Reads events without parsing all of them, where they are of the plain kind from the first character to the last. What it
 * says of one is what the full parse would say, and none that is malformed gets by: a property test holds the two together.
 */
export class PlainEventReader {
  readonly #hasEnvelope: boolean;
  readonly #decode: DecodeUtf8;
  readonly #json = new JsonScanner();
  #bytes = new Uint8Array();
  #textFrom = 0;
  #textTo = 0;
  #thought = false;
  #finishReason: string | undefined;
  #traceId: string | undefined;
  #membersFrom = 0;
  #hasUsageMetadata = false;
  #hasModelVersion = false;
  #hasResponseId = false;
  #membersTo = 0;
  /** The last event that was plain. */
  #known: KnownEvent | undefined;

  /** `hasEnvelope`: whether the answer stands in a member `response`. */
  constructor(hasEnvelope: boolean, decode: DecodeUtf8) {
    this.#hasEnvelope = hasEnvelope;
    this.#decode = decode;
  }

  /** What the event says that is written from one place to another; undefined where it is not plain. */
  read(bytes: Uint8Array, from: number, to: number): PlainEvent | undefined {
    if (to - from > LONGEST) return undefined;
    const event = this.#readSimilar(bytes, from, to) ?? this.#readNew(bytes, from, to);
    if (event) this.#known = { bytes, from, to, event, membersTo: this.#membersTo - from };
    return event;
  }

  #readSimilar(bytes: Uint8Array, from: number, to: number): PlainEvent | undefined {
    const known = this.#known;
    if (!known) return undefined;
    const textTo = textEndOfSimilar(known, this.#json, bytes, from, to);
    if (textTo === -1) return undefined;
    const { event } = known;
    const further = textTo - from - event.textTo;
    this.#membersTo = from + known.membersTo + further;
    return {
      text: this.#textIn(bytes, from + event.textFrom, textTo),
      textFrom: event.textFrom,
      textTo: textTo - from,
      thought: event.thought,
      finishReason: event.finishReason,
      traceId: event.traceId,
      membersFrom: event.membersFrom + further,
      hasUsageMetadata: event.hasUsageMetadata,
      hasModelVersion: event.hasModelVersion,
      hasResponseId: event.hasResponseId,
    };
  }

  #readNew(bytes: Uint8Array, from: number, to: number): PlainEvent | undefined {
    this.#json.begin(bytes, from, to);
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.#thought = false;
    this.#finishReason = undefined;
    this.#traceId = undefined;
    this.#hasUsageMetadata = false;
    this.#hasModelVersion = false;
    this.#hasResponseId = false;
    if (!this.#readsAll()) return undefined;
    return {
      text: this.#textIn(bytes, this.#textFrom, this.#textTo),
      textFrom: this.#textFrom - from,
      textTo: this.#textTo - from,
      thought: this.#thought,
      finishReason: this.#finishReason,
      traceId: this.#traceId,
      membersFrom: this.#membersFrom - from,
      hasUsageMetadata: this.#hasUsageMetadata,
      hasModelVersion: this.#hasModelVersion,
      hasResponseId: this.#hasResponseId,
    };
  }

  /** The text that is written from one place to another, between quotes. */
  #textIn(bytes: Uint8Array, from: number, to: number): string {
    const text = this.#decode(bytes, from, to);
    return text.includes("\\") ? JSON.parse(`"${text}"`) : text;
  }

  #readsAll(): boolean {
    const json = this.#json;
    if (!json.passesSign(OPEN_OBJECT)) return false;
    if (this.#hasEnvelope && !(json.passesName(names.response) && json.passesSign(OPEN_OBJECT))) return false;
    if (!(this.#readsCandidates() && this.#readsOthers())) return false;
    this.#membersTo = json.at;
    if (!json.passesSign(CLOSE_OBJECT)) return false;
    if (this.#hasEnvelope && !(this.#readsTraceId() && json.passesSign(CLOSE_OBJECT))) return false;
    return json.next() === -1;
  }

  #readsCandidates(): boolean {
    const json = this.#json;
    return (
      json.passesName(names.candidates) &&
      json.passesSign(OPEN_LIST) &&
      json.passesSign(OPEN_OBJECT) &&
      this.#readsContent() &&
      this.#readsEnd() &&
      json.passesSign(CLOSE_OBJECT) &&
      json.passesSign(CLOSE_LIST)
    );
  }

  /** The role stands before the parts or behind them. */
  #readsContent(): boolean {
    const json = this.#json;
    if (!(json.passesName(names.content) && json.passesSign(OPEN_OBJECT))) return false;
    if (json.passesName(names.role) && !(json.passes(MODEL) && json.passesSign(COMMA))) return false;
    if (!(json.passesName(names.parts) && json.passesSign(OPEN_LIST) && this.#readsPart())) return false;
    if (!json.passesSign(CLOSE_LIST)) return false;
    if (json.passesSign(COMMA) && !(json.passesName(names.role) && json.passes(MODEL))) return false;
    return json.passesSign(CLOSE_OBJECT);
  }

  #readsPart(): boolean {
    const json = this.#json;
    if (!(json.passesSign(OPEN_OBJECT) && json.passesName(names.text) && json.next() === QUOTE)) return false;
    this.#textFrom = json.at + 1;
    if (!json.passesString()) return false;
    this.#textTo = json.at - 1;
    if (json.hasBeyondAscii && isCut(this.#bytes, this.#textFrom, this.#textTo)) return false;
    if (json.passesSign(COMMA)) {
      if (!(json.passesName(names.thought) && json.passes(TRUE))) return false;
      this.#thought = true;
    }
    return json.passesSign(CLOSE_OBJECT);
  }

  #readsEnd(): boolean {
    const json = this.#json;
    while (json.passesSign(COMMA)) {
      if (json.passesName(names.finishReason)) {
        this.#finishReason = this.#readString();
        if (this.#finishReason === undefined) return false;
      } else if (!(json.passesName(names.index) && json.passesSign(ZERO))) return false;
    }
    return true;
  }

  /** Members that say nothing of the text. With one of any other name, an event is left to the full parser. */
  #readsOthers(): boolean {
    const json = this.#json;
    this.#membersFrom = json.at;
    while (json.passesSign(COMMA)) {
      if (json.passesName(memberNames.usageMetadata)) {
        if (json.next() !== OPEN_OBJECT) return false;
        this.#hasUsageMetadata = true;
      } else if (json.passesName(memberNames.modelVersion)) {
        if (json.next() !== QUOTE) return false;
        this.#hasModelVersion = true;
      } else if (json.passesName(memberNames.responseId)) {
        if (json.next() !== QUOTE) return false;
        this.#hasResponseId = true;
      } else if (!json.passesName(memberNames.createTime)) return false;
      if (!json.passesValue(MOST_LEVELS)) return false;
    }
    return true;
  }

  #readsTraceId(): boolean {
    const json = this.#json;
    if (!json.passesSign(COMMA)) return true;
    if (!json.passesName(names.traceId)) return false;
    this.#traceId = this.#readString();
    return this.#traceId !== undefined;
  }

  /** The string that comes next, if it is one without escapes. */
  #readString(): string | undefined {
    const json = this.#json;
    if (json.next() !== QUOTE) return undefined;
    const from = json.at + 1;
    if (!json.passesString() || json.hasEscapes) return undefined;
    return this.#decode(this.#bytes, from, json.at - 1);
  }
}
