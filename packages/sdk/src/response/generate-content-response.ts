import type { HttpInfo } from "../errors/http-info.ts";
import type { Content, FunctionCall } from "../wire/content.ts";
import type { Candidate, FinishReason, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import type { Accumulator } from "./accumulator.ts";
import { type Citation, citationsOf } from "./citations.ts";
import { type Inspection, inspectSymbol, knownMembers, nameClass, type PublicMembers, printed } from "./printing.ts";
import { functionCallsOf, shownOf, textOf } from "./read-candidate.ts";

/** A whole response, streamed or not. `console.log` and `JSON.stringify` show all of it but `raw`. */
export interface GenerateContentResponse extends PublicMembers<GenerateContentResponseClass> {}

/** The class behind {@link GenerateContentResponse}. */
export class GenerateContentResponseClass {
  static {
    nameClass(GenerateContentResponseClass, "GenerateContentResponse");
  }

  /**
   * The candidates by index, parts merged. There is one, unless `candidateCount` is larger. The accessors below read the
   * first candidate with content: in a stream the one whose content came first, else the one with the lowest index. A
   * conversation adds the parts of the same candidate that Google takes back; if there are none, it adds neither prompt nor
   * response.
   */
  readonly candidates: readonly Candidate[];
  /** The candidate's content; undefined if there is none. A conversation adds the parts that Google takes back. */
  readonly content: Content | undefined;
  /** Google's reason why the candidate ended. */
  readonly finishReason: FinishReason | undefined;
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
    const shown = shownOf(this.candidates, received.shown);
    this.content = shown?.content;
    this.finishReason = shown?.finishReason;
  }

  /**
   * The JSON that Google sent, envelope included: one element per event; a single element if not streamed. Integers beyond
   * 2^53 in function calls are strings of their digits.
   */
  get raw(): readonly unknown[] {
    this.#raw ??= this.#received.raw();
    return this.#raw;
  }

  /** The function calls of the candidate, in order; empty if there are none. */
  get functionCalls(): readonly FunctionCall[] {
    return functionCallsOf(this.content?.parts);
  }

  /** Status, headers and request id of the HTTP response, without credentials and cookies. */
  get http(): HttpInfo {
    this.#http ??= this.#received.http();
    return this.#http;
  }

  /**
   * The tier that Google used: it may process a request for `"priority"` as `"standard"`. Undefined if Google does not
   * say, as on Vertex AI, where `usageMetadata.trafficType` does.
   * @see https://ai.google.dev/gemini-api/docs/priority-inference
   */
  get serviceTier(): string | undefined {
    return this.http.headers["x-gemini-service-tier"];
  }

  /**
   * The text of the candidate without its thoughts; `""` if it has none, for example if it is a function call.
   */
  get text(): string {
    return textOf(this.content?.parts, false);
  }

  /** The thought summaries of the candidate; `""` if it has none, see `includeThoughts`. */
  get thinking(): string {
    return textOf(this.content?.parts, true);
  }

  /**
   * Whether the response is incomplete: `maxOutputTokens` truncated it, or Google ended it at the maximum length of one
   * response (`CONTINUATION`). Thinking counts towards both limits, so there may be no text at all.
   */
  get truncated(): boolean {
    return this.finishReason === "MAX_TOKENS" || this.finishReason === "CONTINUATION";
  }

  /**
   * The passages of `text` that have sources, and the sources: those that Google's tools found (`groundingMetadata`) and those
   * that the response repeats (`citationMetadata`). In the order of the text; passages can overlap. Empty if there are none.
   *
   * ```ts
   * for (const { text, sources } of response.citations()) console.log(text, sources.map(({ uri }) => uri));
   * ```
   *
   * Google counts positions in bytes of UTF-8 within a part; here they are those of JavaScript's strings, in `text`. Passages
   * that cannot be found in the text, or without a source, are left out.
   * @see https://ai.google.dev/gemini-api/docs/google-search
   */
  citations(): readonly Citation[] {
    return citationsOf(shownOf(this.candidates, this.#received.shown));
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
