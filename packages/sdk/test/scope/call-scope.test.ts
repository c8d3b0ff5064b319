import { expect, test, vi } from "vitest";
import { clientClosed } from "../../src/errors/call-errors.ts";
import { CallScope } from "../../src/scope/call-scope.ts";
import { resolveTimeouts } from "../../src/scope/timeouts.ts";
import { ManualClock } from "../support/platform.ts";

function scopeWith(timeouts = {}) {
  const clock = new ManualClock();
  return { clock, scope: new CallScope({ clock, timeouts: resolveTimeouts({ timeouts }) }) };
}

test("the documented defaults", () => {
  expect(resolveTimeouts()).toEqual({
    connect: 10_000,
    headers: 1_200_000,
    idle: 120_000,
    total: 1_800_000,
    firstEvent: 1_200_000,
  });
  const layers = [
    { timeouts: { idle: 7, total: null, headers: 3 } },
    { timeouts: { idle: 5, total: undefined } },
  ] as const;
  expect(resolveTimeouts(...layers)).toEqual({
    connect: 10_000,
    headers: 3,
    idle: 5,
    total: Number.POSITIVE_INFINITY,
    firstEvent: 5,
  });
  expect(Object.values(resolveTimeouts({ timeouts: null }))).toEqual(Array(5).fill(Number.POSITIVE_INFINITY));
});

test("a phase ends the deadline of the previous one; the total deadline covers all", () => {
  const { clock, scope } = scopeWith({ total: 100 });
  scope.start();
  scope.enterPhase("headers", 50);
  clock.advance(49);
  scope.enterPhase("idle", 60);
  clock.advance(49);
  expect(scope.signal.aborted).toBe(false);
  clock.advance(2);
  expect(scope.signal.reason).toMatchObject({ code: "timeout", phase: "total" });
});

test("a phase without a limit ends the deadline of the previous one, not the total", () => {
  const { clock, scope } = scopeWith({ total: 100 });
  scope.start();
  scope.enterPhase("idle", 10);
  scope.enterPhase("content");
  clock.advance(99);
  expect(scope.signal.aborted).toBe(false);
  clock.advance(1);
  expect(scope.signal.reason).toMatchObject({ phase: "total" });
});

test("F85 the first reason stays", () => {
  const { clock, scope } = scopeWith({ total: 100 });
  scope.start();
  scope.stop(clientClosed());
  clock.advance(1_000);
  expect(scope.signal.reason).toMatchObject({ code: "client_closed" });
  expect(() => scope.throwIfStopped()).toThrow(expect.objectContaining({ code: "client_closed" }));
});

test("after its end, a call has no timer, even if it enters another phase", () => {
  const { clock, scope } = scopeWith();
  scope.start();
  scope.enterPhase("connect", 10);
  expect(clock.waiting).toBe(1);
  scope.close();
  scope.enterPhase("headers", 10);
  expect(clock.waiting).toBe(0);
});

test("the phases of a call share one timer, and every deadline is enforced", () => {
  const { clock, scope } = scopeWith({ connect: 100, headers: 400, idle: 300, total: 1_000 });
  const set = vi.spyOn(clock, "schedule");
  scope.start();
  scope.enterPhase("credentials");
  scope.enterPhase("connect", 100);
  scope.enterPhase("headers", 400);
  clock.advance(50);
  scope.enterPhase("idle", 300);
  expect(set).toHaveBeenCalledTimes(1);
  clock.advance(299);
  expect(scope.signal.aborted).toBe(false);
  clock.advance(1);
  expect(scope.signal.reason).toMatchObject({ code: "timeout", phase: "idle" });
});

test("a deadline that does not end the call leaves the next one in force", () => {
  const { clock, scope } = scopeWith({ total: 100 });
  const passed: unknown[] = [];
  scope.start();
  scope.enterPhase("connect", 10, (error) => passed.push(error.phase));
  clock.advance(10);
  expect(passed).toEqual(["connect"]);
  expect(scope.signal.aborted).toBe(false);
  scope.enterPhase("retry");
  scope.enterPhase("headers", 20);
  clock.advance(20);
  expect(scope.signal.reason).toMatchObject({ phase: "headers" });
});

test("if several deadlines pass at once, the earliest counts, and those of past phases do not", () => {
  const { clock, scope } = scopeWith({ total: 50 });
  const passed: unknown[] = [];
  scope.start();
  scope.enterPhase("idle", 60, (error) => passed.push(error.phase));
  scope.signal.addEventListener("abort", () => scope.enterPhase("content"));
  const due = vi.spyOn(clock, "monotonic").mockReturnValue(clock.now() + 100);
  clock.advance(50);
  due.mockRestore();
  clock.advance(100);
  expect(scope.signal.reason).toMatchObject({ phase: "total" });
  expect(passed).toEqual([]);
});

test("setting the clock does not move a deadline", () => {
  const { clock, scope } = scopeWith({ total: 100 });
  const now = vi.spyOn(clock, "now");
  scope.start();
  now.mockReturnValue(0);
  expect(scope.leftMs).toBe(100);
  clock.advance(99);
  now.mockReturnValue(Number.MAX_SAFE_INTEGER);
  expect(scope.signal.aborted).toBe(false);
  clock.advance(1);
  expect(scope.signal.reason).toMatchObject({ phase: "total" });
});

test("a listener may remove itself and other listeners while the signal fires", () => {
  const { scope } = scopeWith();
  const heard: string[] = [];
  const second = () => heard.push("second");
  scope.signal.addEventListener("abort", () => {
    heard.push("first");
    scope.signal.removeEventListener("abort", second);
    scope.signal.addEventListener("abort", () => heard.push("late"));
  });
  scope.signal.addEventListener("abort", second);
  scope.stop(clientClosed());
  scope.stop(clientClosed());
  expect(heard).toEqual(["first"]);
});

test("ending one call's wait for shared work does not end another's", async () => {
  const { scope } = scopeWith();
  let finish: (value: string) => void = () => {};
  const work = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const other = scopeWith().scope;
  const [mine, theirs] = [scope.waitFor(work), other.waitFor(work)];
  scope.stop(clientClosed());
  await expect(mine).rejects.toMatchObject({ code: "client_closed" });
  finish("done");
  expect(await theirs).toBe("done");
});
