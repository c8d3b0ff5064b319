import type { Content, FunctionCall } from "../wire/content.ts";
import type { Candidate, FinishReason, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import type { Accumulator } from "./accumulator.ts";
import { type Inspection, inspectSymbol, knownMembers, type PublicMembers, printed } from "./printing.ts";
import { functionCallsOf, textOf } from "./read-candidate.ts";

/** A whole response, streamed or not. `console.log` and `JSON.stringify` show all of it but `raw`. */
export interface GenerateContentResponse extends PublicMembers<GenerateContentResponseClass> {}

/** The class behind {@link GenerateContentResponse}. */
export class GenerateContentResponseClass {
  /**
   * The candidates by index, parts merged. One, unless `candidateCount` is larger. The accessors below read the first. A
   * conversation adds the first; if that one is empty, it adds neither prompt nor response.
   */
  readonly candidates: readonly Candidate[];
  /** Token counts, if Google sent any. */
  readonly usageMetadata: UsageMetadata | undefined;
  /** What Google says about the prompt, such as why it was blocked. */
  readonly promptFeedback: PromptFeedback | undefined;
  /** The exact version of the model that responded. */
  readonly modelVersion: string | undefined;
  /** Google's id of this response. */
  readonly responseId: string | undefined;
  /** Code Assist's trace id, for reports to Google. */
  readonly traceId: string | undefined;
  readonly #received: Accumulator;
  #raw: readonly unknown[] | undefined;

  /** @internal Made by calls. */
  constructor(received: Accumulator) {
    this.candidates = received.candidates();
    this.usageMetadata = received.usageMetadata;
    this.promptFeedback = received.promptFeedback;
    this.modelVersion = received.modelVersion;
    this.responseId = received.responseId;
    this.traceId = received.traceId;
    this.#received = received;
  }

  /** What Google sent, envelope included: one element per event, or one in all if it was not streamed. */
  get raw(): readonly unknown[] {
    this.#raw ??= this.#received.raw();
    return this.#raw;
  }

  /** The first candidate's turn, which a conversation adds to its history; undefined if there is none. */
  get content(): Content | undefined {
    return this.candidates[0]?.content;
  }

  /** The functions that the first candidate wants called, in order; empty if there are none. */
  get functionCalls(): readonly FunctionCall[] {
    return functionCallsOf(this.content?.parts);
  }

  /** The text of the first candidate without its thoughts; `""` if it has none, as in a function call. */
  get text(): string {
    return textOf(this.content?.parts, false);
  }

  /** The thought summaries of the first candidate; `""` if it has none, see `includeThoughts`. */
  get thinking(): string {
    return textOf(this.content?.parts, true);
  }

  /** Why the first candidate ended, in Google's words. */
  get finishReason(): FinishReason | undefined {
    return this.candidates[0]?.finishReason;
  }

  /**
   * Whether the response is incomplete: `maxOutputTokens` truncated it, or Google stopped at the length of one response
   * (`CONTINUATION`). Thinking counts towards both limits, so even the first word may be missing.
   */
  get truncated(): boolean {
    return this.finishReason === "MAX_TOKENS" || this.finishReason === "CONTINUATION";
  }
  /** @internal Everything but `raw`. */
  toJSON(): object {
    const { text, thinking, functionCalls, finishReason, truncated, usageMetadata, promptFeedback } = this;
    const { modelVersion, responseId, traceId, candidates } = this;
    return knownMembers({
      text,
      thinking: thinking || undefined,
      functionCalls: functionCalls.length > 0 ? functionCalls : undefined,
      finishReason,
      truncated: truncated || undefined,
      usageMetadata,
      promptFeedback,
      modelVersion,
      responseId,
      traceId,
      candidates,
    });
  }

  /** @internal */
  [inspectSymbol](...inspection: Inspection): unknown {
    return printed("GenerateContentResponse", this.toJSON(), inspection);
  }
}
