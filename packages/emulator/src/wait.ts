import { setTimeout as realTimer } from "node:timers/promises";
import type { RuntimeAbortSignal } from "./runtime-types.ts";
import { callScript, failed, isPromise, ScriptMistake } from "./script-mistake.ts";

/**
 * Waits; rejects when the signal aborts.
 *
 * @param ms Milliseconds.
 */
export type Wait = (ms: number, signal: RuntimeAbortSignal) => Promise<void>;

/** Waits by a real timer. */
export const realWait: Wait = (ms, signal) => realTimer(ms, undefined, { signal });

const isAllowed = (value: unknown) => value == null || isPromise(value);

/** The waits of a test. They reject with a ScriptMistake if its function throws, or returns neither a promise nor nothing. */
export function checkedWait(wait: Wait): Wait {
  const what = 'the option "wait"';
  return async (ms, signal) => {
    try {
      await callScript(() => wait(ms, signal), { what, allowed: "a promise or nothing", isAllowed });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw error instanceof ScriptMistake ? error : failed(what, error);
    }
  };
}

/** Never resolves; rejects when the signal aborts. */
export function untilAborted(signal: RuntimeAbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
