import type { PartialAnswer } from "../errors/gemini-error.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, GenerateContentPayload, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import { appendPart, textOf } from "./merge-parts.ts";
import { readUsage } from "./usage.ts";

/** Puts the events of an answer together. A reply that was not streamed is one event. */
export class Accumulator {
  readonly raw: unknown[] = [];
  modelVersion: string | undefined;
  responseId: string | undefined;
  traceId: string | undefined;
  usageMetadata: UsageMetadata | undefined;
  promptFeedback: PromptFeedback | undefined;
  readonly #candidates = new Map<number, { members: Candidate; parts: Part[]; role: string }>();

  /** Takes the next event. */
  add(payload: GenerateContentPayload, traceId: string | undefined, raw: unknown): void {
    this.raw.push(raw);
    this.traceId ??= traceId;
    this.modelVersion = payload.modelVersion ?? this.modelVersion;
    this.responseId ??= payload.responseId;
    this.usageMetadata = readUsage(payload.usageMetadata) ?? this.usageMetadata;
    this.promptFeedback = payload.promptFeedback ?? this.promptFeedback;
    for (const candidate of Array.isArray(payload.candidates) ? payload.candidates : []) this.#addCandidate(candidate);
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
      .map(([index, { members, parts, role }]) => ({ ...members, index, content: { role, parts: [...parts] } }));
  }

  /** What there is, for an error. */
  partial(): PartialAnswer {
    const candidates = this.candidates();
    const parts = candidates[0]?.content?.parts;
    return { text: textOf(parts, false), thinking: textOf(parts, true), candidates, usageMetadata: this.usageMetadata };
  }

  #addCandidate(candidate: Candidate): void {
    if (typeof candidate !== "object" || candidate === null) return;
    const index = typeof candidate.index === "number" ? candidate.index : 0;
    const { content, ...members } = candidate;
    const known = this.#candidates.get(index) ?? { members: {}, parts: [], role: "model" };
    this.#candidates.set(index, known);
    known.members = { ...known.members, ...members };
    if (typeof content?.role === "string") known.role = content.role;
    for (const part of Array.isArray(content?.parts) ? content.parts : []) {
      if (typeof part === "object" && part !== null) appendPart(known.parts, part);
    }
  }
}
