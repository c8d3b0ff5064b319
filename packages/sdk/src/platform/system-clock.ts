import type { Clock } from "./platform.ts";
import type { AbortSignalLike } from "./web-types.ts";

/** The longest delay that a timer supports; with a longer one, runtimes fire at once. */
const LONGEST_TIMER_MS = 2_147_483_647;

/** The machine's own time. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule: (action, milliseconds) => {
    const timer = setTimeout(action, Math.min(milliseconds, LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  },
};

/** Waits so many milliseconds. Rejects with the reason of the signal as soon as that fires. */
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
