import type { AbortSignalLike } from "../platform/web-types.ts";
import type { RetryChoice } from "../retry/retry-options.ts";
import type { Timeouts } from "../scope/timeouts.ts";
import type { MediaResolution, SafetySetting, ThinkingLevel } from "../wire/generate.ts";

/**
 * How an answer is made, for a client or for one call. `undefined` inherits (call, then client, then default), `null`
 * means that the option is not sent, whatever the client says.
 * @see https://ai.google.dev/api/generate-content#generationconfig
 */
export interface GenerationOptions {
  /** Model name without `models/`; default `GEMINI_MODEL`, else `"gemini-2.5-pro"`. */
  model?: string | null | undefined;
  /**
   * Models to ask instead, in order, where the one before fails with `model_overloaded` (after its retries),
   * `quota_exhausted` or `model_unavailable`; not after `rate_limited`, `server_error` or a failure of the connection. An
   * event tells of it. Each gets the whole conversation, without signatures of the others. At most 10. Default none.
   */
  fallbackModels?: readonly string[] | null | undefined;
  /** Randomness, 0 to 2; default 1. */
  temperature?: number | null | undefined;
  /** Most tokens of an answer, thinking included; default 32,768, left out for models known to allow less. */
  maxOutputTokens?: number | null | undefined;
  /** Most tokens of thinking, Gemini 2.5: 0 is off, -1 lets the model decide. Excludes `thinkingLevel`. No default. */
  thinkingBudget?: number | null | undefined;
  /** How hard to think, Gemini 3 and later. Excludes `thinkingBudget`. No default. */
  thinkingLevel?: ThinkingLevel | null | undefined;
  /** Whether to send summaries of the thinking; default true with a budget other than 0 or a level, else not sent. */
  includeThoughts?: boolean | null | undefined;
  /** Standing instructions. No default. */
  systemPrompt?: string | null | undefined;
  /** Nucleus sampling, 0 to 1. */
  topP?: number | null | undefined;
  /** How many tokens to choose from, 1 or more. */
  topK?: number | null | undefined;
  /** At most 5 texts that end the answer. They are not part of it. */
  stopSequences?: readonly string[] | null | undefined;
  /** 32-bit integer: equal seeds give mostly equal answers. */
  seed?: number | null | undefined;
  /** Above 0, words that have been used once become less likely; -2 up to 2, 2 excluded. */
  presencePenalty?: number | null | undefined;
  /** Above 0, words become less likely with every use; -2 up to 2, 2 excluded. */
  frequencyPenalty?: number | null | undefined;
  /** 1 to 8 answers at once; accessors and history use the first, even where only another has content. */
  candidateCount?: number | null | undefined;
  /** `"text/plain"`, `"application/json"` or `"text/x.enum"`. */
  responseMimeType?: string | null | undefined;
  /** From which level each harm category blocks. */
  safetySettings?: readonly SafetySetting[] | null | undefined;
  /** Key and value pairs for billing reports (Vertex AI, Code Assist; the Gemini API refuses them). */
  labels?: Readonly<Record<string, string>> | null | undefined;
  /** How finely images and video are read. */
  mediaResolution?: MediaResolution | null | undefined;
  /** Members of `generationConfig` that this version does not name; they win over those it does. */
  extraGenerationConfig?: Readonly<Record<string, unknown>> | null | undefined;
  /** Members of the request that this version does not name, such as `tools`; they win. `contents` is refused. */
  extraRequest?: Readonly<Record<string, unknown>> | null | undefined;
}

/** Options of one call; they win over the client's for that call alone. */
export interface CallOptions extends GenerationOptions {
  /** HTTP headers to add. Those that sign the request stay. */
  headers?: Readonly<Record<string, string>> | null | undefined;
  /**
   * Aborts the call, also while it waits in the queue: it fails with `aborted`, `cause` is the signal's reason. The
   * client's and the call's both count; null takes the client's back for one call.
   */
  signal?: AbortSignalLike | null | undefined;
  /** Deadlines in milliseconds. */
  timeouts?: Timeouts | null | undefined;
  /**
   * When a failed call is sent again; default: up to 3 times in all, for failures that pass (docs/errors.md has the
   * list), with random waits, and never earlier than Google asks. true: so; false or null: never. Members inherit one by
   * one, and an object of the call's turns on what the client's false turned off.
   */
  retry?: RetryChoice;
}
