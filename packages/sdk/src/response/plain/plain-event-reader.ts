import type { DecodeUtf8 } from "../../http/decode-utf8.ts";
import { isCut } from "./cut-text.ts";
import { JsonScanner, written } from "./json-scanner.ts";
import { MOST_LEVELS, memberNames, PlainEvent } from "./plain-event.ts";
import { KnownEvent } from "./similar-event.ts";

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
  readonly #known = new KnownEvent();
  /** The event that is being read. */
  #event = new PlainEvent();
  #bytes = new Uint8Array();
  #from = 0;

  /** `hasEnvelope`: whether the answer stands in a member `response`. */
  constructor(hasEnvelope: boolean, decode: DecodeUtf8) {
    this.#hasEnvelope = hasEnvelope;
    this.#decode = decode;
  }

  /** What the event says that is written from one place to another; undefined where it is not plain. */
  read(bytes: Uint8Array, from: number, to: number): PlainEvent | undefined {
    if (to - from > LONGEST) return undefined;
    const event = new PlainEvent();
    this.#event = event;
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.#from = from;
    this.#json.begin(bytes, from, to);
    if (!this.#known.reads(event, this.#json, bytes, from, to) && !this.#readsNew(to)) return undefined;
    const text = this.#decode(bytes, from + event.textFrom, from + event.textTo);
    event.text = text.includes("\\") ? JSON.parse(`"${text}"`) : text;
    this.#known.learn(event, bytes, from, to);
    return event;
  }

  #readsNew(to: number): boolean {
    this.#json.begin(this.#bytes, this.#from, to);
    return this.#readsAll();
  }

  #readsAll(): boolean {
    const json = this.#json;
    if (!json.passesSign(OPEN_OBJECT)) return false;
    if (this.#hasEnvelope && !(json.passesName(names.response) && json.passesSign(OPEN_OBJECT))) return false;
    if (!(this.#readsCandidates() && this.#readsOthers())) return false;
    this.#event.membersTo = json.at - this.#from;
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
    const from = json.at + 1;
    if (!json.passesString()) return false;
    const to = json.at - 1;
    if (json.hasBeyondAscii && isCut(this.#bytes, from, to)) return false;
    this.#event.textFrom = from - this.#from;
    this.#event.textTo = to - this.#from;
    if (json.passesSign(COMMA)) {
      if (!(json.passesName(names.thought) && json.passes(TRUE))) return false;
      this.#event.thought = true;
    }
    return json.passesSign(CLOSE_OBJECT);
  }

  #readsEnd(): boolean {
    const json = this.#json;
    while (json.passesSign(COMMA)) {
      if (json.passesName(names.finishReason)) {
        this.#event.finishReason = this.#readString();
        if (this.#event.finishReason === undefined) return false;
      } else if (!(json.passesName(names.index) && json.passesSign(ZERO))) return false;
    }
    return true;
  }

  /** Members that say nothing of the text. With one of any other name, an event is left to the full parser. */
  #readsOthers(): boolean {
    const json = this.#json;
    this.#event.membersFrom = json.at - this.#from;
    while (json.passesSign(COMMA)) {
      if (json.passesName(memberNames.usageMetadata)) {
        if (json.next() !== OPEN_OBJECT) return false;
        this.#event.hasUsageMetadata = true;
      } else if (json.passesName(memberNames.modelVersion)) {
        if (json.next() !== QUOTE) return false;
        this.#event.hasModelVersion = true;
      } else if (json.passesName(memberNames.responseId)) {
        if (json.next() !== QUOTE) return false;
        this.#event.hasResponseId = true;
      } else if (!json.passesName(memberNames.createTime)) return false;
      if (!json.passesValue(MOST_LEVELS)) return false;
    }
    return true;
  }

  #readsTraceId(): boolean {
    const json = this.#json;
    if (!json.passesSign(COMMA)) return true;
    if (!json.passesName(names.traceId)) return false;
    this.#event.traceId = this.#readString();
    return this.#event.traceId !== undefined;
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
