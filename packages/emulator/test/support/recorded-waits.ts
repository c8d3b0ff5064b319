import type { Wait } from "../../src/index.ts";

/** A `wait` that takes no time and records how long it should have taken. */
export function recordedWaits(): { readonly wait: Wait; readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    wait: (ms, signal) => {
      waits.push(ms);
      // Lets the other side run first.
      return new Promise((resolve, reject) => {
        setImmediate(() => (signal.aborted ? reject(signal.reason) : resolve()));
      });
    },
  };
}
