import { expect, test } from "vitest";
import { createEmulator, type Fault } from "../../src/index.ts";
import { startEmulator } from "../support/start-emulator.ts";

const emulator = createEmulator();

test("a fault or matcher that is not an object is refused with an example", () => {
  expect(() => emulator.on(/weather/ as object, { text: "a" })).toThrow(
    /^A matcher .* such as \{ prompt: \/weather\/ \}/,
  );
  expect(() => emulator.next({ text: "a" }, /weather/ as object)).toThrow("such as { prompt: /weather/ }");
  expect(() => emulator.next("Hello!" as unknown as Fault)).toThrow(
    'A fault must be an object, such as { text: "Hello!" }',
  );
});

test.each([undefined, null])("F272 the fault %j is refused like every other that is not an object", (fault) => {
  const message = 'A fault must be an object, such as { text: "Hello!" }';
  expect(() => emulator.next(fault as unknown as Fault)).toThrow(message);
  expect(() => emulator.on({}, fault as unknown as Fault)).toThrow(message);
});

test("an answer instead of a matcher is refused, with where it belongs", () => {
  expect(() => emulator.on({ text: "a" } as object, { prompt: "b" } as Fault)).toThrow(
    '"text" belongs to the answer, not to the matcher: next({ text: … }, { prompt: /weather/ }) or on({ prompt: /weather/ }, { text: … }).',
  );
});

