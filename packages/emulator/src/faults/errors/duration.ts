/** The milliseconds of a duration such as `"34.07s"` or `"900ms"`; `undefined` for any other string. */
export function durationMs(duration: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(duration);
  return match ? Number(match[1]) * (match[2] === "s" ? 1_000 : 1) : undefined;
}

/** A duration as the services write it: `"34.07s"` for 34,070. */
export function toDuration(ms: number): string {
  return `${Math.max(0, Math.ceil(ms)) / 1_000}s`;
}

/** A duration as in messages: `"18h31m10s"`. */
export function toClockText(duration: string): string {
  const seconds = Math.ceil((durationMs(duration) ?? 0) / 1_000);
  const parts = [
    [Math.floor(seconds / 3_600), "h"],
    [Math.floor(seconds / 60) % 60, "m"],
    [seconds % 60, "s"],
  ] as const;
  const first = parts.findIndex(([amount], index) => amount > 0 || index === 2);
  return parts.slice(first).flat().join("");
}
