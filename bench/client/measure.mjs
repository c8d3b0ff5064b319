/** Microseconds of CPU that this process spends, in all its threads, while something runs. */
export async function cpuOf(run) {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Memory of this process in MiB: what it holds now, and the most it has held. */
export const residentMiB = () => process.memoryUsage.rss() / 2 ** 20;
export const peakResidentMiB = () => process.resourceUsage().maxRSS / 2 ** 10;

/** What stands in the middle of sorted values at a share of them: 0.99 for all but the slowest hundredth. */
export function percentile(values, share) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
