const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Created on first use, because that takes tens of milliseconds and few programs ever reach a daily quota. */
let pacificTime: Intl.DateTimeFormat | undefined;

/**
 * The next midnight in California after `now`, both milliseconds since 1970: when the daily quotas of the Gemini API are renewed.
 * @see https://ai.google.dev/gemini-api/docs/rate-limits#how-rate-limits-work
 */
export function nextPacificMidnight(now: number): number {
  const tomorrow = now - sinceMidnight(now) + DAY_MS;
  // On two days of the year the clocks change, and the day has 23 or 25 hours.
  const late = sinceMidnight(tomorrow);
  return late < DAY_MS / 2 ? tomorrow - late : tomorrow + DAY_MS - late;
}

/** The time of day in California, in milliseconds. */
function sinceMidnight(time: number): number {
  pacificTime ??= new Intl.DateTimeFormat("en-US", {
    timeZone: "America/Los_Angeles",
    hourCycle: "h23",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const parts = new Map(pacificTime.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
  const [hours = 0, minutes = 0, seconds = 0] = [parts.get("hour"), parts.get("minute"), parts.get("second")];
  return hours * HOUR_MS + minutes * 60_000 + seconds * 1_000 + (time % 1_000);
}
