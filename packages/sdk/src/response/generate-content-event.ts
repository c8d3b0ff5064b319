import { decodeUtf8 } from "../http/decode-utf8.ts";
import type { Candidate, GenerateContentPayload, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import { isRecord } from "../wire/is-record.ts";
import type { ByteRange } from "./byte-ranges.ts";
import type { PlainEvent } from "./plain/plain-event-reader.ts";

/** Takes a response or event out of its backend's envelope. Pure. */
export type Decode = (value: unknown) => {
  readonly payload: GenerateContentPayload;
  readonly traceId: string | undefined;
};

interface Parsed {
  readonly value: unknown;
  readonly payload: GenerateContentPayload;
}

/** One event of a streamed response, or a whole response that was not streamed. A plain event is parsed on demand. */
export class GenerateContentEvent {
  /** Set if the event contains only text; see plain/plain-event-reader.ts. */
  readonly plain: PlainEvent | undefined;
  /** Code Assist's trace id. */
  readonly traceId: string | undefined;
  /** The JSON that Google sent. */
  readonly range: ByteRange;
  readonly #decode: Decode;
  #parsed: Parsed | undefined;

  /** `value` is the parsed JSON of an event that is not plain. Throws the errors of `decode`. */
  constructor(range: ByteRange, decode: Decode, plain: PlainEvent | undefined, value?: unknown) {
    this.range = range;
    this.#decode = decode;
    this.plain = plain;
    if (plain) {
      this.traceId = plain.traceId;
      return;
    }
    const { payload, traceId } = decode(value);
    this.#parsed = { value, payload };
    this.traceId = traceId;
  }

  /** The value that Google sent, envelope included. The same object each time. */
  get value(): unknown {
    return this.#whole.value;
  }

  /** The candidates of this event alone, without elements that are not objects. */
  get candidates(): readonly Candidate[] {
    const { candidates } = this.#whole.payload;
    if (!Array.isArray(candidates)) return [];
    return candidates.every(isCandidate) ? candidates : candidates.filter(isCandidate);
  }

  /** Google's feedback on the prompt. */
  get promptFeedback(): PromptFeedback | undefined {
    const feedback = this.plain ? undefined : this.#whole.payload.promptFeedback;
    return isRecord(feedback) ? feedback : undefined;
  }

  /** Whether the event has token counts. Like the next two getters, it does not parse a plain event. */
  get hasUsageMetadata(): boolean {
    return this.plain ? this.plain.hasUsageMetadata : isUsage(this.#whole.payload.usageMetadata);
  }

  /** Whether the event counts any tokens: some events have a traffic type only. */
  get hasTokenCounts(): boolean {
    return Object.keys(this.usageMetadata ?? {}).some(isCount);
  }

  get hasModelVersion(): boolean {
    return this.plain ? this.plain.hasModelVersion : this.modelVersion !== undefined;
  }

  get hasResponseId(): boolean {
    return this.plain ? this.plain.hasResponseId : this.responseId !== undefined;
  }

  /** The token counts of this event. */
  get usageMetadata(): UsageMetadata | undefined {
    const usage = this.#member("usageMetadata");
    return isUsage(usage) ? withNumbers(usage) : undefined;
  }

  /** The model that responded, if this event names it. */
  get modelVersion(): string | undefined {
    return stringOrUndefined(this.#member("modelVersion"));
  }

  /** Google's id of the response, if this event names it. */
  get responseId(): string | undefined {
    return stringOrUndefined(this.#member("responseId"));
  }

  /** Parses only this member of a plain event. */
  #member(name: "usageMetadata" | "modelVersion" | "responseId"): unknown {
    if (!this.plain || this.#parsed) return this.#whole.payload[name];
    const { bytes, from, to } = this.range;
    return this.plain.member(name, bytes, from, to);
  }

  get #whole(): Parsed {
    if (!this.#parsed) {
      const { bytes, from, to } = this.range;
      const value: unknown = JSON.parse(decodeUtf8(bytes, from, to));
      this.#parsed = { value, payload: this.#decode(value).payload };
    }
    return this.#parsed;
  }
}

function isCandidate(value: unknown): value is Candidate {
  return typeof value === "object" && value !== null;
}

function stringOrUndefined(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isCount(name: string): boolean {
  return name.endsWith("TokenCount");
}

function isUsage(usage: unknown): usage is Readonly<Record<string, unknown>> {
  return typeof usage === "object" && usage !== null && !Array.isArray(usage);
}

/** Token counts as numbers: some services send 64-bit integers as strings. Drops counts that are neither. */
function withNumbers(usage: Readonly<Record<string, unknown>>): UsageMetadata {
  if (Object.keys(usage).every((name) => !isCount(name) || Number.isFinite(usage[name]))) return { ...usage };
  const read: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(usage)) {
    const count = isCount(name) ? toNumber(value) : value;
    if (count !== undefined) read[name] = count;
  }
  return read;
}

function toNumber(value: unknown): number | undefined {
  const count = typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof count === "number" && Number.isFinite(count) ? count : undefined;
}
