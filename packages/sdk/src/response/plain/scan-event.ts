import { decodeUtf8 } from "../../http/decode-utf8.ts";
import { JsonScanner, NO_BYTES, utf8 } from "./json-scanner.ts";
import { DEEPEST_MEMBER, memberNames, PlainEvent } from "./plain-event.ts";

const QUOTE = 34;
const COMMA = 44;
const ZERO = 48;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

const names = {
  response: utf8('"response"'),
  candidates: utf8('"candidates"'),
  content: utf8('"content"'),
  parts: utf8('"parts"'),
  text: utf8('"text"'),
  thought: utf8('"thought"'),
  role: utf8('"role"'),
  finishReason: utf8('"finishReason"'),
  index: utf8('"index"'),
  traceId: utf8('"traceId"'),
};
const MODEL = utf8('"model"');
const TRUE = utf8("true");

/** Validates an event from the first byte to the last and finds the positions for a {@link PlainEvent}. */
export class EventScanner {
  readonly #hasEnvelope: boolean;
  readonly #json = new JsonScanner();
  /** The event being scanned. */
  #event = new PlainEvent();
  #bytes = NO_BYTES;
  #from = 0;

  constructor(hasEnvelope: boolean) {
    this.#hasEnvelope = hasEnvelope;
  }

  /** Fills in all fields of `event` but its text. Returns false if the event is not plain, or not JSON. */
  scan(event: PlainEvent, bytes: Uint8Array, from: number, to: number): boolean {
    this.#event = event;
    this.#bytes = bytes as Uint8Array<ArrayBuffer>;
    this.#from = from;
    this.#json.start(bytes, from, to);
    return this.#scanAll();
  }

  #scanAll(): boolean {
    const json = this.#json;
    if (!json.acceptByte(OPEN_OBJECT)) return false;
    if (this.#hasEnvelope && !(json.acceptName(names.response) && json.acceptByte(OPEN_OBJECT))) return false;
    if (!(this.#scanCandidates() && this.#scanMembers())) return false;
    this.#event.membersTo = json.at - this.#from;
    if (!json.acceptByte(CLOSE_OBJECT)) return false;
    if (this.#hasEnvelope && !(this.#scanTraceId() && json.acceptByte(CLOSE_OBJECT))) return false;
    return json.peek() === -1;
  }

  #scanCandidates(): boolean {
    const json = this.#json;
    return (
      json.acceptName(names.candidates) &&
      json.acceptByte(OPEN_LIST) &&
      json.acceptByte(OPEN_OBJECT) &&
      this.#scanContent() &&
      this.#scanRestOfCandidate() &&
      json.acceptByte(CLOSE_OBJECT) &&
      json.acceptByte(CLOSE_LIST)
    );
  }

  /** The role may come before or after the parts. */
  #scanContent(): boolean {
    const json = this.#json;
    if (!(json.acceptName(names.content) && json.acceptByte(OPEN_OBJECT))) return false;
    if (json.acceptName(names.role) && !(json.accept(MODEL) && json.acceptByte(COMMA))) return false;
    if (!(json.acceptName(names.parts) && json.acceptByte(OPEN_LIST) && this.#scanPart())) return false;
    if (!json.acceptByte(CLOSE_LIST)) return false;
    if (json.acceptByte(COMMA) && !(json.acceptName(names.role) && json.accept(MODEL))) return false;
    return json.acceptByte(CLOSE_OBJECT);
  }

  #scanPart(): boolean {
    const json = this.#json;
    if (!(json.acceptByte(OPEN_OBJECT) && json.acceptName(names.text) && json.peek() === QUOTE)) return false;
    const from = json.at + 1;
    if (!json.skipWholeText()) return false;
    this.#event.textFrom = from - this.#from;
    this.#event.textTo = json.at - 1 - this.#from;
    if (json.acceptByte(COMMA)) {
      if (!(json.acceptName(names.thought) && json.accept(TRUE))) return false;
      this.#event.thought = true;
    }
    return json.acceptByte(CLOSE_OBJECT);
  }

  #scanRestOfCandidate(): boolean {
    const json = this.#json;
    while (json.acceptByte(COMMA)) {
      if (json.acceptName(names.finishReason)) {
        this.#event.finishReason = this.#readString();
        if (this.#event.finishReason === undefined) return false;
      } else if (!(json.acceptName(names.index) && json.acceptByte(ZERO))) return false;
    }
    return true;
  }

  /** The members after `candidates`. An event with any other member is not plain. */
  #scanMembers(): boolean {
    const json = this.#json;
    this.#event.membersFrom = json.at - this.#from;
    while (json.acceptByte(COMMA)) {
      if (json.acceptName(memberNames.usageMetadata)) {
        if (json.peek() !== OPEN_OBJECT) return false;
        this.#event.hasUsageMetadata = true;
      } else if (json.acceptName(memberNames.modelVersion)) {
        if (!this.#isText()) return false;
        this.#event.hasModelVersion = true;
      } else if (json.acceptName(memberNames.responseId)) {
        if (!this.#isText()) return false;
        this.#event.hasResponseId = true;
      } else if (!json.acceptName(memberNames.createTime)) return false;
      if (!json.skipValue(DEEPEST_MEMBER)) return false;
    }
    return true;
  }

  /** Whether the next token is a string that is not empty. */
  #isText(): boolean {
    const json = this.#json;
    return json.peek() === QUOTE && this.#bytes[json.at + 1] !== QUOTE;
  }

  #scanTraceId(): boolean {
    const json = this.#json;
    if (!json.acceptByte(COMMA)) return true;
    if (!json.acceptName(names.traceId)) return false;
    this.#event.traceId = this.#readString();
    return this.#event.traceId !== undefined;
  }

  /** Reads the next string; undefined if the next token is not a string, or has escapes. */
  #readString(): string | undefined {
    const json = this.#json;
    if (json.peek() !== QUOTE) return undefined;
    const from = json.at + 1;
    if (!json.skipString() || json.hasEscapes) return undefined;
    return decodeUtf8(this.#bytes, from, json.at - 1);
  }
}