const badFaults: readonly (readonly [fault: object, message: string])[] = [
  [{}, "needs at least one property"],
  [{ stauts: 500 }, 'no property "stauts"; did you mean "status"? Allowed: status, body, headers, '],
  [{ cutAfter: 1 }, 'no property "cutAfter"; did you mean "cutAfterBytes"?'],
  [{ quota: true }, 'no property "quota". Allowed: status, '],
  [{ toString: 1 }, 'no property "toString"'],
  [{ delay: 5 }, 'A fault has no property "delay"; did you mean "delayMs"? Allowed: status, '],
  [{ latency: 5 }, 'did you mean "delayMs"?'],
  [{ statusCode: 500 }, 'did you mean "status"?'],
  [{ code: 500 }, 'did you mean "status", or "error" for an error by its name?'],
  [{ status: 500, message: "canary" }, "did you mean body: { error: { code, message, status } }?"],
  [{ afterChunks: 2 }, 'did you mean "cutAfterEvents", or "afterEvents" within "silence" or "reset"?'],
  [{ afterEvents: 2 }, 'did you mean "cutAfterEvents", or "afterEvents" within "silence" or "reset"?'],
  [{ timeoutMs: 5 }, 'did you mean silence: "before-headers", or "delayMs"?'],
  [{ chunk_delay: 5 }, 'did you mean "paceMs"?'],
  [{ disconnect: true }, 'did you mean "cutBeforeHeaders", "cutAfterEvents" or "reset"?'],
  [{ content: "a" }, 'did you mean "text"?'],
  [{ toolCalls: [] }, 'did you mean "functionCall"?'],
  [{ "tool-call": {} }, 'did you mean "functionCall"?'],
  [{ chunks: [] }, 'did you mean "events"?'],
  [{ usageMetadata: {} }, 'did you mean "usage"?'],
  [{ blockReason: "SAFETY" }, 'did you mean "blocked"?'],
  [{ retryAfterMs: 500 }, 'did you mean "retryAfter", in seconds, or retryDelay: "0.5s"?'],
  [{ status: 99 }, 'A fault: "status" must be a status from 200 to 599'],
  [{ status: "500" }, '"status"'],
  [{ error: "per-hour" }, 'A fault: "error" must be one of per-minute, '],
  [
    { error: "rate_limited" },
    'A fault: "error" must be a name of the emulator: for "rate_limited", use { error: "rate-limited" }. The names are per-minute, ',
  ],
  [{ error: 429 }, "must be a name of the emulator, not a number: for a status, use { status: 429 }."],
  [{ error: "stream_interrupted" }, "use { cutAfterEvents: 2 }"],
  [{ error: "blocked" }, "use { blocked: true }"],
  [{ error: "overloded" }, '; did you mean "overloaded"?'],
  [
    { prompt: "Hi", text: "a" },
    '"prompt" belongs to the matcher, not to the fault: next({ text: "Hello!" }, { prompt: … }) or on({ prompt: … }',
  ],
  [{ text: "a", times: 2 }, '"times" belongs to the matcher'],
  [{ functionResponse: "f", text: "a" }, '"functionResponse" belongs to the matcher'],
  [{ error: "internal", errorForm: "xml" }, '"errorForm"'],
  [{ error: "internal", retryDelay: "soon" }, "such as"],
  [{ retryDelay: "1s" }, '"retryDelay" of a fault needs "error"'],
  [{ errorAfterEvents: 1 }, '"errorAfterEvents" of a fault needs "error"'],
  [{ error: "internal", errorAfterEvents: 1, errorForm: "html" }, '"errorForm" of a fault with "errorAfterEvents"'],
  [{ error: "overloaded", status: 200 }, '"status" of a fault with "error" must be from 400 to 599, not 200'],
  [{ error: "internal", status: 302 }, "from 400 to 599, not 302"],
  [{ error: "internal", body: "x" }, 'A fault cannot have both "body" and "error"'],
  [{ functionCall: { args: {} } }, 'A fault: "functionCall" must be { name, args }, or an array of these'],
  [{ functionCall: [] }, '"functionCall"'],
  [{ functionCall: { name: "f", arguments: {} } }, '"functionCall"'],
  [{ functionCall: { name: "f", args: [] } }, '"functionCall"'],
  [{ json: () => 1 }, '"json" must be a value that JSON can hold'],
  [{ thinking: 1 }, '"thinking" must be a string'],
  [{ usage: { tokens: 1 } }, '"usage" must be an object of token counts: promptTokenCount, '],
  [{ usage: { promptTokenCount: "1" } }, '"usage"'],
  [{ text: "a", json: {} }, '"text" and "json"'],
  [{ jsonFault: "broken" }, '"jsonFault" must be'],
  [{ text: "{}", jsonFault: "fenced" }, '"text" and "jsonFault"'],
  [{ json: {}, functionCall: { name: "f" } }, '"functionCall" and "json"'],
  [{ thinking: "a", events: [{}] }, '"thinking" and "events"'],
  [{ usage: {}, body: "a" }, '"body" and "usage"'],
  [{ text: "a", empty: true }, '"text" and "empty"'],
  [{ body: "a", finishReason: "STOP" }, '"body" and "finishReason"'],
  [{ status: 500, text: "a" }, '"status" and "text"'],
  [{ cutAfterBytes: 1, cutAfterEvents: 1 }, '"cutAfterBytes" and "cutAfterEvents"'],
  [{ silence: "after-headers", reset: "before-headers" }, '"reset" and "silence"'],
  [{ silence: "sometimes" }, '"silence"'],
  [{ silence: { afterBytes: 1, afterEvents: 1 } }, "{ afterBytes: n } or { afterEvents: n }"],
  [{ reset: { afterEvents: -1 } }, '"reset"'],
  [{ drip: { bytes: 0, everyMs: 1 } }, '"drip"'],
  [{ drip: { bytes: 1, everyMs: 1, delay: 1 } }, '"drip" must be { bytes: n, everyMs: milliseconds }'],
  [{ commentsOnly: { everyMs: 1, after: 1 } }, '"commentsOnly" must be { everyMs: milliseconds } with or without'],
  [{ delayMs: 2 ** 31 }, '"delayMs" must be milliseconds, from 0 to 2147483647'],
  [{ delayMs: -1 }, 'A fault: "delayMs" must be milliseconds'],
  [{ events: [1] }, '"events"'],
  [{ headers: { a: 1 } }, '"headers"'],
  [{ headers: { "a b": "1" } }, '"headers"'],
  [{ contentType: "a\nb" }, 'A fault: "contentType" must be the value of a header'],
  [{ retryAfter: "1\n" + "2" }, '"retryAfter"'],
];

test.each(badFaults)("the fault %j is refused at once", (fault, message) => {
  expect(() => emulator.next(fault)).toThrow(message);
  expect(() => emulator.on({}, fault)).toThrow(message);
});

