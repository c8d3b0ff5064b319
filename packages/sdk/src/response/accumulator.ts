import type { PartialAnswer } from "../errors/gemini-error.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, GenerateContentPayload, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import { appendPart, isEmptyText, textOf } from "./merge-parts.ts";
import { candidatesIn, indexOf } from "./read-candidates.ts";
import { readUsage } from "./usage.ts";

/**
 * Puts the events of an answer together. A reply that was not streamed is one event. What arrives is looked at only for
 * what decides how to go on; the rest is made when somebody reads it, once, at the end as a rule.
 */
export class Accumulator {
  readonly raw: unknown[] = [];
  traceId: string | undefined;
  /** Whether anything came that a conversation can keep. */
  hasContent = false;
  readonly #payloads: GenerateContentPayload[] = [];
  /** By the candidate's index. */
  readonly #finished = new Map<number, boolean>();

  /** Takes the next event. */
  add(payload: GenerateContentPayload, traceId: string | undefined, raw: unknown): void {
    this.raw.push(raw);
    this.#payloads.push(payload);
    this.traceId ??= traceId;
    for (const candidate of candidatesIn(payload)) {
      const index = indexOf(candidate);
      if (candidate.finishReason) this.#finished.set(index, true);
      else if (!this.#finished.has(index)) this.#finished.set(index, false);
      this.hasContent ||= partsOf(candidate).some((part) => isPart(part) && !isEmptyText(part));
    }
  }

  /** Whether every candidate seen has ended. False before the first. */
  get complete(): boolean {
    return this.#finished.size > 0 && [...this.#finished.values()].every((finished) => finished);
  }

  /** The model that answered, by its exact version. */
  get modelVersion(): string | undefined {
    return this.#payloads.map(({ modelVersion }) => modelVersion).findLast(isText);
  }

  /** Google's id of this answer. */
  get responseId(): string | undefined {
    return this.#payloads.map(({ responseId }) => responseId).find(isText);
  }

  /** The last token counts. */
  get usageMetadata(): UsageMetadata | undefined {
    const usage = this.#payloads.map(({ usageMetadata }) => usageMetadata);
    return readUsage(usage.findLast((one) => typeof one === "object" && one !== null && !Array.isArray(one)));
  }

  /** What Google says of the prompt. */
  get promptFeedback(): PromptFeedback | undefined {
    return this.#payloads.map(({ promptFeedback }) => promptFeedback).findLast((feedback) => feedback != null);
  }

  /** The candidates so far in the order of their index, parts merged. */
  candidates(): readonly Candidate[] {
    const merged = new Map<number, { members: Candidate; parts: Part[] }>();
    for (const candidate of this.#payloads.flatMap(candidatesIn)) {
      const index = indexOf(candidate);
      const { content: _, ...members } = candidate;
      const known = merged.get(index) ?? { members: {}, parts: [] };
      merged.set(index, known);
      Object.assign(known.members, members);
      for (const part of partsOf(candidate)) if (isPart(part)) appendPart(known.parts, part);
    }
    return [...merged.entries()]
      .sort(([first], [second]) => first - second)
      .map(([index, { members, parts }]) => ({ ...members, index, content: { role: "model", parts } }));
  }

  /** What there is, for an error. */
  partial(): PartialAnswer {
    const candidates = this.candidates();
    const parts = candidates[0]?.content?.parts;
    return { text: textOf(parts, false), thinking: textOf(parts, true), candidates, usageMetadata: this.usageMetadata };
  }
}

function partsOf({ content }: Candidate): readonly unknown[] {
  return Array.isArray(content?.parts) ? content.parts : [];
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).length > 0;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
