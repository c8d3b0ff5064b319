import type { Candidate, GenerateContentPayload } from "../wire/generate.ts";
import { mayHold, type PlainEvent } from "./plain-event.ts";
import { candidatesIn } from "./read-candidates.ts";

/** Takes one reply or event out of its envelope. Pure. */
export type Decode = (reply: unknown) => {
  readonly payload: GenerateContentPayload;
  readonly traceId: string | undefined;
};

/** One event of an answer, or a whole reply: parsed, or plain text that is parsed when somebody asks for more. */
export class AnswerEvent {
  /** The text and what belongs to it, where the event holds nothing else that an answer is made of. */
  readonly plain: PlainEvent | undefined;
  readonly #json: string;
  readonly #decode: Decode;
  #parsed: { readonly value: unknown; readonly payload: GenerateContentPayload } | undefined;
  #traceId: string | undefined;

  private constructor(json: string, decode: Decode, plain: PlainEvent | undefined) {
    this.#json = json;
    this.#decode = decode;
    this.plain = plain;
    this.#traceId = plain?.traceId;
  }

  /** An event that need not be parsed yet. */
  static plain(json: string, decode: Decode, plain: PlainEvent): AnswerEvent {
    return new AnswerEvent(json, decode, plain);
  }

  /** One that has been. Fails as `decode` does. */
  static parsed(value: unknown, decode: Decode): AnswerEvent {
    const event = new AnswerEvent("", decode, undefined);
    const { payload, traceId } = decode(value);
    event.#parsed = { value, payload };
    event.#traceId = traceId;
    return event;
  }

  /** What Google sent, envelope included. The same object each time. */
  get value(): unknown {
    return this.#whole.value;
  }

  /** Without the envelope. */
  get payload(): GenerateContentPayload {
    return this.#whole.payload;
  }

  /** Code Assist's trace id. */
  get traceId(): string | undefined {
    return this.#traceId;
  }

  /** One member of the payload. An event that is not parsed yet is parsed only if it names the member. */
  member(name: keyof GenerateContentPayload): unknown {
    const isKnown = !this.plain || this.#parsed !== undefined;
    return isKnown || mayHold(this.#json, name) ? this.payload[name] : undefined;
  }

  /** Its candidates, each member that is none left out. */
  get candidates(): readonly Candidate[] {
    return candidatesIn(this.payload);
  }

  get #whole() {
    if (!this.#parsed) {
      const value: unknown = JSON.parse(this.#json);
      this.#parsed = { value, payload: this.#decode(value).payload };
    }
    return this.#parsed;
  }
}
