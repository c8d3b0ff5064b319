import type { PartialAnswer } from "../errors/gemini-error.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, GenerateContentPayload, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import type { AnswerEvent, Decode } from "./answer-event.ts";
import { isEmptyText, MergedParts } from "./merged-parts.ts";
import { indexOf } from "./read-candidates.ts";
import { TextLog } from "./text-log.ts";
import { textOf } from "./text-of.ts";
import { readUsage } from "./usage.ts";

/** What is looked up in the events when somebody asks for it. */
const LOOKED_UP = ["modelVersion", "responseId", "usageMetadata"] as const;

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
  /** From the reply's headers; an event's own goes first. */
  headerTraceId: string | undefined;
  readonly #decode: Decode;
  readonly #log = new TextLog();
  readonly #candidates = new Map<number, Growing>();
  #eventTraceId: string | undefined;
  #promptFeedback: PromptFeedback | undefined;
  /** Those members that any event has: where none has one, nobody need look. */
  readonly #named = new Set<string>();

  /** `decode` takes an event out of its envelope. */
  constructor(decode: Decode) {
    this.#decode = decode;
  }

  /** Takes the next event. */
  add(event: AnswerEvent): void {
    this.#log.add(event.json);
    this.#eventTraceId ??= event.traceId;
    if (event.plain) {
      const { text, thought, isWellFormed, finishReason } = event.plain;
      this.hasContent ||= text !== "";
      const growing = this.#candidate(0);
      growing.content.addText(text, thought, isWellFormed);
      if (finishReason !== undefined) growing.members.finishReason = finishReason;
      for (const name of LOOKED_UP) if (!this.#named.has(name) && event.names(name)) this.#named.add(name);
      return;
    }
    for (const name of LOOKED_UP) this.#named.add(name);
    this.#promptFeedback = event.promptFeedback ?? this.#promptFeedback;
    for (const candidate of event.candidates) this.#addCandidate(candidate);
  }

  /** Whether every candidate seen has ended. False before the first. */
  get complete(): boolean {
    return this.#candidates.size > 0 && [...this.#candidates.values()].every(({ members }) => members.finishReason);
  }

  /** Code Assist's trace id. */
  get traceId(): string | undefined {
    return this.#eventTraceId ?? this.headerTraceId;
  }

  /** The model that answered, by its exact version. */
  get modelVersion(): string | undefined {
    return this.#member("modelVersion", this.#log.newestFirst(), isText);
  }

  /** Google's id of this answer. */
  get responseId(): string | undefined {
    return this.#member("responseId", this.#log.texts(), isText);
  }

  /** The last token counts. */
  get usageMetadata(): UsageMetadata | undefined {
    return readUsage(this.#member("usageMetadata", this.#log.newestFirst(), isObject));
  }

  /** What Google says of the prompt. */
  get promptFeedback(): PromptFeedback | undefined {
    return this.#promptFeedback;
  }

  /** What Google sent, envelope included: an element an event. */
  raw(): readonly unknown[] {
    return [...this.#log.texts()].map((json): unknown => JSON.parse(json));
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
    const { content: said, ...others } = candidate;
    const growing = this.#candidate(indexOf(candidate));
    // Spread and not assigned: a member called `__proto__` stays a member.
    growing.members = { ...growing.members, ...others };
    for (const part of Array.isArray(said?.parts) ? said.parts : []) {
      if (!isPart(part)) continue;
      this.hasContent ||= !isEmptyText(part);
      growing.content.add(part);
    }
  }

  /** The first fitting one among the events in this order. Those that do not name it are not parsed. */
  #member<Name extends (typeof LOOKED_UP)[number]>(
    name: Name,
    events: Iterable<string>,
    fits: (value: unknown) => boolean,
  ): GenerateContentPayload[Name] | undefined {
    if (!this.#named.has(name)) return undefined;
    for (const json of events) {
      if (!json.includes(`"${name}"`)) continue;
      const value = this.#decode(JSON.parse(json)).payload[name];
      if (fits(value)) return value;
    }
    return undefined;
  }
}

function isPart(value: unknown): value is Part {
  return isObject(value) && Object.keys(value).length > 0;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
