import type { HttpInfoSource } from "../errors/http-info.ts";
import type { PartialAnswer } from "../errors/partial-answer.ts";
import { decodeUtf8 } from "../http/decode-utf8.ts";
import type { Candidate, FinishReason, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import { parseResponse } from "../wire/large-integers.ts";
import { type ByteRange, ByteRanges } from "./byte-ranges.ts";
import { type Decode, GenerateContentEvent } from "./generate-content-event.ts";
import { GrowingCandidate, isToken } from "./growing-candidate.ts";
import { addUsage, mergeFeedback, mergeUsage } from "./merge-members.ts";
import { contentOf } from "./part-content.ts";
import type { PlainEvent } from "./plain/plain-event-reader.ts";
import { knownMembers } from "./printing.ts";
import { indexOf, shownOf, textOf } from "./read-candidate.ts";
import { ShownCandidate } from "./shown-candidate.ts";

/** A position in a response at which Google can continue it. */
export interface Checkpoint {
  readonly token: string;
  /** The number of events up to it, its own included. */
  readonly events: number;
}

const NONE: readonly never[] = Object.freeze([]);

/**
 * Assembles the events of one response; a response that was not streamed is one event. When an event arrives, only its
 * candidates are read. The event is kept as bytes, and the rest of it is read on demand.
 */
export class Accumulator {
  /** The candidate that readers see. */
  readonly shown = new ShownCandidate();
  /** Whether any candidate has an answer: thoughts and signatures are none. */
  hasAnswer = false;
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
  /** Whether the response comes in events, whose parts are merged. */
  readonly streamed: boolean;
  readonly #events = new ByteRanges();
  #checkpoint: Checkpoint | undefined;
  /** The number of events before each hop but the first. */
  readonly #hops: number[] = [];
  /** The models that responded in earlier hops. */
  #earlierModels: readonly string[] = NONE;
  readonly #candidates = new Map<number, GrowingCandidate>();
  #eventTraceId: string | undefined;
  #promptFeedback: PromptFeedback | undefined;
  /** Events with token counts. Of events that follow one another and name the same counts, only the last. */
  readonly #withUsage: GenerateContentEvent[] = [];
  /** The last event with the model, and the first with an id. */
  #withModel: GenerateContentEvent | undefined;
  #withId: GenerateContentEvent | undefined;

  constructor(http: HttpInfoSource, { streamed }: { readonly streamed: boolean } = { streamed: true }) {
    this.http = http;
    this.streamed = streamed;
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
    if (event.promptFeedback) this.#promptFeedback = mergeFeedback(this.#promptFeedback ?? {}, event.promptFeedback);
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
    this.#earlierModels = this.modelVersions;
    this.earlierUsage = this.usageMetadata;
    this.#withUsage.length = 0;
    for (const candidate of this.#candidates.values()) candidate.beginHop();
    this.hasMoreToCome = false;
  }

  /** The newest checkpoint; undefined if there is none, or more than one candidate. */
  get checkpoint(): Checkpoint | undefined {
    return this.#candidates.size === 1 ? this.#checkpoint : undefined;
  }

  /** Whether anything came that a reader can see, thoughts included. */
  get hasContent(): boolean {
    return this.shown.index !== undefined;
  }

  /** Whether the candidate that readers see has an answer. */
  get hasShownAnswer(): boolean {
    return this.#shownCandidate?.hasAnswer === true;
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

  /** Whether the candidate that readers see has a function call without a name. */
  get hasNamelessCall(): boolean {
    return this.#shownCandidate?.hasNamelessCall === true;
  }

  /** Whether there is content in addition to function calls that are incomplete. */
  get hasWholeContent(): boolean {
    const parts = this.candidates().flatMap(({ content }) => content?.parts ?? []);
    return parts.some((part) => contentOf(part) !== "none");
  }

  /** Why the candidate that readers see ended; undefined until it has. */
  get finishReason(): FinishReason | undefined {
    return this.#shownCandidate?.finishReason;
  }

  /** Whether that candidate ended with one of these finish reasons. */
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

  /** The models that responded: each hop can have another. */
  get modelVersions(): readonly string[] {
    const { modelVersion } = this;
    return modelVersion === undefined ? this.#earlierModels : [...this.#earlierModels, modelVersion];
  }

  /** Google's id of this response. */
  get responseId(): string | undefined {
    return this.#withId?.responseId;
  }

  /** The token counts: the sum over all hops. */
  get usageMetadata(): UsageMetadata | undefined {
    const { hopUsage, earlierUsage } = this;
    return earlierUsage && hopUsage ? addUsage(earlierUsage, hopUsage) : (hopUsage ?? earlierUsage);
  }

  /** The token counts of the current hop, each as the last event that names it has it. */
  get hopUsage(): UsageMetadata | undefined {
    let usage: UsageMetadata | undefined;
    for (const { usageMetadata = {} } of this.#withUsage)
      usage = usage ? mergeUsage(usage, usageMetadata) : usageMetadata;
    return usage;
  }

  /** Google's feedback on the prompt. */
  get promptFeedback(): PromptFeedback | undefined {
    return this.#promptFeedback;
  }

  /** The number of events. */
  get eventCount(): number {
    return this.#events.ranges().length;
  }

  /** The JSON that Google sent, envelope included: one element per event. */
  raw(): readonly unknown[] {
    return this.#events.ranges().map(parseJson);
  }

  /** The first events alone, as if no other had come, merged. `visit` gets each event after it was added. */
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

  /** The events from one index up to another, which is exclusive. `decode` takes an event out of its envelope. */
  events(decode: Decode, from = 0, to = this.length): GenerateContentEvent[] {
    const ranges = this.#events.ranges().slice(from, to);
    return ranges.map((range) => new GenerateContentEvent(range, decode, undefined, parseJson(range)));
  }

  /** The candidates so far in the order of their index, parts merged. */
  candidates(): readonly Candidate[] {
    const indices = [...this.#candidates.keys()].sort((first, second) => first - second);
    return indices.map((index) => this.#candidate(index).toCandidate(index));
  }

  /** The response so far, for an error. */
  partial(): PartialAnswer {
    const candidates = this.candidates();
    const parts = shownOf(candidates, this.shown)?.content?.parts;
    return {
      text: textOf(parts, false),
      thinking: textOf(parts, true),
      candidates,
      ...knownMembers({ usageMetadata: this.usageMetadata, promptFeedback: this.#promptFeedback }),
    };
  }

  #candidate(index: number): GrowingCandidate {
    let known = this.#candidates.get(index);
    if (!known) {
      known = new GrowingCandidate();
      this.#candidates.set(index, known);
    }
    return known;
  }

  /** Before any content, the candidate with the lowest index. */
  get #shownCandidate(): GrowingCandidate | undefined {
    return this.#candidates.get(this.shown.index ?? Math.min(...this.#candidates.keys()));
  }

  /** Similar plain events name the same counts, so that a long stream keeps one of them. */
  #addUsage(event: GenerateContentEvent): void {
    const last = this.#withUsage.at(-1);
    if (event.plain?.isSimilar && last?.plain) this.#withUsage.pop();
    this.#withUsage.push(event);
  }

  #addPlain(plain: PlainEvent, bytes: Uint8Array, from: number): void {
    const growing = this.#candidate(0);
    growing.content.addJson(plain.text, plain.thought, bytes, from + plain.textFrom, from + plain.textTo);
    if (plain.text !== "") {
      this.shown.index ??= 0;
      growing.hasAnswer ||= !plain.thought;
      this.hasAnswer ||= !plain.thought;
      growing.ended = false;
    }
    if (plain.finishReason === undefined) return;
    growing.end(plain.finishReason);
    this.#noteEnds();
  }

  #addCandidates(event: GenerateContentEvent): void {
    let parts = 0;
    const shown: number[] = [];
    for (const candidate of event.candidates) {
      const index = indexOf(candidate);
      const growing = this.#candidate(index);
      const came = growing.add(candidate, this.streamed);
      parts += came.parts;
      if (came.hasContent) shown.push(index);
      this.hasAnswer ||= growing.hasAnswer;
      const token = candidate.continuationToken;
      if (isToken(token)) this.#checkpoint = { token, events: this.length };
    }
    if (shown.length > 0) this.shown.index ??= Math.min(...shown);
    this.#noteEnds();
    if (parts > 0 || !event.hasTokenCounts) return;
    for (const growing of this.#candidates.values()) growing.ended = growing.finishReason !== undefined;
  }

  #noteEnds(): void {
    this.hasMoreToCome = false;
    for (const { finishReason } of this.#candidates.values()) this.hasMoreToCome ||= finishReason === "CONTINUATION";
  }
}

function parseJson({ bytes, from, to }: ByteRange): unknown {
  return parseResponse(decodeUtf8(bytes, from, to));
}
