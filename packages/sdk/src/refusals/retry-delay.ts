import { isRecord } from "../wire/is-record.ts";

/** Longer than any quota period. Longer delays are reduced to this. */
const LONGEST_DELAY_MS = 31 * 24 * 3_600_000;

const UNIT_MS: Record<string, number> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000, ms: 1 };

/**
 * A duration such as `"34.07s"`, `"900ms"` or `"18h31m10s"`, or an object of `seconds` and `nanos`, in milliseconds, rounded
 * up so that no retry is too early. Undefined for anything else; at most 31 days.
 * @see https://protobuf.dev/reference/protobuf/google.protobuf/#duration
 */
export function parseDuration(value: unknown): number | undefined {
  if (isRecord(value)) return fromParts(value);
  if (typeof value !== "string" || !/^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/.test(value)) return undefined;
  // A delay of 0 is that of a message without one.
  return clampDelay(sumOf(value)) || undefined;
}

/** The binary form of a duration, which some gateways write as JSON. A 64-bit number is a string in JSON. */
function fromParts({ seconds = 0, nanos = 0 }: Record<string, unknown>): number | undefined {
  const whole = typeof seconds === "string" && /^\d{1,20}$/.test(seconds) ? Number(seconds) : seconds;
  const isDuration = typeof whole === "number" && whole >= 0 && typeof nanos === "number" && nanos >= 0;
  const isGiven = isDuration && whole + nanos > 0;
  return isGiven ? clampDelay(whole * 1_000 + nanos / 1e6) : undefined;
}

/** The sum of all amounts in `"18h31m10s"`, or `"1 minute and 5 seconds"`. */
function sumOf(text: string): number {
  let total = 0;
  for (const [, amount, unit = ""] of text.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/gi)) {
    const name = unit.toLowerCase();
    total += Number(amount) * (UNIT_MS[name] ?? UNIT_MS[name.startsWith("milli") ? "ms" : (name[0] ?? "")] ?? 0);
  }
  return total;
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

const AMOUNT = String.raw`\d{1,9}(?:\.\d{1,12})?\s?(?:milliseconds?|ms|days?|hours?|hrs?|minutes?|mins?|seconds?|secs?|[dhms])`;

/** An amount of time, after words that say when to try again. */
const DELAY_IN_TEXT = new RegExp(
  "(?:retry|again|resets?|wait|available) (?:in |after |for |at least |about |approximately )*" +
    `(${AMOUNT}(?:(?:,? and |, ?| )?${AMOUNT})*)(?![a-z])`,
  "i",
);

/** Finds a delay in the text of Google's message: "Please retry in 25.4s", "reset after 18h31m10s", "try again in 30 seconds". */
export function findDelayInText(message: string): number | undefined {
  const found = DELAY_IN_TEXT.exec(message.slice(0, 4_000))?.[1];
  return found === undefined ? undefined : clampDelay(sumOf(found));
}

function clampDelay(milliseconds: number): number {
  return Math.min(Math.ceil(milliseconds), LONGEST_DELAY_MS);
}
