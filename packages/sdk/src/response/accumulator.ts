import type { PartialAnswer } from "../errors/gemini-error.ts";
import type { HttpInfoSource } from "../errors/http-info.ts";
import { decodeUtf8 } from "../http/decode-utf8.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, FinishReason, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import { isRecord } from "../wire/is-record.ts";
import { type ByteRange, ByteRanges } from "./byte-ranges.ts";
import { type Decode, GenerateContentEvent } from "./generate-content-event.ts";
import { addUsage, mergeCandidate, mergeUsage } from "./merge-members.ts";
import { MergedParts } from "./merged-parts.ts";
import { contentOf } from "./part-content.ts";
import type { PlainEvent } from "./plain/plain-event-reader.ts";
import { indexOf, isFinishReason, textOf } from "./read-candidate.ts";

/** What was received of a candidate so far. */
interface Growing {
  members: Candidate;
  readonly content: MergedParts;
  /** Whether the last thing that came was its end: content after a finish reason takes the end back. */
  ended: boolean;
}

/** A position in a response at which Google can continue it. */
export interface Checkpoint {
  readonly token: string;
  /** The number of events up to it, its own included. */
  readonly events: number;
}

/** Finish reasons after which Google can continue a response. */
const CONTINUABLE: readonly unknown[] = ["CONTINUATION", "MAX_TOKENS"];

/**
 * Assembles the events of one response; a response that was not streamed is one event. When an event arrives, only its
 * candidates are read. The event is kept as bytes, and the rest of it is read on demand.
 */
export class Accumulator {
  /** Whether anything came that a reader can see, thoughts included. */
  hasContent = false;
  /** Whether any candidate has an answer: thoughts and signatures are none. */
  hasAnswer = false;
  /** Whether the first candidate has an answer. */
  hasFirstAnswer = false;
  /** From the response's headers; used if no event has a trace id. */
  headerTraceId: string | undefined;
  /** Whether Google stopped a candidate at the length of one response. */
  hasMoreToCome = false;
  /** The number of events so far. */
  length = 0;
  /** The head of the last HTTP response. */
  http: HttpInfoSource;
  /** The token counts of earlier hops. */
  earlierUsage: UsageMetadata | undefined;
  readonly #events = new ByteRanges();
  #checkpoint: Checkpoint | undefined;
  /** The number of events before each hop but the first. */
  readonly #hops: number[] = [];
  readonly #candidates = new Map<number, Growing>();
  #eventTraceId: string | undefined;
  #promptFeedback: PromptFeedback | undefined;
  /** Events with token counts. Of events that follow one another and name the same counts, only the last. */
  readonly #withUsage: GenerateContentEvent[] = [];
  /** The last event with the model, and the first with an id. */
  #withModel: GenerateContentEvent | undefined;
  #withId: GenerateContentEvent | undefined;

  constructor(http: HttpInfoSource) {
    this.http = http;
  }

  /** Adds the next event. Throws `response_invalid` for pieces of function calls that do not fit together. */
  add(event: GenerateContentEvent): void {
    const { bytes, from, to } = event.range;
    this.#events.add(bytes, from, to);
    this.length += 1;
    this.#eventTraceId ??= event.traceId;
    if (event.hasUsageMetadata) this.#addUsage(event);
    if (event.hasModelVersion) this.#withModel = event;
    if (event.hasResponseId) this.#withId ??= event;
    this.#promptFeedback = event.promptFeedback ?? this.#promptFeedback;
    if (event.plain) this.#addPlain(event.plain, bytes, from);
    else this.#addCandidates(event);
  }

  /**
   * Begins the next hop: another HTTP response that continues this one. Its events continue the candidates, and its token
   * counts are added to those so far.
   */
  beginHop(http: HttpInfoSource): void {
    this.http = http;
    this.#hops.push(this.length);
    this.earlierUsage = this.usageMetadata;
    this.#withUsage.length = 0;
    this.hasMoreToCome = false;
    for (const growing of this.#candidates.values()) {
      const { finishReason: _, finishMessage: __, ...members } = growing.members;
      growing.members = members;
      growing.ended = false;
    }
  }

  /** The newest checkpoint; undefined if there is none, or more than one candidate. */
  get checkpoint(): Checkpoint | undefined {
    return this.#candidates.size === 1 ? this.#checkpoint : undefined;
  }

