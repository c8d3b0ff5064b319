import type { Candidate, GenerateContentPayload, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import type { PlainEvent } from "./plain-event.ts";
import { candidatesIn } from "./read-candidates.ts";
import { readUsage } from "./usage.ts";

/** Takes one reply or event out of its envelope. Pure. */
export type Decode = (reply: unknown) => {
  readonly payload: GenerateContentPayload;
  readonly traceId: string | undefined;
};

interface Parsed {
  readonly value: unknown;
  readonly payload: GenerateContentPayload;
}

/** One event of an answer, or a whole reply: parsed, or plain text that is parsed when somebody asks for more. */
export class AnswerEvent {
  /** As Google sent it. */
  readonly json: string;
  /** The text and what belongs to it, where the event holds nothing else that an answer is made of. */
  readonly plain: PlainEvent | undefined;
  /** Code Assist's trace id. */
  readonly traceId: string | undefined;
  readonly #decode: Decode;
  #parsed: Parsed | undefined;

  /** With `plain`, an event that need not be parsed yet; else the JSON's value. Fails as `decode` does. */
  constructor(json: string, decode: Decode, found: { readonly plain: PlainEvent } | { readonly value: unknown }) {
    this.json = json;
    this.#decode = decode;
    if ("plain" in found) {
      this.plain = found.plain;
      this.traceId = found.plain.traceId;
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
    return this.#whole.payload.promptFeedback ?? undefined;
  }

  /** Whether it may have a member of this name; false where it has none. */
  names(member: string): boolean {
    return this.json.includes(`"${member}"`);
  }

  /** The token counts of this event. */
  get usageMetadata(): UsageMetadata | undefined {
    return readUsage(this.#whole.payload.usageMetadata);
  }

  get #whole(): Parsed {
    if (!this.#parsed) {
      const value: unknown = JSON.parse(this.json);
      this.#parsed = { value, payload: this.#decode(value).payload };
    }
    return this.#parsed;
  }
}
