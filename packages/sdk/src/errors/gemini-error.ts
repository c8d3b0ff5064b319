import type { Candidate, UsageMetadata } from "../wire/generate.ts";
import type { GeminiErrorCode, GeminiErrorPhase } from "./codes.ts";
import type { QuotaKind } from "./quota-kind.ts";

/** What had come of an answer before it failed. */
export interface PartialAnswer {
  /** The text so far, thoughts excluded. */
  readonly text: string;
  /** The thinking so far. */
  readonly thinking: string;
  /** The candidates so far, parts merged. */
  readonly candidates: readonly Candidate[];
  /** The token counts, where Google had sent them. */
  readonly usageMetadata?: UsageMetadata | undefined;
}

/** A page that Google names as help, https only. */
export interface ErrorLink {
  /** Google's words, or `""`. */
  readonly description: string;
  /** The address. The library never opens it. */
  readonly url: string;
}

/** What a {@link GeminiError} is made of. */
export interface GeminiErrorInit {
  readonly code: GeminiErrorCode;
  readonly phase: GeminiErrorPhase;
  readonly summary: string;
  readonly remedy: string;
  readonly attempts?: number | undefined;
  readonly retryable?: boolean | undefined;
  readonly model?: string | undefined;
  readonly status?: number | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly resetAt?: Date | undefined;
  readonly quota?: QuotaKind | undefined;
  readonly availableModels?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  readonly domain?: string | undefined;
  readonly links?: readonly ErrorLink[] | undefined;
  readonly requestId?: string | undefined;
  readonly traceId?: string | undefined;
  /** `signal.reason`, and nothing else: a foreign cause can hold headers or prompts. */
  readonly cause?: unknown;
  /**
   * Or what makes it, for whoever reads it: to put an answer together takes longer than to end a call. Until then it may hold
   * all that came.
   */
  readonly partial?: PartialAnswer | (() => PartialAnswer) | undefined;
  readonly raw?: string | undefined;
}

/** Fields that many failures do not have. */
const KNOWN_LATER = [
  "model",
  "status",
  "retryAfterMs",
  "resetAt",
  "quota",
  "availableModels",
  "reason",
  "domain",
  "requestId",
  "traceId",
] as const;

/** Survives two copies of the package in one program, where `instanceof` does not. */
const brand = Symbol.for("gemini-ts.error");

/**
 * The one error class of this package. `code` says what happened, `message` says it in words together with what to do.
 * Neither the message nor any field holds tokens, headers, prompts or answers; `partial` and `raw` can, and are
 * getters over private fields, so that printing the error does not print them.
 */
export class GeminiError extends Error {
  /** Always `"GeminiError"`. */
  override readonly name = "GeminiError";
  /** What happened, for programs. */
  readonly code: GeminiErrorCode;
  /** Where the call stood. */
  readonly phase: GeminiErrorPhase;
  /** Requests sent for this call: every try, and what signing in or account set-up sent in vain. 0 if none was. */
  readonly attempts: number;
  /** Whether the same call may succeed soon without a change; not whether the library has tried again (docs/errors.md). */
  readonly retryable: boolean;
  /** The model that was asked last; with `fallbackModels` it may be another than `model` says. */
  declare readonly model: string | undefined;
  /** The HTTP status, where a reply came. */
  declare readonly status: number | undefined;
  /**
   * How long Google asks to wait, in milliseconds. Absent where Google names a delay that is too short: with a `quota` that no
   * wait helps, or that ends later. On `quota_exhausted`, `resetAt` counts.
   */
  declare readonly retryAfterMs: number | undefined;
  /**
   * When a used-up quota comes back: as Google says it, else as it documents it. By this machine's clock where it named a
   * delay.
   */
  declare readonly resetAt: Date | undefined;
  /** Which quota refused the request, on `rate_limited` and `quota_exhausted`, where Google names it. */
  declare readonly quota: QuotaKind | undefined;
  /** The models that can be asked instead, the most alike first; on `model_unavailable`, where Google gave the list. */
  declare readonly availableModels: readonly string[] | undefined;
  /** Google's `ErrorInfo.reason`, such as `"RATE_LIMIT_EXCEEDED"`, or the cause in one word. */
  declare readonly reason: string | undefined;
  /** Google's `ErrorInfo.domain`. */
  declare readonly domain: string | undefined;
  /** Help pages that Google names. Empty where there are none. */
  readonly links: readonly ErrorLink[];
  /** Id of the request, from the reply's headers. */
  declare readonly requestId: string | undefined;
  /** Trace id of Code Assist, for reports to Google. */
  declare readonly traceId: string | undefined;
  readonly #summary: string;
  readonly #remedy: string;
  #partial: GeminiErrorInit["partial"];
  readonly #raw: string | undefined;

  /** @internal Users catch these; only the library makes them. */
  constructor(init: GeminiErrorInit) {
    super(`${init.summary} ${init.remedy}`.trim(), "cause" in init ? { cause: init.cause } : undefined);
    this.code = init.code;
    this.phase = init.phase;
    this.attempts = init.attempts ?? 0;
    this.retryable = init.retryable ?? false;
    this.links = init.links ?? [];
    // Only what is known: a printed error is shorter without a list of what is not.
    for (const name of KNOWN_LATER) {
      if (init[name] !== undefined) Object.assign(this, { [name]: init[name] });
    }
    this.#summary = init.summary;
    this.#remedy = init.remedy;
    this.#partial = init.partial;
    this.#raw = init.raw;
    Object.defineProperty(this, brand, { value: true });
  }

  /** What failed, in one sentence; the first part of `message`. */
  get summary(): string {
    return this.#summary;
  }

  /** What the user can do, in one sentence; the second part of `message`. */
  get remedy(): string {
    return this.#remedy;
  }

  /** What had come of the answer before it failed, or undefined. */
  get partial(): PartialAnswer | undefined {
    if (typeof this.#partial === "function") this.#partial = this.#partial();
    return this.#partial;
  }

  /** Google's reply body as text, at most 64 KiB of it, where the failure is a reply; else undefined. */
  get raw(): string | undefined {
    return this.#raw;
  }

  /** For logs: the message and every field that is known, without `partial` and `raw`. */
  toJSON(): Record<string, unknown> {
    return { ...(this as object), message: this.message };
  }

  /** @internal The same failure with more known about it. */
  with(more: Partial<GeminiErrorInit>): GeminiError {
    const own = { summary: this.#summary, remedy: this.#remedy, partial: this.#partial, raw: this.#raw };
    const copy = new GeminiError({ ...this, ...own, ...("cause" in this ? { cause: this.cause } : {}), ...more });
    if (this.stack) copy.stack = this.stack;
    return copy;
  }

  /**
   * @internal Sets the attempts, and adds the rest where it is not known yet. In place, since a copy puts its stack into words
   * and a caller waits meanwhile; errors that several calls share are copied first, see CallScope.waitFor().
   */
  complete(attempts: number, later: Pick<GeminiErrorInit, "model" | "traceId" | "partial">): this {
    const model = this.model ?? later.model;
    const traceId = this.traceId ?? later.traceId;
    this.#partial ??= later.partial;
    return Object.assign(this, { attempts }, model !== undefined && { model }, traceId !== undefined && { traceId });
  }
}

/**
 * Whether a caught value is a {@link GeminiError}, from this copy of the package or another, and, where codes are
 * given, one of these: `if (isGeminiError(error, "rate_limited")) …`
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
