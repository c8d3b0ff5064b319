/** The first whole minute at which it is so, for a message: `2026-01-01 08:00 UTC`. */
export function utcMinute(time: Date): string {
  const minute = new Date(Math.ceil(time.getTime() / 60_000) * 60_000);
  return `${minute.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}
