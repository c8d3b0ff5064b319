import type { PartialAnswer } from "../errors/gemini-error.ts";
import type { HttpInfoSource } from "../errors/http-info.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, FinishReason, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import { isRecord } from "../wire/is-record.ts";
import { ByteRanges } from "./byte-ranges.ts";
import type { GenerateContentEvent } from "./generate-content-event.ts";
import { isEmptyText, MergedParts } from "./merged-parts.ts";
import type { PlainEvent } from "./plain/plain-event-reader.ts";
import { indexOf, textOf } from "./read-candidate.ts";

/** A candidate so far. */
interface Growing {
  members: Candidate;
  readonly content: MergedParts;
}

/**
 * Puts the events of one response together; a response that was not streamed is one event. Only the candidates of an event
 * are read when it comes. The event is kept as bytes, and the rest of it is read on demand.
 */
export class Accumulator {
  /** Whether anything came that a conversation can keep. */
  hasContent = false;
  /** Whether the first candidate has more than thoughts. */
  hasWords = false;
  /** From the response's headers; used if no event has a trace id. */
  headerTraceId: string | undefined;
  /** The head of the HTTP response. */
  readonly http: HttpInfoSource;
  readonly #events = new ByteRanges();
  readonly #candidates = new Map<number, Growing>();
  #eventTraceId: string | undefined;
  #promptFeedback: PromptFeedback | undefined;
  /** The last events with such a member, and the first with an id. */
  #withUsage: GenerateContentEvent | undefined;
  #withModel: GenerateContentEvent | undefined;
  #withId: GenerateContentEvent | undefined;

  constructor(http: HttpInfoSource) {
    this.http = http;
  }

  /** Adds the next event. */
  add(event: GenerateContentEvent): void {
    const { bytes, from, to } = event.range;
    this.#events.add(bytes, from, to);
    this.#eventTraceId ??= event.traceId;
    if (event.hasUsageMetadata) this.#withUsage = event;
    if (event.hasModelVersion) this.#withModel = event;
    if (event.hasResponseId) this.#withId ??= event;
    this.#promptFeedback = event.promptFeedback ?? this.#promptFeedback;
    if (event.plain) this.#addPlain(event.plain, bytes, from);
    else for (const candidate of event.candidates) this.#addCandidate(candidate);
  }

  /** Whether every candidate seen has ended. False before the first. */
  get complete(): boolean {
    for (const { members } of this.#candidates.values()) if (!members.finishReason) return false;
    return this.#candidates.size > 0;
  }

  /** Why the first candidate ended; undefined until it has. */
  get finishReason(): FinishReason | undefined {
    return this.#candidates.get(0)?.members.finishReason;
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

  /** The exact version of the model that responded. */
  get modelVersion(): string | undefined {
    return this.#withModel?.modelVersion;
  }

  /** Google's id of this response. */
  get responseId(): string | undefined {
    return this.#withId?.responseId;
  }

  /** The last token counts. */
  get usageMetadata(): UsageMetadata | undefined {
    return this.#withUsage?.usageMetadata;
  }

  /** What Google says about the prompt. */
  get promptFeedback(): PromptFeedback | undefined {
    return this.#promptFeedback;
  }

  /** What Google sent, envelope included: one element per event. */
  raw(): readonly unknown[] {
    return this.#events.texts().map((json): unknown => JSON.parse(json));
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

  /** What has come so far, for an error. */
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

  #addPlain(plain: PlainEvent, bytes: Uint8Array, from: number): void {
    const growing = this.#candidate(0);
    if (plain.finishReason !== undefined) growing.members.finishReason = plain.finishReason;
    if (plain.text === "") return;
    this.hasContent = true;
    this.hasWords ||= !plain.thought;
    growing.content.textRun(plain.thought).addJson(plain.text, bytes, from + plain.textFrom, from + plain.textTo);
  }

  #addCandidate(candidate: Candidate): void {
    const { content: said, continuationToken, ...others } = candidate;
    const index = indexOf(candidate);
    const growing = this.#candidate(index);
    // Spread instead of assignment: a member named `__proto__` stays a member.
    growing.members = { ...growing.members, ...others };
    // The event with the finish reason may have no token, so the last token is kept.
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
  return isRecord(value) && Object.keys(value).length > 0;
}

function isToken(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
