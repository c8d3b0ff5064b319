import { isRecord } from "../wire/is-record.ts";
import type { StatusDetail } from "../wire/status.ts";
import { parseDuration } from "./retry-delay.ts";

/** The facts about a quota in the details of an error. */
export interface QuotaDetails {
  /** Names of the exceeded quotas, such as `GenerateRequestsPerDayPerProjectPerModel-FreeTier`. */
  readonly names: readonly string[];
  /** Whether one of them is 0. */
  readonly isZero: boolean;
  /** The longest wait in the details, in milliseconds. */
  readonly delayMs: number | undefined;
  /** When the quota is renewed, in milliseconds since 1970, if the details have a date. */
  readonly resetAt: number | undefined;
}

/**
 * Reads QuotaFailure, RetryInfo and ErrorInfo. In ErrorInfo, the Gemini API sends the quota's name, and Code Assist the
 * time at which the quota is renewed.
 * @see https://github.com/google-gemini/gemini-cli/issues/8437 (QuotaFailure)
 * @see https://github.com/google-gemini/gemini-cli/blob/main/packages/core/src/utils/googleQuotaErrors.ts
 */
export function readQuotaDetails(details: readonly StatusDetail[]): QuotaDetails {
  const violations = details
    .flatMap(({ violations }) => (Array.isArray(violations) ? violations : []))
    .filter(isRecord);
  const metadata = details.map((detail): unknown => detail.metadata).filter(isRecord);
  const named = [
    ...violations.map((violation) => violation.quotaId),
    ...metadata.map((entries) => entries.quota_limit),
  ];
  const values = [
    ...violations.map((violation) => violation.quotaValue),
    ...metadata.map((entries) => entries.quota_limit_value),
  ];
  const delays = [
    ...details.map((detail) => parseDuration(detail.retryDelay)),
    ...metadata.map((entries) => parseDuration(entries.quotaResetDelay)),
  ].filter((delay) => delay !== undefined);
  const ends = metadata.map((entries) => Date.parse(String(entries.quotaResetTimeStamp))).filter(Number.isFinite);
  return {
    names: named.filter((name) => typeof name === "string"),
    isZero: values.some((value) => value === "0" || value === 0),
    delayMs: delays.length > 0 ? Math.max(...delays) : undefined,
    resetAt: ends[0],
  };
}
