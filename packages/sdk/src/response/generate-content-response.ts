import type { HttpInfo } from "../errors/http-info.ts";
import type { Content, FunctionCall } from "../wire/content.ts";
import type { Candidate, FinishReason, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import type { Accumulator } from "./accumulator.ts";
import { type Inspection, inspectSymbol, knownMembers, nameClass, type PublicMembers, printed } from "./printing.ts";
import { functionCallsOf, textOf } from "./read-candidate.ts";

/** A whole response, streamed or not. `console.log` and `JSON.stringify` show all of it but `raw`. */
export interface GenerateContentResponse extends PublicMembers<GenerateContentResponseClass> {}

/** The class behind {@link GenerateContentResponse}. */
export class GenerateContentResponseClass {
  static {
    nameClass(GenerateContentResponseClass, "GenerateContentResponse");
  }

  /**
   * The candidates by index, parts merged. There is one, unless `candidateCount` is larger. The accessors below read
   * the first candidate. A conversation adds the parts of the first candidate that Google takes back; if there are none,
   * it adds neither prompt nor response.
   */
  readonly candidates: readonly Candidate[];
  /** Token counts, if Google sent any. */
  readonly usageMetadata: UsageMetadata | undefined;
  /** Google's feedback on the prompt, such as why it was blocked. */
  readonly promptFeedback: PromptFeedback | undefined;
  /** The exact version of the model that responded. */
  readonly modelVersion: string | undefined;
  /** Google's id of this response. */
  readonly responseId: string | undefined;
  /** Code Assist's trace id, for reports to Google. */
  readonly traceId: string | undefined;
  readonly #received: Accumulator;
  #raw: readonly unknown[] | undefined;
  #http: HttpInfo | undefined;

  /** @internal Created by calls. */
  constructor(received: Accumulator) {
    this.candidates = received.candidates();
    this.usageMetadata = received.usageMetadata;
    this.promptFeedback = received.promptFeedback;
    this.modelVersion = received.modelVersion;
    this.responseId = received.responseId;
    this.traceId = received.traceId;
    this.#received = received;
  }

  /** The JSON that Google sent, envelope included: one element per event; a single element if not streamed. */
  get raw(): readonly unknown[] {
    this.#raw ??= this.#received.raw();
    return this.#raw;
  }

  /** The first candidate's content; undefined if there is none. A conversation adds the parts that Google takes back. */
  get content(): Content | undefined {
    return this.candidates[0]?.content;
  }

  /** The function calls of the first candidate, in order; empty if there are none. */
  get functionCalls(): readonly FunctionCall[] {
    return functionCallsOf(this.content?.parts);
  }

  /** Status, headers and request id of the HTTP response, without credentials and cookies. */
  get http(): HttpInfo {
    this.#http ??= this.#received.http();
    return this.#http;
  }

  /**
   * The text of the first candidate without its thoughts; `""` if it has none, for example if it is a function call.
   */
  get text(): string {
    return textOf(this.content?.parts, false);
  }

  /** The thought summaries of the first candidate; `""` if it has none, see `includeThoughts`. */
  get thinking(): string {
    return textOf(this.content?.parts, true);
  }

  /** Google's reason why the first candidate ended. */
  get finishReason(): FinishReason | undefined {
    return this.candidates[0]?.finishReason;
  }

  /**
   * Whether the response is incomplete: `maxOutputTokens` truncated it, or Google ended it at the maximum length of one
   * response (`CONTINUATION`). Thinking counts towards both limits, so there may be no text at all.
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
