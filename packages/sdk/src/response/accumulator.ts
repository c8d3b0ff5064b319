import type { PartialAnswer } from "../errors/gemini-error.ts";
import type { Part } from "../wire/content.ts";
import type { Candidate, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import type { AnswerEvent } from "./answer-event.ts";
import { isEmptyText, MergedParts } from "./merged-parts.ts";
import { indexOf } from "./read-candidates.ts";
import { textOf } from "./text-of.ts";
import { readUsage } from "./usage.ts";

/**
 * Puts the events of an answer together. A reply that was not streamed is one event. What arrives is looked at only for
 * what decides how to go on; the rest is made when somebody reads it, at the end as a rule.
 */
export class Accumulator {
  readonly events: AnswerEvent[] = [];
  /** Whether anything came that a conversation can keep. */
  hasContent = false;
  /** From the reply's headers; an event's own goes first. */
  headerTraceId: string | undefined;
  /** By the candidate's index. */
  readonly #finished = new Map<number, boolean>();

  /** Takes the next event. */
  add(event: AnswerEvent): void {
    this.events.push(event);
    if (event.plain) {
      this.hasContent ||= event.plain.text !== "";
      this.#see(0, event.plain.finishReason);
      return;
    }
    for (const candidate of event.candidates) {
      this.hasContent ||= partsOf(candidate).some((part) => isPart(part) && !isEmptyText(part));
      this.#see(indexOf(candidate), candidate.finishReason);
    }
  }

  /** Whether every candidate seen has ended. False before the first. */
  get complete(): boolean {
    return this.#finished.size > 0 && [...this.#finished.values()].every((finished) => finished);
  }

  /** Code Assist's trace id. */
  get traceId(): string | undefined {
    return this.events.find(({ traceId }) => traceId !== undefined)?.traceId ?? this.headerTraceId;
  }

  /** The model that answered, by its exact version. */
  get modelVersion(): string | undefined {
    return this.events.findLast((event) => isText(event.member("modelVersion")))?.payload.modelVersion;
  }

  /** Google's id of this answer. */
  get responseId(): string | undefined {
    return this.events.find((event) => isText(event.member("responseId")))?.payload.responseId;
  }

  /** The last token counts. */
  get usageMetadata(): UsageMetadata | undefined {
    return readUsage(this.events.findLast((event) => isObject(event.member("usageMetadata")))?.payload.usageMetadata);
  }

  /** What Google says of the prompt. */
  get promptFeedback(): PromptFeedback | undefined {
    return this.events.findLast((event) => event.member("promptFeedback") != null)?.payload.promptFeedback ?? undefined;
  }

  /** The candidates so far in the order of their index, parts merged. */
  candidates(): readonly Candidate[] {
    const merged = new Map<number, { readonly members: Candidate; readonly content: MergedParts }>();
    const at = (index: number) => {
      const known = merged.get(index) ?? { members: {}, content: new MergedParts() };
      merged.set(index, known);
      return known;
    };
    for (const event of this.events) {
      if (event.plain) {
        const { text, thought, finishReason } = event.plain;
        const { members, content } = at(0);
        content.addText(text, thought);
        if (finishReason !== undefined) members.finishReason = finishReason;
        continue;
      }
      for (const candidate of event.candidates) {
        const { content: _, ...others } = candidate;
        const { members, content } = at(indexOf(candidate));
        Object.assign(members, others);
        for (const part of partsOf(candidate)) if (isPart(part)) content.add(part);
      }
    }
    return [...merged.entries()]
      .sort(([first], [second]) => first - second)
      .map(([index, { members, content }]) => ({
        ...members,
        index,
        content: { role: "model", parts: content.parts },
      }));
  }

  /** What there is, for an error. */
  partial(): PartialAnswer {
    const candidates = this.candidates();
    const parts = candidates[0]?.content?.parts;
    return { text: textOf(parts, false), thinking: textOf(parts, true), candidates, usageMetadata: this.usageMetadata };
  }

  #see(index: number, finishReason: unknown): void {
    if (finishReason) this.#finished.set(index, true);
    else if (!this.#finished.has(index)) this.#finished.set(index, false);
  }
}

function partsOf({ content }: Candidate): readonly unknown[] {
  return Array.isArray(content?.parts) ? content.parts : [];
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
