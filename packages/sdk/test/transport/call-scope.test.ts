import { expect, test } from "vitest";
import { clientClosed } from "../../src/errors/call-errors.ts";
import { CallScope } from "../../src/transport/call-scope.ts";
import { resolveTimeouts } from "../../src/transport/timeouts.ts";
import { ManualClock } from "../support/platform.ts";

function scopeWith(timeouts = {}) {
  const clock = new ManualClock();
  return { clock, scope: new CallScope({ clock, timeouts: resolveTimeouts(timeouts) }) };
}

test("the documented defaults", () => {
  expect(resolveTimeouts()).toEqual({ connect: 10_000, headers: 300_000, idle: 120_000, total: 600_000 });
  const layers = [
    { idle: 5, total: undefined },
    { idle: 7, total: null, headers: 3 },
  ] as const;
  expect(resolveTimeouts(...layers)).toEqual({ connect: 10_000, headers: 3, idle: 5, total: Number.POSITIVE_INFINITY });
  expect(Object.values(resolveTimeouts(null))).toEqual(Array(4).fill(Number.POSITIVE_INFINITY));
});

test("a phase ends the deadline of the one before; the total runs through all", () => {
  const { clock, scope } = scopeWith({ total: 100 });
  scope.start();
  scope.enter("headers", 50);
  clock.advance(49);
  scope.enter("idle", 60);
  clock.advance(49);
  expect(scope.signal.aborted).toBe(false);
  clock.advance(2);
  expect(scope.signal.reason).toMatchObject({ code: "timeout", phase: "total" });
});

test("a phase without a limit ends the deadline of the one before, and not the total", () => {
  const { clock, scope } = scopeWith({ total: 100 });
  scope.start();
  scope.enter("idle", 10);
  scope.enter("content");
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
  expect(() => scope.check()).toThrow(expect.objectContaining({ code: "client_closed" }));
});

test("after its end a call holds no timer, whatever still enters a phase", () => {
  const { clock, scope } = scopeWith();
  scope.start();
  scope.enter("connect", 10);
  expect(clock.waiting).toBe(2);
  scope.close();
  scope.enter("headers", 10);
  expect(clock.waiting).toBe(0);
});

test("whoever waits for shared work stops waiting alone", async () => {
  const { scope } = scopeWith();
  let finish: (value: string) => void = () => {};
  const work = new Promise<string>((resolve) => {
    finish = resolve;
  });
  const other = scopeWith().scope;
  const [mine, theirs] = [scope.race(work), other.race(work)];
  scope.stop(clientClosed());
  await expect(mine).rejects.toMatchObject({ code: "client_closed" });
  finish("done");
  expect(await theirs).toBe("done");
});
