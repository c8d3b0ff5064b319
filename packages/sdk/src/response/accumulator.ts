import type { PartialAnswer } from "../errors/gemini-error.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, GenerateContentPayload, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import { appendPart, textOf } from "./merge-parts.ts";
import { candidatesIn, indexOf } from "./read-candidates.ts";
import { readUsage } from "./usage.ts";

/** Puts the events of an answer together. A reply that was not streamed is one event. */
export class Accumulator {
  readonly raw: unknown[] = [];
  modelVersion: string | undefined;
  responseId: string | undefined;
  traceId: string | undefined;
  usageMetadata: UsageMetadata | undefined;
  promptFeedback: PromptFeedback | undefined;
  readonly #candidates = new Map<number, { members: Candidate; parts: Part[] }>();

  /** Takes the next event. */
  add(payload: GenerateContentPayload, traceId: string | undefined, raw: unknown): void {
    this.raw.push(raw);
    this.traceId ??= traceId;
    this.modelVersion = textIn(payload.modelVersion) ?? this.modelVersion;
    this.responseId ??= textIn(payload.responseId);
    this.usageMetadata = readUsage(payload.usageMetadata) ?? this.usageMetadata;
    this.promptFeedback = payload.promptFeedback ?? this.promptFeedback;
    for (const candidate of candidatesIn(payload)) this.#addCandidate(candidate);
  }

  /** Whether every candidate seen has ended. False before the first. */
  get complete(): boolean {
    return this.#candidates.size > 0 && [...this.#candidates.values()].every(({ members }) => members.finishReason);
  }

  /** Whether anything came that a conversation can keep. */
  get hasContent(): boolean {
    return [...this.#candidates.values()].some(({ parts }) => parts.length > 0);
  }

  /** The candidates so far in the order of their index, parts merged. */
  candidates(): readonly Candidate[] {
    return [...this.#candidates.entries()]
      .sort(([first], [second]) => first - second)
      .map(([index, { members, parts }]) => ({ ...members, index, content: { role: "model", parts: [...parts] } }));
  }

  /** What there is, for an error. */
  partial(): PartialAnswer {
    const candidates = this.candidates();
    const parts = candidates[0]?.content?.parts;
    return { text: textOf(parts, false), thinking: textOf(parts, true), candidates, usageMetadata: this.usageMetadata };
  }

  #addCandidate(candidate: Candidate): void {
    const index = indexOf(candidate);
    const { content, ...members } = candidate;
    const known = this.#candidates.get(index) ?? { members: {}, parts: [] };
    this.#candidates.set(index, known);
    known.members = { ...known.members, ...members };
    for (const part of Array.isArray(content?.parts) ? content.parts : []) {
      if (isPart(part)) appendPart(known.parts, part);
    }
  }
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
