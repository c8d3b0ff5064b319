import { isWeb } from "#is-web";
import { type GeminiErrorCode, type GeminiErrorGroup, type GeminiErrorPhase, groupOf, retryRuleOf } from "./codes.ts";
import {
  completeInit,
  type ErrorLink,
  type GeminiErrorFields,
  type GeminiErrorInit,
  OPTIONAL_FIELDS,
  type QuotaKind,
} from "./error-init.ts";
import type { HttpInfo } from "./http-info.ts";
import { type Caller, joinedStack } from "./joined-stack.ts";
import type { OutputIssue } from "./output-issue.ts";
import type { PartialAnswer } from "./partial-answer.ts";

const NO_ANSWER: PartialAnswer = { text: "", thinking: "", candidates: [] };

/** Identifies errors of another copy of the package in the same program, which `instanceof` does not. */
const brand = Symbol.for("gemini-ts.error");

/**
 * The only error class of this package. `code` is for programs; `message` says what failed and what to do about it.
 * Neither the message nor any field of a failed call contains tokens, headers, prompts or responses. `partial`, `raw` and `http`
 * can, so they are getters over private fields: printing the error does not print them. `stack` ends with the lines of the
 * program that made the call, if the runtime has `Error.captureStackTrace`; in the phase `options`, it has only these.
 */
export class GeminiError extends Error {
  /** Always `"GeminiError"`. */
  override readonly name = "GeminiError";
  /** The machine-readable code of the failure. */
  readonly code: GeminiErrorCode;
  /** The kind of the failure, by what has to change before the next call. Follows from `code`. */
  readonly group: GeminiErrorGroup;
  /** The step at which the call failed. */
  readonly phase: GeminiErrorPhase;
  /**
   * Number of requests sent for this call: every attempt, and failed requests for sign-in or account set-up. 0 if none
   * was sent.
   */
  readonly attempts: number;
  /**
   * Whether the same call may succeed soon without a change. The library itself retries most such failures, but not
   * all; see the tables on the page below.
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/errors.md
   */
  readonly retryable: boolean;
  /** The last model that was called; with `fallbackModels` it may differ from the option `model`. */
  declare readonly model: string | undefined;
  /** The HTTP status, if a response arrived. */
  declare readonly status: number | undefined;
  /**
   * How long Google asks to wait, in milliseconds. Undefined if waiting that long would not help, because the `quota`
   * is renewed later or never. On `quota_exhausted`, use `resetAt`.
   */
  declare readonly retryAfterMs: number | undefined;
  /**
   * When a used-up quota is renewed, according to Google's response, else Google's documentation. Computed with this
   * machine's clock if Google named a delay.
   */
  declare readonly resetAt: Date | undefined;
  /** Which quota refused the request, on `rate_limited` and `quota_exhausted`, if Google names it. */
  declare readonly quota: QuotaKind | undefined;
  /**
   * The models that are available instead, most similar first; set on `model_unavailable` if Google returned the list.
   */
  declare readonly availableModels: readonly string[] | undefined;
  /**
   * The option or argument to change, if there is one: `"temperature"`, `"timeouts.idle"`, `"fallbackModels[1]"`,
   * `"vertex.location"`.
   */
  declare readonly option: string | undefined;
  /** The environment variable to change, if there is one: `"GEMINI_API_KEY"`. Undefined in browsers and edge runtimes. */
  declare readonly variable: string | undefined;
  /** The file that is missing or cannot be used: a login file or its encrypted store. */
  declare readonly path: string | undefined;
  /**
   * The cause in one word. On `blocked`: Google's `promptFeedback.blockReason`, such as `"PROHIBITED_CONTENT"`, or the finish
   * reason that stopped the response, such as `"SAFETY"`. On `empty_response` and `output_truncated`: the finish reason. On
   * refusals: Google's `ErrorInfo.reason`, such as `"RATE_LIMIT_EXCEEDED"`. On `connection_failed`: the system's error code.
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/errors.md
   */
  declare readonly reason: string | undefined;
  /** Google's `ErrorInfo.domain`. */
  declare readonly domain: string | undefined;
  /**
   * Google's own message about a refusal, on one line, at most 400 characters, with secrets redacted. A `finishMessage`
   * can end with text from the model: this has only Google's own words, and {@link partial} has all of it.
   */
  declare readonly googleMessage: string | undefined;
  /** Where the output does not fit `schema`, on `output_invalid`; at most 100. The output itself is in `partial.text`. */
  declare readonly issues: readonly OutputIssue[] | undefined;
  /** Help pages that Google links to; empty if there are none. */
  readonly links: readonly ErrorLink[];
  /** The request's id, from the response headers. */
  declare readonly requestId: string | undefined;
  /** Trace id of Code Assist, for reports to Google. */
  declare readonly traceId: string | undefined;
  readonly #summary: string;
  readonly #remedy: string;
  #partial: GeminiErrorFields["partial"];
  readonly #raw: string | undefined;
  #http: GeminiErrorFields["http"];
  /** Of a copy: the error whose stack it shows, and whose lines follow. */
  #original: GeminiError | undefined;
  #caller: Caller | undefined;
  /** Put together when it is first read: formatting a stack takes longer than ending a call. It stays writable. */
  static readonly #lazyStack: PropertyDescriptor & ThisType<GeminiError> = {
    get() {
      const stack = joinedStack(this, this.#original, this.#caller);
      Object.assign(this, { stack });
      return stack;
    },
    set(value) {
      Object.defineProperty(this, "stack", { value, writable: true, enumerable: false, configurable: true });
    },
    enumerable: false,
    configurable: true,
  };

