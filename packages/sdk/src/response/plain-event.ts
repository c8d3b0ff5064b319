import { type DecodeUtf8, decodeUtf8 } from "../transport/decode-utf8.ts";
import { JsonScanner, written } from "./json-scanner.ts";

/**
 * What most events are, and most replies that are not streamed: one candidate with one part of text. Places are counted
 * from the first byte of the event.
 */
export interface PlainEvent {
  readonly text: string;
  /** The text as it is written in JSON, without its quotes. */
  readonly textFrom: number;
  readonly textTo: number;
  readonly thought: boolean;
  readonly finishReason: string | undefined;
  readonly traceId: string | undefined;
  /** Where the members begin that follow on the candidates. */
  readonly membersFrom: number;
  /** Which of them there are: an object, a string and a string. */
  readonly hasUsageMetadata: boolean;
  readonly hasModelVersion: boolean;
  readonly hasResponseId: boolean;
}

/** Token counts by modality have three. */
const MOST_LEVELS = 8;

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
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
  usageMetadata: written('"usageMetadata"'),
  modelVersion: written('"modelVersion"'),
  responseId: written('"responseId"'),
  createTime: written('"createTime"'),
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
  #hasEscapes = false;
  #thought = false;
  #finishReason: string | undefined;
  #traceId: string | undefined;
  #membersFrom = 0;
  #hasUsageMetadata = false;
  #hasModelVersion = false;
  #hasResponseId = false;

  /** `hasEnvelope`: whether the answer stands in a member `response`. */
  constructor(hasEnvelope: boolean, decode: DecodeUtf8) {
    this.#hasEnvelope = hasEnvelope;
    this.#decode = decode;
  }

  /** What the event says that is written from one place to another; undefined where it is not plain. */
  read(bytes: Uint8Array, from: number, to: number): PlainEvent | undefined {
    this.#json.begin(bytes, from, to);
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.#thought = false;
    this.#finishReason = undefined;
    this.#traceId = undefined;
    this.#hasUsageMetadata = false;
    this.#hasModelVersion = false;
    this.#hasResponseId = false;
    if (!this.#readsAll()) return undefined;
    const text = this.#decode(bytes, this.#textFrom, this.#textTo);
    return {
      text: this.#hasEscapes ? JSON.parse(`"${text}"`) : text,
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

  #readsAll(): boolean {
    const json = this.#json;
    if (!json.passesSign(OPEN_OBJECT)) return false;
    if (this.#hasEnvelope && !(json.passesName(names.response) && json.passesSign(OPEN_OBJECT))) return false;
    if (!(this.#readsCandidates() && this.#readsOthers() && json.passesSign(CLOSE_OBJECT))) return false;
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
    this.#hasEscapes = json.hasEscapes;
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
      if (json.passesName(names.usageMetadata)) {
        if (json.next() !== OPEN_OBJECT) return false;
        this.#hasUsageMetadata = true;
      } else if (json.passesName(names.modelVersion)) {
        if (json.next() !== QUOTE) return false;
        this.#hasModelVersion = true;
      } else if (json.passesName(names.responseId)) {
        if (json.next() !== QUOTE) return false;
        this.#hasResponseId = true;
      } else if (!json.passesName(names.createTime)) return false;
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

/** A member of a plain event that follows on its candidates, written from one place to another, as its value; undefined if it has none. */
export function memberOf(
  { membersFrom }: PlainEvent,
  name: "usageMetadata" | "modelVersion" | "responseId",
  bytes: Uint8Array,
  from: number,
  to: number,
): unknown {
  const json = new JsonScanner();
  let found: unknown;
  json.begin(bytes, from + membersFrom, to);
  while (json.passesSign(COMMA)) {
    const isWanted = json.passesName(names[name]);
    if (!isWanted && !(json.passesString() && json.passesSign(COLON))) return found;
    const valueAt = json.at;
    if (!json.passesValue(MOST_LEVELS)) return found;
    // Of several by one name, the last counts, as for every parser.
    if (isWanted) found = JSON.parse(decodeUtf8(bytes, valueAt, json.at));
  }
  return found;
}

/** Whether UTF-8 begins or ends in the middle of a character, so that it reads differently beside other text. */
function isCut(bytes: Uint8Array, from: number, to: number): boolean {
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
