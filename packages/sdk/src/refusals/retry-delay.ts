/** Longer than any quota period. Longer delays are reduced to this. */
const LONGEST_DELAY_MS = 31 * 24 * 3_600_000;

const UNIT_MS: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/**
 * A duration such as `"34.07s"`, `"900ms"` or `"18h31m10s"` in milliseconds, rounded up so that no retry is too early.
 * Undefined for anything else; at most 31 days.
 * @see https://protobuf.dev/reference/protobuf/google.protobuf/#duration
 */
export function parseDuration(text: unknown): number | undefined {
  if (typeof text !== "string" || !/^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g)) {
    total += Number(amount) * (UNIT_MS[unit ?? ""] ?? 0);
  }
  return clampDelay(total);
}

/**
 * The `Retry-After` header, seconds or an HTTP date, in milliseconds from `now`.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-retry-after
 */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+(?:\.\d+)?$/.test(header.trim())) return clampDelay(Number(header) * 1_000);
  const date = Date.parse(header);
  return Number.isNaN(date) || !/[a-z]{3}/i.test(header) ? undefined : clampDelay(Math.max(0, date - now));
}

/** Finds a delay in the text of Google's message: "Please retry in 25.4s", "reset after 18h31m10s". */
export function findDelayInText(message: string): number | undefined {
  const match = /(?:retry|try again|resets?) (?:in|after) ((?:\d+(?:\.\d+)?(?:ms|[dhms]))+)/i.exec(
    message.slice(0, 4_000),
  );
  return match ? parseDuration(match[1]) : undefined;
}

function clampDelay(milliseconds: number): number {
  return Math.min(Math.ceil(milliseconds), LONGEST_DELAY_MS);
}
