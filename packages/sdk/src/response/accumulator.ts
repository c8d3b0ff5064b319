import type { PartialAnswer } from "../errors/gemini-error.ts";
import type { HttpInfoSource } from "../errors/http-info.ts";
import { decodeUtf8 } from "../http/decode-utf8.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, FinishReason, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import { isRecord } from "../wire/is-record.ts";
import { parseResponse } from "../wire/large-integers.ts";
import { type ByteRange, ByteRanges } from "./byte-ranges.ts";
import { type Decode, GenerateContentEvent } from "./generate-content-event.ts";
import { mergeCandidate, mergeFeedback, mergeUsage } from "./merge-members.ts";
import { MergedParts } from "./merged-parts.ts";
import { contentOf } from "./part-content.ts";
import type { PlainEvent } from "./plain/plain-event-reader.ts";
import { knownMembers } from "./printing.ts";
import { indexOf, isFinishReason, shownOf, textOf } from "./read-candidate.ts";
import { ShownCandidate } from "./shown-candidate.ts";
import { placeSegments } from "./text-positions.ts";

/** What was received of a candidate so far. */
interface Growing {
  members: Candidate;
  readonly content: MergedParts;
  /** Whether it has an answer: thoughts and signatures are none. */
  hasAnswer: boolean;
  /** Whether the last thing that came was its end: content after a finish reason takes the end back. */
  ended: boolean;
}

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
  /** The head of the HTTP response. */
  readonly http: HttpInfoSource;
  readonly #streamed: boolean;
  readonly #events = new ByteRanges();
  readonly #candidates = new Map<number, Growing>();
  #eventTraceId: string | undefined;
  #promptFeedback: PromptFeedback | undefined;
  /** Events with token counts. Of events that follow one another and name the same counts, only the last. */
  readonly #withUsage: GenerateContentEvent[] = [];
  /** The last event with the model, and the first with an id. */
  #withModel: GenerateContentEvent | undefined;
  #withId: GenerateContentEvent | undefined;

  /** `streamed`: whether the response comes in events, whose parts are then merged. */
  constructor(http: HttpInfoSource, { streamed }: { readonly streamed: boolean } = { streamed: true }) {
    this.http = http;
    this.#streamed = streamed;
  }

  /** Adds the next event. Throws `response_invalid` for pieces of function calls that do not fit together. */
  add(event: GenerateContentEvent): void {
    const { bytes, from, to } = event.range;
    this.#events.add(bytes, from, to);
    this.#eventTraceId ??= event.traceId;
    if (event.hasUsageMetadata) this.#addUsage(event);
    if (event.hasModelVersion) this.#withModel = event;
    if (event.hasResponseId) this.#withId ??= event;
    if (event.promptFeedback) this.#promptFeedback = mergeFeedback(this.#promptFeedback ?? {}, event.promptFeedback);
    if (event.plain) this.#addPlain(event.plain, bytes, from);
    else this.#addCandidates(event);
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

  /** Whether there is content in addition to function calls that are incomplete. */
  get hasWholeContent(): boolean {
    const parts = this.candidates().flatMap(({ content }) => content?.parts ?? []);
    return parts.some((part) => contentOf(part) !== "none");
  }

  /** Why the candidate that readers see ended; undefined until it has. */
  get finishReason(): FinishReason | undefined {
    return this.#shownCandidate?.members.finishReason;
  }

  /** Whether that candidate ended with one of these finish reasons. */
  endedBy(reasons: RegExp): boolean {
    const reason: unknown = this.finishReason;
    return typeof reason === "string" && reasons.test(reason);
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

  /** The token counts, each as the last event that names it has it. */
  get usageMetadata(): UsageMetadata | undefined {
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

  /** The first events alone, as if no other had come. `decode` takes an event out of its envelope. */
  first(count: number, decode: Decode): Accumulator {
    const first = new Accumulator(this.http);
    first.headerTraceId = this.headerTraceId;
    for (const range of this.#events.ranges().slice(0, count)) {
      first.add(new GenerateContentEvent(range, decode, undefined, parseJson(range)));
    }
    return first;
  }

  /** The candidates so far in the order of their index, parts merged. */
  candidates(): readonly Candidate[] {
    return [...this.#candidates.entries()]
      .sort(([first], [second]) => first - second)
      .map(([index, { members, content }]) => {
        const parts = content.copy();
        const { groundingMetadata } = members;
        return {
          ...members,
          ...(content.isMerged &&
            groundingMetadata && { groundingMetadata: placeSegments(groundingMetadata, parts, content.pieces()) }),
          index,
          content: { role: "model", parts },
        };
      });
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

  #candidate(index: number): Growing {
    let known = this.#candidates.get(index);
    if (!known) {
      known = { members: {}, content: new MergedParts(), hasAnswer: false, ended: false };
      this.#candidates.set(index, known);
    }
    return known;
  }

  /** Before any content, the candidate with the lowest index. */
  get #shownCandidate(): Growing | undefined {
    return this.#candidates.get(this.shown.index ?? Math.min(...this.#candidates.keys()));
  }

  #addAnswer(growing: Growing): void {
    growing.hasAnswer = true;
    this.hasAnswer = true;
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
      if (!plain.thought) this.#addAnswer(growing);
      growing.ended = false;
    }
    if (plain.finishReason !== undefined) end(growing, plain.finishReason);
  }

  #addCandidates(event: GenerateContentEvent): void {
    let parts = 0;
    const shown: number[] = [];
    for (const candidate of event.candidates) parts += this.#addCandidate(candidate, shown);
    if (shown.length > 0) this.shown.index ??= Math.min(...shown);
    if (parts > 0 || !event.hasTokenCounts) return;
    for (const growing of this.#candidates.values()) growing.ended = growing.members.finishReason !== undefined;
  }

  /** Returns the number of parts, empty ones included. Adds the index to `withContent` if a reader can see any of them. */
  #addCandidate(candidate: Candidate, withContent: number[]): number {
    const { content: said, continuationToken, finishReason, ...others } = candidate;
    const index = indexOf(candidate);
    const growing = this.#candidate(index);
    growing.members = mergeCandidate(growing.members, others);
    // The event with the finish reason may have no token, so the last token is kept.
    if (isToken(continuationToken)) growing.members.continuationToken = continuationToken;
    const came: readonly unknown[] = Array.isArray(said?.parts) ? said.parts : [];
    for (const part of came) {
      if (!isPart(part)) continue;
      if (this.#streamed) growing.content.add(part);
      else growing.content.addWhole(part);
      const content = contentOf(part);
      if (content === "none") continue;
      growing.ended = false;
      withContent.push(index);
      if (content === "answer") this.#addAnswer(growing);
    }
    if (finishReason !== undefined) end(growing, finishReason);
    return came.length;
  }
}

function end(growing: Growing, finishReason: FinishReason): void {
  if (!isFinishReason(finishReason)) return;
  growing.members.finishReason = finishReason;
  growing.ended = true;
}

function parseJson({ bytes, from, to }: ByteRange): unknown {
  return parseResponse(decodeUtf8(bytes, from, to));
}

function isPart(value: unknown): value is Part {
  return isRecord(value) && Object.keys(value).length > 0;
}

function isToken(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}
