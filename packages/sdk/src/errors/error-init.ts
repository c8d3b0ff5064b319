import { errorTable, type GeminiErrorCode, type GeminiErrorPhase } from "./codes.ts";
import type { HttpInfo, HttpInfoSource } from "./http-info.ts";
import type { OutputIssue } from "./output-issue.ts";
import type { PartialAnswer } from "./partial-answer.ts";
import { describeValue } from "./safe-text.ts";

/** A help page that Google links to, https only. */
export interface ErrorLink {
  /** Google's description, or `""`. */
  readonly description: string;
  /** The address. The library never opens it. */
  readonly url: string;
}

/**
 * The quota that refused a request: the quota per minute or per day, used-up credits, or a model that the account's
 * plan does not include at all.
 */
export type QuotaKind = "per-minute" | "per-day" | "credits" | "not-in-plan";

/** What a new {@link GeminiError} is made of: `code` and `summary`, and any of its other fields. */
export interface GeminiErrorInit {
  /** The code. `group` and `retryable` follow from it; `retryable` also depends on `phase`, `status` and `reason`. */
  readonly code: GeminiErrorCode;
  /** What failed, in one sentence. The `message` is `summary` and `remedy`. */
  readonly summary: string;
  /**
   * What the user can do.
   * @default ""
   */
  readonly remedy?: string | undefined;
  /**
   * The step at which the call failed.
   * @default "reply"
   */
  readonly phase?: GeminiErrorPhase | undefined;
  /**
   * Number of requests that were sent.
   * @default 0
   */
  readonly attempts?: number | undefined;
  /** The model that was called. */
  readonly model?: string | undefined;
  /** The HTTP status. */
  readonly status?: number | undefined;
  /** How long to wait, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
  /** When a used-up quota is renewed. */
  readonly resetAt?: Date | undefined;
  /** Which quota refused the request. */
  readonly quota?: QuotaKind | undefined;
  /** The models that are available instead. */
  readonly availableModels?: readonly string[] | undefined;
  /** The option or argument to change. */
  readonly option?: string | undefined;
  /** The environment variable to change. */
  readonly variable?: string | undefined;
  /** The file that is missing or cannot be used. */
  readonly path?: string | undefined;
  /** The cause in one word. */
  readonly reason?: string | undefined;
  /** Google's `ErrorInfo.domain`. */
  readonly domain?: string | undefined;
  /** Google's own message. */
  readonly googleMessage?: string | undefined;
  /**
   * Help pages.
   * @default []
   */
  readonly links?: readonly ErrorLink[] | undefined;
  /** Where the output does not fit `schema`. */
  readonly issues?: readonly OutputIssue[] | undefined;
  /** The request's id. */
  readonly requestId?: string | undefined;
  /** Trace id of Code Assist. */
  readonly traceId?: string | undefined;
  /** The cause. The library sets it only to values of the caller, since others can contain headers or prompts. */
  readonly cause?: unknown;
  /** The part of the response that was received. Printing the error does not print it. */
  readonly partial?: PartialAnswer | undefined;
  /** Google's response body. Printing the error does not print it. */
  readonly raw?: string | undefined;
  /** The last HTTP response. Printing the error does not print it. */
  readonly http?: HttpInfo | undefined;
}

/** The fields of the library's own errors, which always say what to do. */
export interface GeminiErrorFields extends Omit<GeminiErrorInit, "partial" | "http"> {
  readonly phase: GeminiErrorPhase;
  readonly remedy: string;
  /**
   * A function is called when `partial` is first read, because assembling a response takes longer than ending a call.
   * Until then it may hold everything received in memory.
   */
  readonly partial?: PartialAnswer | (() => PartialAnswer) | undefined;
  readonly http?: HttpInfo | HttpInfoSource | undefined;
}

/** Fields that an error has only if their values are known. */
export const OPTIONAL_FIELDS = [
  "model",
  "status",
  "retryAfterMs",
  "resetAt",
  "quota",
  "availableModels",
  "option",
  "variable",
  "path",
  "reason",
  "domain",
  "googleMessage",
  "issues",
  "requestId",
  "traceId",
] as const satisfies readonly (keyof GeminiErrorInit)[];

/** Every field but `cause`, whose presence means something. */
const FIELDS: readonly (keyof GeminiErrorInit)[] = [
  "code",
  "summary",
  "remedy",
  "phase",
  "attempts",
  "links",
  "partial",
  "raw",
  "http",
  ...OPTIONAL_FIELDS,
];

/**
 * Reads each field once, even if it is a getter, as those of a `GeminiError` are, and adds the defaults. Throws a
 * `TypeError` if the code or the summary is missing: a `GeminiError` would look like a failed call, and hide the
 * mistake.
 */
export function completeInit(init: GeminiErrorInit | GeminiErrorFields): GeminiErrorFields {
  if (typeof init !== "object" || init === null) throw mistake(`It got ${describeValue(init)}.`);
  const fields = Object.fromEntries(FIELDS.map((name) => [name, init[name]])) as unknown as GeminiErrorFields;
  const { code, summary, phase = "reply", remedy = "" } = fields;
  if (typeof code !== "string" || !Object.hasOwn(errorTable, code)) throw mistake(`\`code\` got ${shownCode(code)}.`);
  for (const [name, value] of Object.entries({ summary, phase, remedy })) {
    if (typeof value !== "string") throw mistake(`\`${name}\` got ${describeValue(value)}.`);
  }
  return { ...fields, ...("cause" in init ? { cause: init.cause } : {}), phase, remedy };
}

/** A misspelled code is shown, but not free text, which may be secret. */
function shownCode(code: unknown): string {
  return typeof code === "string" && /^\w{1,40}$/.test(code) ? `"${code}", which is not a code` : describeValue(code);
}

function mistake(problem: string): TypeError {
  return new TypeError(
    `new GeminiError() failed. ${problem} It takes an object, as in \`new GeminiError({ code: "rate_limited", summary: "Too many requests." })\`. The codes are listed in https://github.com/gemini-ts/gemini-ts/blob/main/docs/errors.md`,
  );
}