  /**
   * Creates an error, for a fake client in a test or a program that stands in for a client. Throws a `TypeError` without a known
   * `code` and a `summary`.
   *
   * ```ts
   * import { GeminiError } from "gemini-ts";
   *
   * export const limited = new GeminiError({ code: "rate_limited", summary: "Too many requests.", retryAfterMs: 2_000 });
   * ```
   * @see https://github.com/gemini-ts/gemini-ts/blob/main/docs/guides/fakes.md
   */
  constructor(init: GeminiErrorInit);
  /** @internal The library's own errors, whose `partial` and `http` may be functions. */
  constructor(init: GeminiErrorFields);
  constructor(given: GeminiErrorInit | GeminiErrorFields) {
    const init = completeInit(given);
    super(`${init.summary} ${init.remedy}`.trim(), "cause" in init ? { cause: init.cause } : undefined);
    this.code = init.code;
    this.group = groupOf(init.code);
    this.phase = init.phase;
    this.attempts = init.attempts ?? 0;
    this.retryable = retryRuleOf(init) !== "never";
    this.links = init.links ?? [];
    if (this.links.length === 0) Object.defineProperty(this, "links", { enumerable: false });
    // Unknown fields are left out, so that a printed error does not list them.
    for (const name of OPTIONAL_FIELDS) {
      if (isWeb && name === "variable") continue;
      if (init[name] !== undefined) Object.assign(this, { [name]: init[name] });
    }
    this.#summary = init.summary;
    this.#remedy = init.remedy;
    this.#partial = init.partial;
    this.#raw = init.raw;
    this.#http = init.http;
    Object.defineProperty(this, brand, { value: true });
  }

  /** What failed, in one sentence; the first part of `message`. */
  get summary(): string {
    return this.#summary;
  }

  /** What the user can do; the second part of `message`. */
  get remedy(): string {
    return this.#remedy;
  }

  /** The part of the response that was received before the call failed, or undefined. */
  get partial(): PartialAnswer | undefined {
    if (typeof this.#partial === "function") this.#partial = this.#partial();
    return this.#partial;
  }

  /** Google's response body as text, at most 64 KiB of it; undefined if the failure is not an error response. */
  get raw(): string | undefined {
    return this.#raw;
  }

  /**
   * The last HTTP response of the call, without credentials and cookies: the refusal, or the response whose body broke.
   * Undefined if the last request got no response.
   */
  get http(): HttpInfo | undefined {
    if (typeof this.#http === "function") this.#http = this.#http();
    return this.#http;
  }

  /** For logs: the message and every known field, without `partial`, `raw` and `http`. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), message: this.message };
  }

  /** @internal A copy with some fields replaced, and this error's stack, followed by the caller's. */
  with(more: Partial<GeminiErrorFields>, caller?: Caller): GeminiError {
    const own = {
      summary: this.#summary,
      remedy: this.#remedy,
      partial: this.#partial,
      raw: this.#raw,
      http: this.#http,
    };
    const copy = new GeminiError({ ...this, ...own, ...("cause" in this ? { cause: this.cause } : {}), ...more });
    copy.#original = this;
    copy.#caller = caller;
    // Node 20 formats the stack that a property replaces, unless it is deleted first.
    Reflect.deleteProperty(copy, "stack");
    Object.defineProperty(copy, "stack", GeminiError.#lazyStack);
    return copy;
  }

  /**
   * @internal The error as the caller gets it: with the attempts, the caller's lines in its stack, `remedy`, `partial` if it is
   * given, and the other fields if they are unknown. `contents`: of the rounds before, for `partial`. A copy, since several calls
   * may share the error.
   */
  complete(
    attempts: number,
    later: Pick<GeminiErrorFields, "model" | "traceId" | "partial" | "http" | "remedy">,
    caller: Caller | undefined,
    contents?: PartialAnswer["contents"],
  ): GeminiError {
    const partial = later.partial ?? this.#partial;
    const known = {
      model: this.model ?? later.model,
      traceId: this.traceId ?? later.traceId,
      partial: contents
        ? () => ({ ...NO_ANSWER, ...(typeof partial === "function" ? partial() : partial), contents })
        : partial,
      http: this.#http ?? later.http,
    };
    return this.with({ ...later, ...known, attempts }, caller);
  }
}

/**
 * Whether a caught value is a {@link GeminiError}, from this copy of the package or another, and, if codes are
 * given, has one of them: `if (isGeminiError(error, "rate_limited")) …`
 */
export function isGeminiError(value: unknown): value is GeminiError;
export function isGeminiError<Code extends GeminiErrorCode>(
  value: unknown,
  ...codes: readonly [Code, ...Code[]]
): value is GeminiError & { readonly code: Code };
export function isGeminiError(value: unknown, ...codes: readonly GeminiErrorCode[]): boolean {
  if (typeof value !== "object" || value === null || !(brand in value)) return false;
  return codes.length === 0 || codes.includes((value as unknown as GeminiError).code);
}
