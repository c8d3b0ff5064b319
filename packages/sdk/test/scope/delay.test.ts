import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import { delay, systemClock } from "../../src/platform/system-clock.ts";
import { ManualClock } from "../support/platform.ts";

test("a delay ends on time and leaves no listener", async () => {
  const clock = new ManualClock();
  const { signal } = new AbortController();
  const waiting = delay(clock, 1_000, signal);
  clock.advance(999);
  expect(clock.waiting).toBe(1);
  clock.advance(1);
  await waiting;
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
});

test("a delay that is aborted rejects with the signal's reason and leaves no timer", async () => {
  const clock = new ManualClock();
  const controller = new AbortController();
  const reason = new Error("the caller's reason");
  const waiting = delay(clock, 1_000, controller.signal);
  controller.abort(reason);
  await expect(waiting).rejects.toBe(reason);
  await expect(delay(clock, 1_000, controller.signal)).rejects.toBe(reason);
  expect(clock.waiting).toBe(0);
});

test("a delay that exceeds the limit of a timer does not fire immediately", async () => {
  const fired: string[] = [];
  const cancel = systemClock.schedule(() => fired.push("long"), 1e12);
  // Node replaces a delay beyond its limit by 1 ms, and timers of the same delay fire in the order of their creation.
  await new Promise<void>((resolve) => {
    systemClock.schedule(resolve, 1);
  });
  cancel();
  expect(fired).toEqual([]);
});
