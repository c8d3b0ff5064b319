import { expect, test } from "vitest";
import { createEmulator } from "../../src/index.ts";
import { startEmulator } from "../support/start-emulator.ts";

const emulator = createEmulator();

const badFaults: readonly (readonly [fault: object, message: string])[] = [
  [{}, "needs at least one member"],
  [{ stauts: 500 }, 'no member "stauts"'],
  [{ toString: 1 }, 'no member "toString"'],
  [{ status: 99 }, '"status" of a fault must be a status from 200 to 599'],
  [{ status: "500" }, '"status"'],
  [{ error: "per-hour" }, '"error" of a fault must be one of per-minute, '],
  [{ error: "internal", errorForm: "xml" }, '"errorForm"'],
  [{ error: "internal", retryDelay: "soon" }, "such as"],
  [{ retryDelay: "1s" }, '"retryDelay" of a fault needs "error"'],
  [{ errorAfterEvents: 1 }, '"errorAfterEvents" of a fault needs "error"'],
  [{ error: "internal", errorAfterEvents: 1, errorForm: "html" }, "comes as an event"],
  [{ error: "internal", body: "x" }, '"body" and "error" of a fault exclude each other'],
  [{ text: "a", empty: true }, '"text" and "empty"'],
  [{ body: "a", finishReason: "STOP" }, '"body" and "finishReason"'],
  [{ status: 500, text: "a" }, '"status" and "text"'],
  [{ cutAfterBytes: 1, cutAfterEvents: 1 }, '"cutAfterBytes" and "cutAfterEvents"'],
  [{ silence: "after-headers", reset: "before-headers" }, '"reset" and "silence"'],
  [{ silence: "sometimes" }, '"silence"'],
  [{ silence: { afterBytes: 1, afterEvents: 1 } }, "{ afterBytes: n } or { afterEvents: n }"],
  [{ reset: { afterEvents: -1 } }, '"reset"'],
  [{ drip: { bytes: 0, everyMs: 1 } }, '"drip"'],
  [{ delayMs: -1 }, '"delayMs" of a fault must be milliseconds'],
  [{ events: [1] }, '"events"'],
  [{ headers: { a: 1 } }, '"headers"'],
  [{ headers: { "a b": "1" } }, '"headers"'],
  [{ contentType: "a\nb" }, '"contentType" of a fault must be the value of a header'],
  [{ retryAfter: "1\n" + "2" }, '"retryAfter"'],
];

test.each(badFaults)("the fault %j is refused at once", (fault, message) => {
  expect(() => emulator.next(fault)).toThrow(message);
  expect(() => emulator.on({}, fault)).toThrow(message);
});

const badMatchers: readonly (readonly [matcher: object, message: string])[] = [
  [{ modle: "x" }, 'no member "modle"'],
  [{ model: 1 }, '"model" of a matcher must be a string'],
  [{ backend: "gemini" }, '"backend" of a matcher must be one of oauth'],
  [{ path: 1 }, '"path"'],
  [{ call: 0 }, '"call"'],
  [{ call: { every: 0 } }, '"call"'],
  [{ times: 1.5 }, '"times"'],
];

test.each(badMatchers)("the matcher %j is refused at once", (matcher, message) => {
  expect(() => emulator.on(matcher, { status: 500 })).toThrow(message);
});

test("a queued fault takes one request: its matcher counts nothing", () => {
  const matcher: object = { call: 2 };
  expect(() => emulator.next({ status: 500 }, matcher)).toThrow('A matcher of next() has no member "call"');
});

test("a flag that says false contradicts nothing", () => {
  expect(() => emulator.next({ text: "a", empty: false, gzip: false })).not.toThrow();
});

test.each([
  ["gives a bad fault", () => JSON.parse('{ "stauts": 500 }'), 'no member "stauts"'],
  [
    "throws",
    () => {
      throw new Error("not today");
    },
    "not today",
  ],
])("a function that %s has its call answered with the reason", async (_, fault, reason) => {
  const { emulator, get } = await startEmulator();
  emulator.on({}, fault);
  expect(await get("/v1beta/models")).toMatchObject({
    status: 500,
    body: { error: { message: expect.stringContaining(reason) } },
  });
  expect(emulator.calls).toMatchObject([{ fault: undefined, status: 500 }]);
});
