import type { Candidate, FinishReason, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import type { Accumulator } from "./accumulator.ts";
import { textOf } from "./text-of.ts";

/** A whole answer, streamed or not. */
export class GenerateContentResponse {
  /**
   * The candidates in the order of their index, parts merged. One, unless `candidateCount` asked for more. A
   * conversation keeps the first, which the accessors show; where that one is empty, it keeps neither prompt nor answer.
   */
  readonly candidates: readonly Candidate[];
  /** Token counts, where Google sent them. */
  readonly usageMetadata: UsageMetadata | undefined;
  /** What Google says of the prompt, where it says something. */
  readonly promptFeedback: PromptFeedback | undefined;
  /** The model that answered, by its exact version. */
  readonly modelVersion: string | undefined;
  /** Google's id of this answer. */
  readonly responseId: string | undefined;
  /** Code Assist's trace id, for reports to Google. */
  readonly traceId: string | undefined;
  readonly #answer: Accumulator;
  #raw: readonly unknown[] | undefined;

  /** @internal Made by calls. */
  constructor(answer: Accumulator) {
    this.candidates = answer.candidates();
    this.usageMetadata = answer.usageMetadata;
    this.promptFeedback = answer.promptFeedback;
    this.modelVersion = answer.modelVersion;
    this.responseId = answer.responseId;
    this.traceId = answer.traceId;
    this.#answer = answer;
  }

  /** What Google sent, envelope included: an element an event, one for a reply that was not streamed. */
  get raw(): readonly unknown[] {
    this.#raw ??= this.#answer.raw();
    return this.#raw;
  }

  /** The text of the first candidate, thoughts excluded; `""` where it has none, such as a function call. */
  get text(): string {
    return textOf(this.candidates[0]?.content?.parts, false);
  }

  /** The summaries of the thinking; `""` where none were asked for. */
  get thinking(): string {
    return textOf(this.candidates[0]?.content?.parts, true);
  }

  /** Why the first candidate ended, verbatim. */
  get finishReason(): FinishReason | undefined {
    return this.candidates[0]?.finishReason;
  }

  /**
   * Whether the answer is not whole: `maxOutputTokens` cut it, or Google stopped at the length of one response
   * (`CONTINUATION`). Thinking counts against both limits: an answer can be cut before its first word.
   */
  get truncated(): boolean {
    return this.finishReason === "MAX_TOKENS" || this.finishReason === "CONTINUATION";
  }
}
