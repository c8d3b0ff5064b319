import type { GeminiErrorInit, QuotaKind } from "../errors/gemini-error.ts";
import { nextPacificMidnight } from "./pacific-midnight.ts";
import type { ParsedStatus } from "./parse-status.ts";

/** A longer wait means a used-up quota, not a rate limit. */
const LONGEST_RATE_LIMIT_MS = 5 * 60_000;

/** No quota period is longer than a month; a later date is ignored. */
const LONGEST_QUOTA_MS = 31 * 24 * 3_600_000;

const QUOTA_REASONS = ["RATE_LIMIT_EXCEEDED", "QUOTA_EXHAUSTED", "INSUFFICIENT_G1_CREDITS_BALANCE"];

/** The facts that the decision depends on besides the error itself. */
export interface QuotaFacts {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  /** Whether the service is the Gemini API, which documents when daily quotas are renewed. */
  readonly ofGeminiApi: boolean;
  /** Milliseconds since 1970. */
  readonly now: number;
}

type Verdict = Required<Pick<GeminiErrorInit, "code" | "remedy" | "quota" | "resetAt" | "retryAfterMs">> & {
  /** The beginning of the summary. */
  readonly what: string;
};

/**
 * Classifies a quota error; undefined if the error does not concern a quota. The first row that matches decides the
 * kind:
 *
 * | sign | kind |
 * |---|---|
 * | a limit of 0, in the details or the message | not-in-plan: waiting does not help, even if Google names a delay |
 * | 402, INSUFFICIENT_G1_CREDITS_BALANCE, or a message about depleted credits or a spending cap | credits |
 * | PerDay or Daily in a quota's name, else in the message | per-day |
 * | PerMinute in a quota's name, else in the message | per-minute |
 *
 * All kinds but the last, the reason QUOTA_EXHAUSTED, and every wait over five minutes become `quota_exhausted`;
 * everything else becomes `rate_limited`.
 */
export function judgeQuota(parsed: ParsedStatus | undefined, facts: QuotaFacts): Verdict | undefined {
  const { status, retryAfterMs } = facts;
  if (status !== 429 && status !== 402 && !QUOTA_REASONS.includes(parsed?.reason ?? "")) return undefined;
  const quota = kindOf(parsed, status);
  const isLong = (retryAfterMs ?? 0) > LONGEST_RATE_LIMIT_MS || parsed?.reason === "QUOTA_EXHAUSTED";
  const exhausted = isLong || (quota !== undefined && quota !== "per-minute");
  const end = resetAt(quota, parsed, facts);
  return {
    code: exhausted ? "quota_exhausted" : "rate_limited",
    quota,
    resetAt: end,
    retryAfterMs: exhausted && endsTooEarly(quota, end, facts) ? undefined : retryAfterMs,
    what: quota ? WHAT[quota] : exhausted ? "The quota is used up" : "Too many requests for now",
    remedy: exhausted ? remedyOfExhausted(quota, end) : remedyOfLimit(quota, retryAfterMs),
  };
}

/** Whether the request would be refused again after the delay that Google names. */
function endsTooEarly(quota: QuotaKind | undefined, end: Date | undefined, { now, retryAfterMs }: QuotaFacts): boolean {
  if (quota === "not-in-plan") return true;
  return end !== undefined && retryAfterMs !== undefined && now + retryAfterMs < end.getTime();
}

function kindOf(parsed: ParsedStatus | undefined, status: number): QuotaKind | undefined {
  const { message = "", reason, quota } = parsed ?? {};
  if (quota?.isZero || /\blimit: ?0(?![\d.]*[1-9])/.test(message)) return "not-in-plan";
  if (status === 402 || reason === "INSUFFICIENT_G1_CREDITS_BALANCE") return "credits";
  if (/credits? (?:is|are) depleted|spend(?:ing)? cap/i.test(message)) return "credits";
  // The names are more reliable than the message, which can mention several quotas.
  return periodIn(quota?.names.join(" ") ?? "") ?? periodIn(message);
}

function periodIn(text: string): QuotaKind | undefined {
  if (/per[ _-]?day|daily/i.test(text)) return "per-day";
  return /per[ _-]?minute/i.test(text) ? "per-minute" : undefined;
}

function resetAt(quota: QuotaKind | undefined, parsed: ParsedStatus | undefined, facts: QuotaFacts): Date | undefined {
  if (quota === "not-in-plan") return undefined;
  const { now, retryAfterMs } = facts;
  const named = parsed?.quota.resetAt;
  if (named !== undefined && named > now && named <= now + LONGEST_QUOTA_MS) return new Date(named);
  // Google sometimes names a delay of seconds for a daily quota: https://github.com/google-gemini/gemini-cli/issues/8437
  const delayMs = (retryAfterMs ?? 0) > LONGEST_RATE_LIMIT_MS ? retryAfterMs : undefined;
  if (quota === "per-day" && facts.ofGeminiApi && delayMs === undefined) return new Date(nextPacificMidnight(now));
  return retryAfterMs === undefined ? undefined : new Date(now + retryAfterMs);
}

const WHAT: Readonly<Record<QuotaKind, string>> = {
  "per-minute": "The quota per minute is used up",
  "per-day": "The quota per day is used up",
  credits: "The account's credits are used up",
  "not-in-plan": "The account's plan does not include this model",
};

const REMEDIES: Readonly<Partial<Record<QuotaKind, string>>> = {
  credits:
    "Add credits where the account is billed (https://ai.studio/projects for API keys), or use other credentials.",
  "not-in-plan": "Use another `model`, or a plan that includes this one; waiting does not help.",
};

function remedyOfExhausted(quota: QuotaKind | undefined, end: Date | undefined): string {
  const own = quota && REMEDIES[quota];
  if (own) return own;
  return `Wait until ${end ? utcMinute(end) : "the quota is renewed"}, or use another \`model\` or other credentials.`;
}

function remedyOfLimit(quota: QuotaKind | undefined, retryAfterMs: number | undefined): string {
  const isPerMinute = quota === "per-minute";
  const seconds = retryAfterMs === undefined ? undefined : Math.ceil(retryAfterMs / 1_000);
  const wait =
    seconds === undefined ? (isPerMinute ? "a minute" : "a moment") : seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `Wait ${wait}, then send fewer requests ${isPerMinute ? "a minute" : "at a time"}.`;
}

/** The time rounded up to the minute: `2026-01-01 08:00 UTC`. */
function utcMinute(time: Date): string {
  const minute = new Date(Math.ceil(time.getTime() / 60_000) * 60_000);
  return `${minute.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
