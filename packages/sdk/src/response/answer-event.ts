import { decodeUtf8 } from "../http/decode-utf8.ts";
import type { Candidate, GenerateContentPayload, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import { memberOf, PlainEvent } from "./plain/plain-event.ts";
import { candidatesIn } from "./read-candidates.ts";
import { isUsage, readUsage } from "./usage.ts";

/** Takes one reply or event out of its envelope. Pure. */
export type Decode = (reply: unknown) => {
  readonly payload: GenerateContentPayload;
  readonly traceId: string | undefined;
};

/** The value of an event's JSON. */
export class ParsedEvent {
  readonly value: unknown;

  constructor(value: unknown) {
    this.value = value;
  }
}

/** What came of an event. */
export type Found = PlainEvent | ParsedEvent;

interface Parsed {
  readonly value: unknown;
  readonly payload: GenerateContentPayload;
}

/** One event of an answer, or a whole reply: parsed, or plain text that is parsed when somebody asks for more. */
export class AnswerEvent {
  /** The text and what belongs to it, where the event holds nothing else that an answer is made of. */
  readonly plain: PlainEvent | undefined;
  /** Code Assist's trace id. */
  readonly traceId: string | undefined;
  /** As Google sent it, from here to there. */
  readonly #bytes: Uint8Array;
  readonly #from: number;
  readonly #to: number;
  readonly #decode: Decode;
  #parsed: Parsed | undefined;

  /** The bytes must stay as they are. Fails as `decode` does. */
  constructor(bytes: Uint8Array, from: number, to: number, decode: Decode, found: Found) {
    this.#bytes = bytes;
    this.#from = from;
    this.#to = to;
    this.#decode = decode;
    if (found instanceof PlainEvent) {
      this.plain = found;
      this.traceId = found.traceId;
      return;
    }
    const { payload, traceId } = decode(found.value);
    this.#parsed = { value: found.value, payload };
    this.traceId = traceId;
  }

  /** What Google sent, envelope included. The same object each time. */
  get value(): unknown {
    return this.#whole.value;
  }

  /** The candidates of this event alone, those left out that are none. */
  get candidates(): readonly Candidate[] {
    return candidatesIn(this.#whole.payload);
  }

  /** What Google says of the prompt. */
  get promptFeedback(): PromptFeedback | undefined {
    return this.plain ? undefined : (this.#whole.payload.promptFeedback ?? undefined);
  }

  /** Whether it has token counts: those of the last event count, and the others need not be read. */
  get hasUsageMetadata(): boolean {
    return this.plain ? this.plain.hasUsageMetadata : isUsage(this.#whole.payload.usageMetadata);
  }

  /** The token counts of this event. */
  get usageMetadata(): UsageMetadata | undefined {
    return readUsage(this.#member("usageMetadata"));
  }

  /** The model that answered, where the event names it. */
  get modelVersion(): string | undefined {
    return textIn(this.#member("modelVersion"));
  }

  /** Google's id of the answer, where the event names it. */
  get responseId(): string | undefined {
    return textIn(this.#member("responseId"));
  }

  /** Of a plain event, the member alone is parsed. */
  #member(name: "usageMetadata" | "modelVersion" | "responseId"): unknown {
    if (!this.plain || this.#parsed) return this.#whole.payload[name];
    return memberOf(this.plain, name, this.#bytes, this.#from, this.#to);
  }

  get #whole(): Parsed {
    if (!this.#parsed) {
      const value: unknown = JSON.parse(decodeUtf8(this.#bytes, this.#from, this.#to));
      this.#parsed = { value, payload: this.#decode(value).payload };
    }
    return this.#parsed;
  }
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
