import type { Clock } from "./platform.ts";
import type { AbortSignalLike } from "./web-types.ts";

/** The longest delay that a timer supports. Timers with a longer delay fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The clock of the system. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule: (action, milliseconds) => {
    const timer = setTimeout(action, Math.min(milliseconds, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** Waits this many milliseconds. If the signal fires, rejects at once with its reason. */
export function delay(clock: Clock, milliseconds: number, signal: AbortSignalLike): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const onAbort = () => {
      signal.removeEventListener("abort", onAbort);
      cancel();
      reject(signal.reason);
    };
    const cancel = clock.schedule(() => {
      signal.removeEventListener("abort", onAbort);
      resolve();
    }, milliseconds);
    signal.addEventListener("abort", onAbort);
  });
}
