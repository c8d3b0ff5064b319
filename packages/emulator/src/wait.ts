import { setTimeout as realTimer } from "node:timers/promises";
import type { RuntimeAbortSignal } from "./runtime-types.ts";

/**
 * Waits; rejects when the signal aborts.
 *
 * @param ms Milliseconds.
 */
export type Wait = (ms: number, signal: RuntimeAbortSignal) => Promise<void>;

/** Waits by a real timer. */
export const realWait: Wait = (ms, signal) => realTimer(ms, undefined, { signal });

/** Never resolves; rejects when the signal aborts. */
export function untilAborted(signal: RuntimeAbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