const badMatchers: readonly (readonly [matcher: object, message: string])[] = [
  [{ prompt: 1 }, '"prompt" must be a part of the prompt, a regular expression or a function'],
  [{ prompt: "" }, '"prompt"'],
  [{ modle: "x" }, 'A matcher has no property "modle"; did you mean "model"? Allowed: method, path, '],
  [{ model: 1 }, '"model" must be a string'],
  [{ model: "models/gemini-3.8-flash" }, '"model" must be a string: a name without models/'],
  [{ backend: "gemini" }, '"backend" must be one of oauth, code-assist, gemini-api, vertex'],
  [{ method: "post" }, '"method" must be a string in upper case'],
  [{ path: 1 }, '"path"'],
  [{ path: "v1beta/models" }, '"path" must be a string or a regular expression; a string is the whole path'],
  [{ path: "/v1beta/models?alt=sse" }, "without the query"],
  [{ operation: 1 }, '"operation" must be a string'],
  [
    { operation: "generate" },
    'The emulator has no operation "generate"; did you mean "generateContent"? Allowed: token, tokeninfo, ',
  ],
  [{ operation: "token", backend: "vertex" }, '"vertex" has no operation "token". Allowed: generateContent, '],
  [{ call: 0 }, '"call"'],
  [{ call: { every: 0 } }, '"call"'],
  [{ call: { every: 2, from: 1 } }, '"call"'],
  [{ contains: "weather" }, 'A matcher has no property "contains"; did you mean "prompt"? Allowed: method, '],
  [{ url: "/v1beta" }, 'did you mean "path"?'],
  [{ nth: 2 }, 'did you mean "call"?'],
  [{ times: 1.5 }, '"times"'],
];

test.each(badMatchers)("the matcher %j is refused at once", (matcher, message) => {
  expect(() => emulator.on(matcher, { status: 500 })).toThrow(message);
});

test("the matcher of a queued fault cannot count calls", () => {
  const matcher: object = { call: 2 };
  expect(() => emulator.next({ status: 500 }, matcher)).toThrow('A matcher of next() has no property "call"');
});

test("an array of answers is checked like one answer", () => {
  expect(() => emulator.next([])).toThrow("An array of faults needs at least one member");
  expect(() => emulator.next([{ text: "a" }, JSON.parse('{ "txet": "b" }')])).toThrow('no property "txet"');
  expect(() => emulator.on({ times: 2 }, [{ text: "a" }])).toThrow('leave out "times"');
});

test("JSON that cannot be written is refused at once", () => {
  expect(() => emulator.next({ json: 1n })).toThrow('"json" must be a value that JSON can hold');
});

test("a flag that is false contradicts nothing", () => {
  expect(() => emulator.next({ text: "a", empty: false, gzip: false })).not.toThrow();
});

test.each([
  [
    "returns an error of another endpoint",
    (): Fault => ({ error: "invalid_grant" }),
    '"invalid_grant" is an error of the token endpoint',
  ],
  ["returns an invalid fault", () => JSON.parse('{ "stauts": 500 }'), 'no property "stauts"'],
  ["F272 returns a promise", (async () => ({ text: "a" })) as unknown as () => Fault, "returned a promise; it must"],
  [
    "throws",
    () => {
      throw new Error("not today");
    },
    "not today",
  ],
])("a function that %s: the response says why", async (_, fault, reason) => {
  const { emulator, get } = await startEmulator();
  emulator.on({}, fault);
  expect(await get("/v1beta/models")).toMatchObject({
    status: 400,
    body: { error: { status: "INVALID_ARGUMENT", message: expect.stringContaining(reason) } },
  });
  expect(emulator.calls).toMatchObject([{ fault: undefined, status: 400 }]);
});

test.each([
  [{ error: "429" }, "use { status: 429 }"],
  [{ error: "RESOURCE_EXHAUSTED" }, 'use { error: "per-minute" }'],
  [{ error: "UNAVAILABLE" }, 'use { error: "overloaded" }'],
  [{ error: "quota" }, 'use { error: "per-day" }'],
  [{ reply: "canary" }, 'did you mean "text"?'],
  [{ image: "canary" }, "did you mean events: [{ candidates: [{ content: { parts: [{ inlineData }] } }] }]?"],
  [{ throws: true }, 'did you mean "error", or "reset" for a broken connection?'],
])("F383 a fault in words that people expect is refused with ours: %j", (fault, message) => {
  expect(() => createEmulator().next(fault as never)).toThrow(message);
});

test.each([
  [{ once: true }, 'did you mean "times": 1?'],
  [{ when: () => true }, 'did you mean "prompt" or "call", which can be a function?'],
])("F383 a matcher in words that people expect is refused with ours: %j", (matcher, message) => {
  expect(() => createEmulator().on(matcher as never, { text: "canary" })).toThrow(message);
});

test.each([
  [{ strict: true }, 'did you mean unscripted: "refuse"?'],
  [{ onUnhandledRequest: "error" }, 'did you mean unscripted: "refuse"?'],
  [{ responses: [] }, "did you mean the methods next() and on()?"],
])("F383 an option in words that people expect is refused with ours: %j", (options, message) => {
  expect(() => createEmulator(options as never)).toThrow(message);
});
