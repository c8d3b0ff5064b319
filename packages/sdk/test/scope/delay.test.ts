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

test("a delay longer than a timer can hold does not fire at once", async () => {
  let fired = false;
  const cancel = systemClock.schedule(() => {
    fired = true;
  }, 1e12);
  await new Promise((resolve) => setTimeout(resolve, 20));
  cancel();
  expect(fired).toBe(false);
});
