import type { PartialAnswer } from "../errors/gemini-error.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import { AnswerEvent, type Decode, type Found } from "./answer-event.ts";
import { isEmptyText, MergedParts } from "./merged-parts.ts";
import { indexOf } from "./read-candidates.ts";
import { SpanLog } from "./span-log.ts";
import { textOf } from "./text-of.ts";

/** A candidate so far. */
interface Growing {
  members: Candidate;
  readonly content: MergedParts;
}

/**
 * Puts the events of an answer together. A reply that was not streamed is one event. Of an event only its candidates are
 * looked at as it comes; it is kept as bytes, and what else it says is looked up when somebody asks for it.
 */
export class Accumulator {
  /** Whether anything came that a conversation can keep. */
  hasContent = false;
  /** Whether the first candidate has more than thoughts. */
  hasWords = false;
  /** From the reply's headers; an event's own goes first. */
  headerTraceId: string | undefined;
  readonly #decode: Decode;
  readonly #log = new SpanLog();
  readonly #candidates = new Map<number, Growing>();
  #eventTraceId: string | undefined;
  #promptFeedback: PromptFeedback | undefined;
  /** The newest events that have such a member, and for the id the first. */
  #withUsage: AnswerEvent | undefined;
  #withModel: AnswerEvent | undefined;
  #withId: AnswerEvent | undefined;

  /** `decode` takes an event out of its envelope. */
  constructor(decode: Decode) {
    this.#decode = decode;
  }

  /** Takes the next event: what stands from one place to another in bytes that nobody changes any more. */
  add(bytes: Uint8Array, from: number, to: number, found: Found): AnswerEvent {
    this.#log.add(bytes, from, to);
    const event = new AnswerEvent(bytes, from, to, this.#decode, found);
    this.#eventTraceId ??= event.traceId;
    const { plain } = event;
    if (plain) {
      if (plain.hasUsageMetadata) this.#withUsage = event;
      if (plain.hasModelVersion) this.#withModel = event;
      if (plain.hasResponseId) this.#withId ??= event;
      const growing = this.#candidate(0);
      if (plain.finishReason !== undefined) growing.members.finishReason = plain.finishReason;
      if (plain.text === "") return event;
      this.hasContent = true;
      this.hasWords ||= !plain.thought;
      const open = growing.content.textToAddTo(plain.thought);
      open.addWritten(plain.text, bytes, from + plain.textFrom, from + plain.textTo);
      return event;
    }
    if (event.hasUsageMetadata) this.#withUsage = event;
    if (event.modelVersion !== undefined) this.#withModel = event;
    if (event.responseId !== undefined) this.#withId ??= event;
    this.#promptFeedback = event.promptFeedback ?? this.#promptFeedback;
    for (const candidate of event.candidates) this.#addCandidate(candidate);
    return event;
  }

  /** Whether every candidate seen has ended. False before the first. */
  get complete(): boolean {
    for (const { members } of this.#candidates.values()) if (!members.finishReason) return false;
    return this.#candidates.size > 0;
  }

  /** Whether Google stopped a candidate at the length of one response. */
  get hasMoreToCome(): boolean {
    for (const { members } of this.#candidates.values()) if (members.finishReason === "CONTINUATION") return true;
    return false;
  }

  /** Code Assist's trace id. */
  get traceId(): string | undefined {
    return this.#eventTraceId ?? this.headerTraceId;
  }

  /** The model that answered, by its exact version. */
  get modelVersion(): string | undefined {
    return this.#withModel?.modelVersion;
  }

  /** Google's id of this answer. */
  get responseId(): string | undefined {
    return this.#withId?.responseId;
  }

  /** The last token counts. */
  get usageMetadata(): UsageMetadata | undefined {
    return this.#withUsage?.usageMetadata;
  }

  /** What Google says of the prompt. */
  get promptFeedback(): PromptFeedback | undefined {
    return this.#promptFeedback;
  }

  /** What Google sent, envelope included: an element an event. */
  raw(): readonly unknown[] {
    return this.#log.texts().map((json): unknown => JSON.parse(json));
  }

  /** The candidates so far in the order of their index, parts merged. */
  candidates(): readonly Candidate[] {
    return [...this.#candidates.entries()]
      .sort(([first], [second]) => first - second)
      .map(([index, { members, content }]) => ({
        ...members,
        index,
        content: { role: "model", parts: content.copy() },
      }));
  }

  /** What there is, for an error. */
  partial(): PartialAnswer {
    const candidates = this.candidates();
    const parts = candidates[0]?.content?.parts;
    return { text: textOf(parts, false), thinking: textOf(parts, true), candidates, usageMetadata: this.usageMetadata };
  }

  #candidate(index: number): Growing {
    let known = this.#candidates.get(index);
    if (!known) {
      known = { members: {}, content: new MergedParts() };
      this.#candidates.set(index, known);
    }
    return known;
  }

  #addCandidate(candidate: Candidate): void {
    const { content: said, continuationToken, ...others } = candidate;
    const index = indexOf(candidate);
    const growing = this.#candidate(index);
    // Spread and not assigned: a member called `__proto__` stays a member.
    growing.members = { ...growing.members, ...others };
    // The event with the finish reason can be without a token: the newest one counts.
    if (isToken(continuationToken)) growing.members.continuationToken = continuationToken;
    for (const part of Array.isArray(said?.parts) ? said.parts : []) {
      if (!isPart(part)) continue;
      growing.content.add(part);
      if (isEmptyText(part)) continue;
      this.hasContent = true;
      this.hasWords ||= index === 0 && part.thought !== true;
    }
  }
}

function isPart(value: unknown): value is Part {
  return isObject(value) && Object.keys(value).length > 0;
}

function isToken(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
