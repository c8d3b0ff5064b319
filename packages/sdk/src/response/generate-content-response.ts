import type { GeminiError } from "../errors/gemini-error.ts";
import type { HttpInfo } from "../errors/http-info.ts";
import type { Content, FunctionCall } from "../wire/content.ts";
import type { Candidate, FinishReason, PromptFeedback, UsageMetadata } from "../wire/generate.ts";
import type { Accumulator } from "./accumulator.ts";
import { type Citation, citationsOf } from "./citations.ts";
import { sumUsage } from "./merge-members.ts";
import {
  type Inspection,
  inspectSymbol,
  knownMembers,
  makeAssignable,
  nameClass,
  type PublicMembers,
  printed,
  setOwn,
  withoutBigInts,
} from "./printing.ts";
import { functionCallsOf, shownOf, textOf } from "./read-candidate.ts";
import { ResponseDetails } from "./response-details.ts";
import type { PendingCall, StepCall, StepResult } from "./step-calls.ts";

/** What a response says about the exchange that ended with it. */
export interface ExchangeSummary {
  /** Makes {@link GenerateContentResponse.contents}. */
  readonly contents: () => readonly Content[];
  /** Milliseconds that the model call took. */
  readonly durationMs: number;
  /** Absent if the exchange was one model call, without calls of functions. */
  readonly steps?: readonly Step[];
  readonly pending?: readonly PendingCall[];
  /** Absent without a schema. */
  readonly output?: ResponseOutput | undefined;
}

/** The output of a call with a schema: its value, or why there is none. */
export type ResponseOutput = { readonly value: unknown } | { readonly missing: (pending: number) => GeminiError };

interface ResponseState {
  readonly details: ResponseDetails;
  readonly summary: ExchangeSummary;
  steps: readonly Step[] | undefined;
}

const state = Symbol("state");

/**
 * A whole response, streamed or not. `console.log` and `JSON.stringify` show all of it but `raw`. Copies, such as
 * `{ ...response }`, `structuredClone(response)` and Lodash's `cloneDeep(response)`, lack {@link raw}, {@link contents},
 * {@link http} and {@link serviceTier}, and have {@link steps} only if functions were called or the output was repaired.
 * `T` is the type of its {@link object}.
 */
export interface GenerateContentResponse<T = unknown> extends PublicMembers<GenerateContentResponseClass<T>> {}

/** The class behind {@link GenerateContentResponse}. */
export class GenerateContentResponseClass<T = unknown> {
  static {
    nameClass(GenerateContentResponseClass, "GenerateContentResponse");
    makeAssignable(GenerateContentResponseClass.prototype, ["object", "steps"]);
  }

  /**
   * The candidates by index, with parts merged. There is one, unless `candidateCount` is larger. The accessors below
   * read the first candidate with content: in a stream the one whose content came first, else the one with the lowest
   * index. A conversation adds the parts of the same candidate that Google accepts back; if there are none, it adds
   * neither prompt nor response.
   */
  readonly candidates: readonly Candidate[];
  /** The candidate's content; undefined if there is none. A conversation adds the parts that Google accepts back. */
  readonly content: Content | undefined;
  /** The text of the candidate without its thoughts; `""` if it has none, for example if it is a function call. */
  readonly text: string;
  /** The thought summaries of the candidate; `""` if it has none, see `includeThoughts`. */
  readonly thinking: string;
  /** The function calls of the candidate, in order; empty if there are none. */
  readonly functionCalls: readonly FunctionCall[];
  /** Google's reason why the candidate ended. */
  readonly finishReason: FinishReason | undefined;
  /**
   * Whether the response ended before the model had finished: `finishReason` is anything but `STOP`. `MAX_TOKENS`: at
   * `maxOutputTokens`; `CONTINUATION`: at the maximum length of one response; `SAFETY`, `RECITATION` and others: Google
   * cut it off. Thinking counts towards both limits, so there may be no text at all.
   */
  readonly truncated: boolean;
  /** Token counts, if Google sent any; the sum over all {@link steps}. */
  readonly usageMetadata: UsageMetadata | undefined;
  /**
   * Google's feedback on the prompt, such as ratings. A blocked prompt has no response: the call fails with `blocked`, and
   * `error.reason` is Google's `blockReason`.
   */
  readonly promptFeedback: PromptFeedback | undefined;
  /** The exact version of the model that responded. */
  readonly modelVersion: string | undefined;
  /** Google's id of this response. */
  readonly responseId: string | undefined;
  /** Code Assist's trace id, for reports to Google. */
  readonly traceId: string | undefined;
  /**
   * The calls of functions that have no result yet, which the exchange waits for: calls of tools without `execute`, calls that
   * have yet to be approved, or all calls with `toolLoop: false`. A chat continues with `chat.resume()`. Empty if the exchange is
   * complete.
   */
  readonly pending: readonly PendingCall[];
  /**
   * Not enumerable, so that comparisons and copies leave it out. Not `#private`, which a Proxy would not have. A copy with the same
   * prototype has none: its getters return undefined, as those of a plain copy do, instead of throwing.
   */
  declare private readonly [state]: ResponseState | undefined;

  /** @internal Created by calls. */
  constructor(received: Accumulator, summary: ExchangeSummary) {
    const { steps, pending = [], output } = summary;
    const details = new ResponseDetails(received, summary.contents);
    Object.defineProperty(this, state, { value: { details, summary, steps } satisfies ResponseState });
    this.candidates = received.candidates();
    const shown = shownOf(this.candidates, received.shown);
    this.content = shown?.content;
    this.text = textOf(shown?.content?.parts, false);
    this.thinking = textOf(shown?.content?.parts, true);
    this.functionCalls = functionCallsOf(shown?.content?.parts);
    this.finishReason = shown?.finishReason;
    this.truncated = this.finishReason !== undefined && this.finishReason !== "STOP";
    this.usageMetadata = steps ? sumUsage(steps.map((step) => step.usageMetadata)) : received.usageMetadata;
    this.promptFeedback = received.promptFeedback;
    this.modelVersion = received.modelVersion;
    this.responseId = received.responseId;
    this.traceId = received.traceId;
    this.pending = pending;
    if (steps) setOwn(this, "steps", steps);
    if (output && "value" in output) setOwn(this, "object", output.value);
  }

