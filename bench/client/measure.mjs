import { readFileSync } from "node:fs";

/** Microseconds of CPU that this process spends, in all its threads, while something runs. */
export async function cpuOf(run) {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Memory that this process holds now, in MiB. */
export const residentMiB = () => process.memoryUsage.rss() / 2 ** 20;

/** The most it has held. On Linux `maxRSS` would begin with what the parent held when it started this process. */
export function peakResidentMiB() {
  if (process.platform !== "linux") return process.resourceUsage().maxRSS / 2 ** 10;
  return Number(/VmHWM:\s*(\d+) kB/.exec(readFileSync("/proc/self/status", "utf8"))[1]) / 2 ** 10;
}

/** What stands in the middle of sorted values at a share of them: 0.99 for all but the slowest hundredth. */
export function percentile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
