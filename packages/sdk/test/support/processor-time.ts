/**
 * Processor time of the work in microseconds, the least of several runs: what else runs on the machine does not count, nor
 * does a garbage collection during one of the runs.
 */
export function processorTimeOf(work: () => void, runs = 7): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return user + system;
  });
  return Math.min(...times);
}