  /**
   * Whether every candidate seen has ended; false before the first. The end of a candidate is a finish reason with no
   * content after it. After an early finish reason, an event without any parts that carries the token counts is the end too.
   */
  get complete(): boolean {
    for (const { ended } of this.#candidates.values()) if (!ended) return false;
    return this.#candidates.size > 0;
  }

  /** Whether a function call is incomplete: its last piece has yet to come. */
  get hasOpenCall(): boolean {
    for (const { content } of this.#candidates.values()) if (content.hasOpenCall) return true;
    return false;
  }

  /** Whether there is content in addition to function calls that are incomplete. */
  get hasWholeContent(): boolean {
    const parts = this.candidates().flatMap(({ content }) => content?.parts ?? []);
    return parts.some((part) => contentOf(part) !== "none");
  }

  /** Why the first candidate ended; undefined until it has. */
  get finishReason(): FinishReason | undefined {
    return this.#candidates.get(0)?.members.finishReason;
  }

  /** Whether the first candidate ended with one of these finish reasons. */
  endedBy(reasons: RegExp): boolean {
    const reason: unknown = this.finishReason;
    return typeof reason === "string" && reasons.test(reason);
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

  /** The token counts: the sum over all hops. */
  get usageMetadata(): UsageMetadata | undefined {
    const { hopUsage } = this;
    return this.earlierUsage && hopUsage ? addUsage(this.earlierUsage, hopUsage) : (hopUsage ?? this.earlierUsage);
  }

  /** The token counts of the current hop, each as the last event that names it has it. */
  get hopUsage(): UsageMetadata | undefined {
    const [first, ...others] = this.#withUsage.map(({ usageMetadata = {} }) => usageMetadata);
    return first && others.reduce(mergeUsage, first);
  }

  /** Google's feedback on the prompt. */
  get promptFeedback(): PromptFeedback | undefined {
    return this.#promptFeedback;
  }

  /** The JSON that Google sent, envelope included: one element per event. */
  raw(): readonly unknown[] {
    return this.#events.ranges().map(parseJson);
  }

  /** The first events alone, as if no other had come. `visit` gets each event after it was added. */
  first(count: number, decode: Decode, visit?: (event: GenerateContentEvent, soFar: Accumulator) => void): Accumulator {
    const first = new Accumulator(this.http);
    first.headerTraceId = this.headerTraceId;
    for (const [index, event] of this.events(decode, 0, count).entries()) {
      if (this.#hops.includes(index)) first.beginHop(this.http);
      first.add(event);
      visit?.(event, first);
    }
    return first;
  }

  /** The events from one index up to another, which is exclusive. */
  events(decode: Decode, from = 0, to = this.length): GenerateContentEvent[] {
    const ranges = this.#events.ranges().slice(from, to);
    return ranges.map((range) => new GenerateContentEvent(range, decode, undefined, parseJson(range)));
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

  /** The response so far, for an error. */
  partial(): PartialAnswer {
    const candidates = this.candidates();
    const parts = candidates[0]?.content?.parts;
    return {
      text: textOf(parts, false),
      thinking: textOf(parts, true),
      candidates,
      usageMetadata: this.usageMetadata,
      promptFeedback: this.#promptFeedback,
    };
  }

  #candidate(index: number): Growing {
    let known = this.#candidates.get(index);
    if (!known) {
      known = { members: {}, content: new MergedParts(), ended: false };
      this.#candidates.set(index, known);
    }
    return known;
  }

  /** Similar plain events name the same counts, so that a long stream keeps one of them. */
  #addUsage(event: GenerateContentEvent): void {
    const last = this.#withUsage.at(-1);
    if (event.plain?.isSimilar && last?.plain) this.#withUsage.pop();
    this.#withUsage.push(event);
  }

  #addPlain(plain: PlainEvent, bytes: Uint8Array, from: number): void {
    const growing = this.#candidate(0);
    if (plain.text !== "") {
      this.hasContent = true;
      this.hasAnswer ||= !plain.thought;
      this.hasFirstAnswer ||= !plain.thought;
      growing.ended = false;
      growing.content.textRun(plain.thought).addJson(plain.text, bytes, from + plain.textFrom, from + plain.textTo);
    }
    if (plain.finishReason !== undefined) this.#end(growing, plain.finishReason);
  }

  #addCandidates(event: GenerateContentEvent): void {
    let parts = 0;
    for (const candidate of event.candidates) parts += this.#addCandidate(candidate);
    if (parts > 0 || !event.hasUsageMetadata) return;
    for (const growing of this.#candidates.values()) growing.ended = growing.members.finishReason !== undefined;
  }

  /** Returns the number of parts, empty ones included. */
  #addCandidate(candidate: Candidate): number {
    const { content: said, continuationToken, finishReason, ...others } = candidate;
    const index = indexOf(candidate);
    const growing = this.#candidate(index);
    growing.members = mergeCandidate(growing.members, others);
    // The event with the finish reason may have no token, so the last token is kept.
    if (isToken(continuationToken)) {
      growing.members.continuationToken = continuationToken;
      this.#checkpoint = { token: continuationToken, events: this.length };
    }
    const parts: readonly unknown[] = Array.isArray(said?.parts) ? said.parts : [];
    for (const part of parts) {
      if (!isPart(part)) continue;
      growing.content.add(part);
      const content = contentOf(part);
      if (content === "none") continue;
      growing.ended = false;
      this.hasContent = true;
      if (content === "thought") continue;
      this.hasAnswer = true;
      this.hasFirstAnswer ||= index === 0;
    }
    if (finishReason !== undefined) this.#end(growing, finishReason);
    return parts.length;
  }

  #end(growing: Growing, finishReason: FinishReason): void {
    if (!isFinishReason(finishReason)) return;
    growing.members.finishReason = finishReason;
    growing.ended = true;
    if (!CONTINUABLE.includes(finishReason)) delete growing.members.continuationToken;
    const candidates = [...this.#candidates.values()];
    this.hasMoreToCome = candidates.some(({ members }) => members.finishReason === "CONTINUATION");
  }
}

function parseJson({ bytes, from, to }: ByteRange): unknown {
  return JSON.parse(decodeUtf8(bytes, from, to));
}

function isPart(value: unknown): value is Part {
  return isRecord(value) && Object.keys(value).length > 0;
}

function isToken(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
