import type { GeminiErrorFields, QuotaKind } from "../errors/error-init.ts";
import { nextPacificMidnight } from "./pacific-midnight.ts";
import type { ParsedStatus } from "./parse-status.ts";

/** A longer wait means a used-up quota, not a rate limit. */
const LONGEST_RATE_LIMIT_MS = 5 * 60_000;

/** Google limits the cost of all requests of ten minutes. */
const SPEND_WINDOW_MS = 10 * 60_000;

/** No quota period is longer than a month; a later date is ignored. */
const LONGEST_QUOTA_MS = 31 * 24 * 3_600_000;

/** Periods that outlast every retry. Google's links to pages do not count. */
const LONG_PERIOD = /per[ _-]?(?:week|month)|weekly|monthly/i;

/** A used-up quota of a subscription, for which Google does not always say when it is renewed. */
const ACCOUNT_QUOTA =
  /\b(?:individual quota|usage limit) (?:has been |was |is )?(?:reached|exceeded|exhausted|used up)/i;

/** Older services of Google report quotas with 403. */
const FORBIDDEN_QUOTA = /\b(?:rate|daily) limit exceeded|^quota exceeded/i;

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

type Verdict = Required<Pick<GeminiErrorFields, "code" | "remedy" | "quota" | "resetAt" | "retryAfterMs">> & {
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
 * | 402, INSUFFICIENT_G1_CREDITS_BALANCE, or a message about depleted credits or a spending cap | credits; what to do differs between credits, a cap of the month, and the limit on the cost of ten minutes |
 * | PerDay or Daily in a quota's name, else in the message | per-day |
 * | PerMinute in a quota's name, else in the message | per-minute |
 *
 * All kinds but the last (and the limit on the cost of ten minutes, if Google names a short delay), the reason
 * QUOTA_EXHAUSTED, every wait over five minutes, and, unless it is a quota per minute, one of a week or month and one of a
 * subscription without a delay become `quota_exhausted`; everything else becomes `rate_limited`.
 */
export function judgeQuota(parsed: ParsedStatus | undefined, facts: QuotaFacts): Verdict | undefined {
  const { status, retryAfterMs } = facts;
  const { message = "" } = parsed ?? {};
  const isForbidden = status === 403 && (SPENDING.test(message) || FORBIDDEN_QUOTA.test(message));
  if (status !== 429 && status !== 402 && !isForbidden && !QUOTA_REASONS.includes(parsed?.reason ?? ""))
    return undefined;
  const quota = kindOf(parsed, status);
  const spend = quota === "credits" ? spendLimitOf(parsed) : undefined;
  const isLong =
    (retryAfterMs ?? 0) > LONGEST_RATE_LIMIT_MS ||
    parsed?.reason === "QUOTA_EXHAUSTED" ||
    (quota !== "per-minute" && saysUsedUp(parsed, retryAfterMs));
  // The limit on the cost of ten minutes is a rate limit if Google names a short delay.
  const isShort = quota === "per-minute" || (spend === "window" && retryAfterMs !== undefined);
  const exhausted = isLong || (quota !== undefined && !isShort);
  const end = spend === "window" ? windowEnd(facts) : resetAt(quota, parsed, facts);
  return {
    code: exhausted ? "quota_exhausted" : "rate_limited",
    quota,
    resetAt: end,
    retryAfterMs: exhausted && endsTooEarly(quota, end, facts) ? undefined : retryAfterMs,
    what: spend ? SPENT[spend] : quota ? WHAT[quota] : exhausted ? "The quota is used up" : "Too many requests for now",
    remedy: spend
      ? spendRemedy(spend, end)
      : exhausted
        ? remedyOfExhausted(quota, end)
        : remedyOfLimit(quota, retryAfterMs),
  };
}

/** Whether names or words say that a quota outlasts every retry. Messages about a quota per minute can mention plans of a month. */
function saysUsedUp(parsed: ParsedStatus | undefined, retryAfterMs: number | undefined): boolean {
  const { message = "", quota } = parsed ?? {};
  if (LONG_PERIOD.test(`${quota?.names.join("\n") ?? ""}\n${withoutUrls(message)}`)) return true;
  return retryAfterMs === undefined && ACCOUNT_QUOTA.test(message);
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
  if (/credits? (?:is|are|has been|have been) (?:depleted|exhausted|used up)/i.test(message)) return "credits";
  if (SPENDING.test(`${message}\n${reason ?? ""}\n${quota?.names.join("\n") ?? ""}`)) return "credits";
  // The names are more reliable than the message, which can mention several quotas.
  return periodIn(quota?.names.join(" ") ?? "") ?? periodIn(message);
}

/** A cap or limit on what requests cost, in a message, a reason or the name of a quota. */
const SPENDING =
  /\bspend(?:ing)?[ -](?:based[ -])?(?:rate[ -])?(?:cap|limit)|\bspend(?:ing)? (?:has )?exceed|\bbudget .{0,40}(?:exceeded|reached|exhausted|used up)|monthly spend|spend-based|\bcost[ -](?:based )?(?:rate )?limit|(?:spend|cost)per/i;

/** Which limit on costs refused the request; undefined for used-up credits. */
function spendLimitOf(parsed: ParsedStatus | undefined): "cap" | "window" | undefined {
  const { message = "", reason = "", quota } = parsed ?? {};
  const text = [message, reason, ...(quota?.names ?? [])].join("\n");
  if (!SPENDING.test(text)) return undefined;
  return /(?:10|ten)[ _-]*min|rolling|spend-based|rate[ _-]?limit|cost[ _-]/i.test(withoutUrls(text))
    ? "window"
    : "cap";
}

/** Google's messages link pages whose names would decide. */
function withoutUrls(text: string): string {
  return text.replace(/https?:\/\/\S+/g, "");
}

/** The limit on the cost of ten minutes is over after ten minutes at the latest. */
function windowEnd({ now, retryAfterMs }: QuotaFacts): Date {
  return new Date(now + (retryAfterMs ?? SPEND_WINDOW_MS));
}

const SPENT = {
  cap: "The spending cap is reached",
  window: "The limit on the cost of ten minutes is reached",
} as const;

function spendRemedy(spend: "cap" | "window", end: Date | undefined): string {
  if (spend === "cap")
    return "Raise the spending cap at https://aistudio.google.com/spend, or wait for the next month.";
  const until = end ? utcMinute(end) : "ten minutes have passed";
  return `Wait until ${until}, then send fewer or smaller requests; a higher tier has a higher limit (https://ai.google.dev/gemini-api/docs/rate-limits).`;
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
  const seconds = retryAfterMs ? Math.ceil(retryAfterMs / 1_000) : undefined;
  const wait =
    seconds === undefined ? (isPerMinute ? "a minute" : "a moment") : seconds === 1 ? "1 second" : `${seconds} seconds`;
  return `Wait ${wait}, then send fewer requests ${isPerMinute ? "a minute" : "at a time"}.`;
}

/** The time rounded up to the minute: `2026-01-01 08:00 UTC`. */
function utcMinute(time: Date): string {
  const minute = new Date(Math.ceil(time.getTime() / 60_000) * 60_000);
  return `${minute.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
