import { describe, expect, test } from "vitest";
import { clientClosed } from "../../src/errors/call-errors.ts";
import { connectionFailed } from "../../src/errors/connection-errors.ts";
import { delay } from "../../src/platform/system-clock.ts";
import { CallScope } from "../../src/scope/call-scope.ts";
import { SharedWork, type SharedWorkPolicy, type Work } from "../../src/scope/shared-work.ts";
import { NO_TIMEOUTS } from "../../src/scope/timeouts.ts";
import { failureOf } from "../support/clients.ts";
import { ManualClock } from "../support/platform.ts";

const LIMIT_MS = 1_000;

/** Work that ends after some time, unless its scope ends first; and callers of it. */
function createWork(policy: Partial<SharedWorkPolicy> = {}) {
  const clock = new ManualClock();
  const runs: CallScope[] = [];
  const work: Work<number> = async (scope) => {
    runs.push(scope);
    const run = runs.length;
    scope.countAttempt("work");
    await delay(clock, LIMIT_MS / 2, scope.signal);
    return run;
  };
  const failing: Work<number> = async (scope) => {
    await work(scope);
    throw connectionFailed("fake-host", "token", "ECONNRESET");
  };
  const shared = new SharedWork<number>({ unattended: "continue", keepsResult: false, ...policy });
  const caller = () => new CallScope({ clock, timeouts: NO_TIMEOUTS });
  return { clock, runs, work, failing, shared, caller };
}

test("one run serves all waiting callers; its result is not kept", async () => {
  const { clock, runs, work, shared, caller } = createWork();
  const waiting = [shared.join(caller(), work), shared.join(caller(), work)];
  expect(shared.isRunning).toBe(true);
  clock.advance(LIMIT_MS);
  expect(await Promise.all(waiting)).toEqual([1, 1]);
  expect([shared.isRunning, shared.kept]).toEqual([false, undefined]);
  const later = shared.join(caller(), work);
  clock.advance(LIMIT_MS);
  expect(await later).toBe(2);
  expect(runs).toHaveLength(2);
});

test("a kept result is used by later callers until forget()", async () => {
  const { clock, work, shared, caller } = createWork({ keepsResult: true });
  const first = shared.join(caller(), work);
  clock.advance(LIMIT_MS);
  expect([await first, await shared.join(caller(), work), shared.kept, shared.isRunning]).toEqual([1, 1, 1, false]);
  shared.forget();
  const next = shared.join(caller(), work);
  clock.advance(LIMIT_MS);
  expect(await next).toBe(2);
});

test("a failure rejects every waiting caller, counts for each, and is not kept", async () => {
  const { clock, work, failing, shared, caller } = createWork({ keepsResult: true });
  const callers = [caller(), caller()];
  const waiting = callers.map((scope) => failureOf(shared.join(scope, failing)));
  clock.advance(LIMIT_MS);
  const [one, other] = await Promise.all(waiting);
  expect([one?.code, other?.code]).toEqual(["connection_failed", "connection_failed"]);
  expect(callers.map(({ attempts }) => attempts)).toEqual([1, 1]);
  const next = caller();
  const retried = shared.join(next, work);
  clock.advance(LIMIT_MS);
  expect([await retried, next.attempts]).toEqual([2, 0]);
});

test("the deadline rejects every waiting caller, and leaves no timer", async () => {
  const { clock, work, shared, caller } = createWork({ deadline: { phase: "project", limitMs: LIMIT_MS / 4 } });
  const failures = [failureOf(shared.join(caller(), work)), failureOf(shared.join(caller(), work))];
  clock.advance(LIMIT_MS / 4);
  for (const failure of failures) expect(await failure).toMatchObject({ code: "timeout", phase: "project" });
  expect([clock.waiting, shared.isRunning]).toEqual([0, false]);
});

describe("a caller that is stopped", () => {
  test("leaves the run to the others, without its attempts", async () => {
    const { clock, work, shared, caller } = createWork({ unattended: "stop" });
    const stopped = caller();
    const failure = failureOf(shared.join(stopped, work));
    const other = shared.join(caller(), work);
    stopped.stop(clientClosed());
    expect(await failure).toMatchObject({ code: "client_closed" });
    clock.advance(LIMIT_MS);
    expect([await other, stopped.attempts]).toEqual([1, 0]);
  });

  test.each([
    { unattended: "continue", result: 1 },
    { unattended: "stop", result: 2 },
  ] as const)("as the last one: $unattended", async ({ unattended, result }) => {
    const { clock, runs, work, shared, caller } = createWork({ unattended });
    const stopped = caller();
    const failure = failureOf(shared.join(stopped, work));
    stopped.stop(clientClosed());
    await failure;
    expect(runs[0]?.signal.aborted).toBe(unattended === "stop");
    const next = shared.join(caller(), work);
    clock.advance(LIMIT_MS);
    expect(await next).toBe(result);
  });
});

describe("when the connections are closed", () => {
  test("a run that nobody waits for is stopped, and the next caller starts another", async () => {
    const { clock, runs, work, shared, caller } = createWork();
    const closing = new AbortController();
    shared.start(caller(), work, closing.signal);
    closing.abort();
    expect(runs[0]?.signal.aborted).toBe(true);
    const next = shared.join(caller(), work);
    clock.advance(LIMIT_MS);
    expect(await next).toBe(2);
  });

  test("a run that others wait for continues", async () => {
    const { clock, work, shared, caller } = createWork();
    const closing = new AbortController();
    shared.start(caller(), work, closing.signal);
    const other = shared.join(caller(), work);
    closing.abort();
    clock.advance(LIMIT_MS);
    expect(await other).toBe(1);
  });
});
