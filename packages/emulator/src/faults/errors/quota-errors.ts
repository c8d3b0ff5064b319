import { errorInfo, help, quotaFailure, retryInfo } from "../../reply/error-details.ts";
import { type ErrorDetail, GoogleError } from "../../reply/google-error.ts";
import { type ErrorContext, hostOf } from "./context.ts";
import { durationMs, toClockText } from "./duration.ts";

const minute = "34.07s";
const day = "41470.5s";

const rateLimitsPage = "https://ai.google.dev/gemini-api/docs/rate-limits";

/** The requests of a minute are exhausted: `QuotaFailure` with a `quotaId` of `…PerMinute…`, and `RetryInfo`. */
export function perMinute(context: ErrorContext): GoogleError {
  return quotaError(context, "PerMinute", context.retryDelay ?? minute);
}

/** As {@link perMinute}, but Google names no delay, neither in the details nor in the message. */
export function perMinuteWithoutDelay(context: ErrorContext): GoogleError {
  const { body } = quotaError(context, "PerMinute", minute);
  const { message, details = [] } = body.error;
  const kept = details.filter(({ retryDelay }) => retryDelay === undefined);
  return new GoogleError("RESOURCE_EXHAUSTED", message.replace(/\s*Please retry in [^ ]+$/, ""), kept);
}

/** The requests of a day are exhausted: `QuotaFailure` with a `quotaId` of `…PerDay…`; Google still adds a short `RetryInfo`. */
export function perDay(context: ErrorContext): GoogleError {
  return quotaError(context, "PerDay", context.retryDelay ?? minute);
}

/** The plan does not include the model: the limit is 0, whatever the delay says. */
export function notInPlan(context: ErrorContext): GoogleError {
  return quotaError(context, "PerDay", context.retryDelay ?? minute, 0);
}

/** A quota of the option `quotas` is exhausted until the delay is over. */
export function quotaUsedUp(
  context: ErrorContext,
  span: "PerMinute" | "PerDay",
  delay: string,
  limit: number,
): GoogleError {
  if (context.service !== "code-assist") return quotaError(context, span, delay, limit);
  const counted = { ...context, retryDelay: delay };
  return span === "PerMinute" ? rateLimited(counted) : quotaExhausted(counted);
}

// The Gemini API has its own message; the others use that of every Google Cloud service.
function quotaError(context: ErrorContext, span: "PerMinute" | "PerDay", delay: string, limit = 5): GoogleError {
  const host = hostOf(context.service);
  const metric = `${host}/generate_content_free_tier_requests`;
  const seconds = `${(durationMs(delay) ?? 0) / 1_000}s`;
  const message =
    context.service === "gemini-api"
      ? `You exceeded your current quota, please check your plan and billing details. For more information on this error, head to: ${rateLimitsPage}. To monitor your current usage, head to: https://ai.dev/rate-limit. \n* Quota exceeded for metric: ${metric}, limit: ${limit}, model: ${context.model}\nPlease retry in ${seconds}.`
      : `Quota exceeded for ${metric} with limit: ${limit}, base model: ${context.model}. Please retry in ${seconds}.`;
  const violation = {
    quotaMetric: metric,
    quotaId: `GenerateRequests${span}PerProjectPerModel${context.service === "gemini-api" ? "-FreeTier" : ""}`,
    quotaDimensions: { location: "global", model: context.model },
    ...(limit > 0 ? { quotaValue: String(limit) } : {}),
  };
  return new GoogleError("RESOURCE_EXHAUSTED", message, [
    help([{ description: "Learn more about Gemini API quotas", url: rateLimitsPage }]),
    quotaFailure([violation]),
    retryInfo(delay),
  ]);
}

/** A rate limit of seconds: reason `RATE_LIMIT_EXCEEDED`, and `RetryInfo`. */
export function rateLimited(context: ErrorContext): GoogleError {
  const delay = context.retryDelay ?? "5.3s";
  const message = `You have exhausted your capacity on this model. Your quota will reset after ${toClockText(delay)}.`;
  return new GoogleError("RESOURCE_EXHAUSTED", message, reset(context, "RATE_LIMIT_EXCEEDED", delay));
}

/** An exhausted quota: reason `QUOTA_EXHAUSTED`, with a delay of hours. */
export function quotaExhausted(context: ErrorContext): GoogleError {
  const delay = context.retryDelay ?? day;
  const message = `You have exhausted your capacity on this model. Your quota will reset after ${toClockText(delay)}.`;
  return new GoogleError("RESOURCE_EXHAUSTED", message, reset(context, "QUOTA_EXHAUSTED", delay));
}

/** No credits are left: reason `INSUFFICIENT_G1_CREDITS_BALANCE`, without a delay unless the fault has one. */
export function credits(context: ErrorContext): GoogleError {
  return new GoogleError("RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).", [
    errorInfo("INSUFFICIENT_G1_CREDITS_BALANCE", hostOf(context.service), { error_number: "2008" }),
    ...optionalDelay(context),
  ]);
}

/** The model has no capacity: reason `MODEL_CAPACITY_EXHAUSTED` with status 429, as Code Assist usually sends it. */
export function capacity(context: ErrorContext): GoogleError {
  return new GoogleError("RESOURCE_EXHAUSTED", `No capacity available for model ${context.model} on the server`, [
    errorInfo("MODEL_CAPACITY_EXHAUSTED", hostOf(context.service), { model: context.model }),
    ...optionalDelay(context),
  ]);
}

/** The model has no capacity, in the words of Vertex AI and Code Assist, without details. */
export function outOfCapacity(): GoogleError {
  return new GoogleError(
    "RESOURCE_EXHAUSTED",
    "Unable to submit request because the service is temporarily out of capacity. Try again later.",
  );
}

/** The capacity that all customers share is used up. @see https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 */
export function sharedCapacity(): GoogleError {
  return new GoogleError(
    "RESOURCE_EXHAUSTED",
    "Resource exhausted. Please try again later. Please refer to https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more details.",
  );
}

/** The spending cap of the month is reached. */
export function spendingCap(): GoogleError {
  return new GoogleError(
    "RESOURCE_EXHAUSTED",
    "Your billing account has exceeded its monthly spending cap. Please go to AI Studio at https://aistudio.google.com to manage your billing. Learn more at https://ai.google.dev/gemini-api/docs/billing.",
  );
}

/** The limit on the cost of ten minutes is reached. @see https://ai.google.dev/gemini-api/docs/rate-limits */
export function spendingRate(context: ErrorContext): GoogleError {
  return new GoogleError(
    "RESOURCE_EXHAUSTED",
    `You exceeded the spend-based rate limit of your usage tier, which is evaluated over a rolling 10-minute window. Learn more at ${rateLimitsPage}.`,
    optionalDelay(context),
  );
}

function reset(context: ErrorContext, reason: string, delay: string): readonly ErrorDetail[] {
  const resetAt = new Date(context.now + (durationMs(delay) ?? 0)).toISOString();
  return [
    errorInfo(reason, hostOf(context.service), {
      uiMessage: "true",
      model: context.model,
      quotaResetDelay: delay,
      quotaResetTimeStamp: resetAt,
    }),
    retryInfo(delay),
  ];
}

function optionalDelay(context: ErrorContext): readonly ErrorDetail[] {
  return context.retryDelay === undefined ? [] : [retryInfo(context.retryDelay)];
}