  /**
   * The JSON that Google sent, envelope included: one element per event; a single element if not streamed. Integers beyond
   * 2^53 in function calls are strings of their digits.
   */
  get raw(): readonly unknown[] {
    return this[state]?.details.raw as readonly unknown[];
  }

  /**
   * The contents to append to those of the prompt: what a conversation would add. That is the model's content without
   * what Google does not accept back, after the rounds of function calls, if there were any. If calls are
   * {@link pending}, append their results as well, or pass the tools again, which then run. The same objects keep thought
   * signatures valid.
   */
  get contents(): readonly Content[] {
    return this[state]?.details.contents as readonly Content[];
  }

  /**
   * The model calls of the exchange, in order; those before a `chat.resume()` included. The last one has the content of this
   * response. An exchange without `tools`, whose output needed no repair, is one step.
   */
  get steps(): readonly Step[] {
    const own = this[state];
    if (own) {
      const { durationMs } = own.summary;
      own.steps ??= [new StepClass({ response: this, calls: [], results: [], durationMs })];
    }
    return own?.steps as readonly Step[];
  }

  /**
   * What the model wrote for `schema`: validated, with all transforms of the schema applied; undefined without a
   * schema. Throws if there is no complete output: `exchange_open` while function calls are {@link pending},
   * `output_truncated` if the stream was cancelled with `keepPartial`.
   */
  get object(): T {
    const output = this[state]?.summary.output;
    if (output && "missing" in output) throw output.missing(this.pending.length);
    return output?.value as T;
  }

  /** Status, headers and request id of the HTTP response, without credentials and cookies. */
  get http(): HttpInfo {
    return this[state]?.details.http as HttpInfo;
  }

  /**
   * The tier that Google used, which may not be the requested one: `"priority"` can become `"standard"`. Undefined if
   * Google does not say, as on Vertex AI, where `usageMetadata.trafficType` does.
   * @see https://ai.google.dev/gemini-api/docs/priority-inference
   */
  get serviceTier(): string | undefined {
    return (this.http as HttpInfo | undefined)?.headers["x-gemini-service-tier"];
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
    const own = this[state];
    const shown = own
      ? shownOf(this.candidates, own.details.received.shown)
      : this.candidates.find(({ content }) => textOf(content?.parts, false) === this.text);
    return citationsOf(shown);
  }

  /** The {@link text}, so that `` `${response}` `` and `String(response)` have it. */
  toString(): string {
    return this.text;
  }

  /** @internal Everything but `raw`. */
  toJSON(): object {
    return shownMembers(this, (value) => withoutBigInts(value));
  }

  /** @internal */
  [inspectSymbol](...inspection: Inspection): unknown {
    return printed("GenerateContentResponse", shownMembers(this), inspection);
  }
}

/** What is printed of a response. `convert`: what to show of its output. */
function shownMembers(
  response: GenerateContentResponse,
  convert = (value: unknown): unknown => value,
): Readonly<Record<string, unknown>> {
  const { text, thinking, functionCalls, finishReason, truncated, usageMetadata, promptFeedback } = response;
  const { modelVersion, responseId, traceId, candidates, pending } = response;
  return knownMembers({
    text,
    object: Object.hasOwn(response, "object") ? convert(response.object) : undefined,
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
    pending: pending.length > 0 ? pending : undefined,
    steps: Object.hasOwn(response, "steps") ? response.steps : undefined,
  });
}

/** One round of an exchange: a response of the model, and the functions that it called. */
export interface Step {
  /** The response of this round alone. */
  readonly response: GenerateContentResponse;
  /** The function calls of the response, in order: names, arguments and the `result` so far. */
  readonly calls: readonly StepCall[];
  /** The results of {@link calls} so far, in the same order: `result` or `error`. */
  readonly results: readonly StepResult[];
  /** Milliseconds that the model call took, retries included. */
  readonly durationMs: number;
  /** The token counts of this round alone. */
  readonly usageMetadata: UsageMetadata | undefined;
  /** The HTTP response of this round. */
  readonly http: HttpInfo;
}

/** The class behind {@link Step}. */
export class StepClass implements Step {
  static {
    nameClass(StepClass, "Step");
  }

  readonly response: GenerateContentResponse;
  readonly calls: readonly StepCall[];
  readonly results: readonly StepResult[];
  readonly durationMs: number;
  readonly usageMetadata: UsageMetadata | undefined;

  constructor({ response, calls, results, durationMs }: Omit<Step, "usageMetadata" | "http">) {
    this.response = response;
    const found = new Map(results.map((result) => [result.callId, result]));
    // Not enumerable, so that printed steps have each result once.
    this.calls = calls.map((call) => Object.defineProperty({ ...call }, "result", { value: found.get(call.callId) }));
    this.results = results;
    this.durationMs = durationMs;
    this.usageMetadata = response.usageMetadata;
  }

  get http(): HttpInfo {
    return this.response.http;
  }

  toJSON(): object {
    const { response, calls, results, durationMs } = this;
    return knownMembers({ response, calls, results, durationMs });
  }

  [inspectSymbol](...inspection: Inspection): unknown {
    return printed("Step", this.toJSON(), inspection);
  }
}
