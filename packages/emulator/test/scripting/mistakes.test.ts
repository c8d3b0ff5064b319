import { describe, expect, test } from "vitest";
import { createEmulator, type Emulator, type EmulatorOptions, type Fault } from "../../src/index.ts";
import { generate } from "../support/generate-on.ts";
import { apiKey, say } from "../support/start-emulator.ts";
import { ways } from "../support/ways.ts";

/** A function that returns anything, as that of a program in JavaScript may. */
const returning = (value: unknown) => (() => value) as () => never;
const throwing = () => {
  throw new Error("my mistake");
};

const result = {
  contents: [
    say("canary"),
    {
      role: "model",
      parts: [{ functionCall: { name: "look", args: {} }, thoughtSignature: "skip_thought_signature_validator" }],
    },
    { role: "user", parts: [{ functionResponse: { name: "look", response: {} } }] },
  ],
};

/** Each function of a script, with what it must return. */
const functions: readonly (readonly [
  what: string,
  allowed: string,
  script: (emulator: Emulator, given: () => never) => void,
])[] = [
  ['the function "prompt" of a matcher', "true or false", (e, given) => e.on({ prompt: given }, { text: "a" })],
  ['the function "prompt" of a matcher', "true or false", (e, given) => e.next({ text: "a" }, { prompt: given })],
  [
    'the function "functionResponse" of a matcher',
    "true or false",
    (e, given) => e.on({ functionResponse: given }, { text: "a" }),
  ],
  ['the function "call" of a matcher', "true or false", (e, given) => e.on({ call: given }, { text: "a" })],
];

const values: readonly (readonly [unknown, string])[] = [
  [1, "a number"],
  ["true", "a string"],
  [[], "an array"],
  [new Map(), "an object (Map)"],
  [Promise.resolve(true), "a promise"],
];

describe.each(ways)("over %s", (_way, start) => {
  test.each(functions)("F319 %s returns something else: the call and assertAllUsed say so", async (...given) => {
    const [what, allowed, script] = given;
    for (const [value, kind] of values) {
      const way = await start();
      script(way.emulator, returning(value));
      const refused = await generate(way, "canary", { request: what.includes("Response") ? result : {} });
      const problem = `${what} returned ${kind}; it must return ${allowed}.`;
      expect(refused.error).toEqual({
        code: 400,
        status: "INVALID_ARGUMENT",
        message: `Set-up of the emulator: ${problem}`,
      });
      expect(way.emulator.calls).toMatchObject([{ problem, status: 400, outcome: "complete" }]);
      expect(() => way.emulator.assertAllUsed()).toThrow(`was refused: ${problem}`);
    }
  });

  test.each(functions)("F320 %s throws: the call and assertAllUsed name it", async (what, _allowed, script) => {
    const way = await start();
    script(way.emulator, throwing);
    const refused = await generate(way, "canary", { request: what.includes("Response") ? result : {} });
    const problem = `${what} failed: Error: my mistake`;
    expect(refused.error.message).toBe(`Set-up of the emulator: ${problem}`);
    expect(() => way.emulator.assertAllUsed()).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(`was refused: ${problem}`),
        cause: expect.objectContaining({ message: "my mistake" }),
      }),
    );
  });

  test.each(functions)("F319 %s returns nothing, or what match() returns", async (what, _allowed, script) => {
    const answers = [false, null, undefined, "canary".match(/x/), "canary".match(/canary/), "canary".match(/a/g), true];
    const way = await start();
    for (const answer of answers) {
      way.emulator.reset();
      script(way.emulator, returning(answer));
      const reply = await generate(way, "canary", { request: what.includes("Response") ? result : {} });
      expect(JSON.stringify(reply).includes('"text":"a"')).toBe(Boolean(answer));
    }
  });

  test("F319 a matcher that decides synchronously is asked as before", async () => {
    const way = await start();
    way.emulator.on({ prompt: (prompt) => prompt.includes("canary"), call: (call) => call > 1 }, { text: "scripted" });
    expect(JSON.stringify(await generate(way, "canary"))).not.toContain("scripted");
    expect(JSON.stringify(await generate(way, "canary"))).toContain("scripted");
    way.emulator.assertAllUsed();
  });

  test("F319 a function that returns the fault as a promise that rejects: the rejection is handled", async () => {
    const way = await start();
    way.emulator.on({}, (async () => throwing()) as unknown as () => Fault);
    const { error } = await generate(way, "canary");
    expect(error.message).toContain("the function that returns the fault returned a promise; it must return the fault");
  });

  const badOptions: readonly (readonly [name: string, options: (given: () => never) => EmulatorOptions, string])[] = [
    [
      'the function "request" of the option "intercept"',
      (request) => ({ intercept: { request } }),
      "a Response or undefined",
    ],
    [
      'the function "response" of the option "intercept"',
      (response) => ({ intercept: { response } }),
      "a Response or undefined",
    ],
  ];

  test.each(badOptions)("F321 %s returns something else: the call and assertAllUsed say so", async (...given) => {
    const [what, options, allowed] = given;
    const way = await start(options(returning("soon")));
    const refused = await generate(way, "canary");
    const problem = `${what} returned a string; it must return ${allowed}.`;
    expect(refused).toMatchObject({ status: 400, error: { message: `Set-up of the emulator: ${problem}` } });
    expect(way.emulator.calls).toMatchObject([{ problem, status: 400 }]);
    expect(() => way.emulator.assertAllUsed()).toThrow(problem);
  });

  test.each([
    [returning(undefined), "returned undefined; it must return milliseconds since 1970, as Date.now() does."],
    [returning(Number.NaN), "returned NaN; it must"],
    [returning(1e300), "returned a number; it must"],
    [returning(new Date(0)), "returned an object (Date); it must"],
    [returning(Promise.resolve(0)), "returned a promise; it must"],
    [throwing, "failed: Error: my mistake"],
  ])("F321 the clock of the emulator fails: the call and assertAllUsed say so", async (clock, reason) => {
    let now = () => 0;
    const way = await start({ now: () => now() });
    now = clock;
    const problem = `the option "now" ${reason}`;
    expect((await generate(way, "canary")).error.message).toContain(`Set-up of the emulator: ${problem}`);
    expect(way.emulator.calls).toMatchObject([{ receivedAt: Number.NaN, status: 400 }]);
    expect(() => way.emulator.assertAllUsed()).toThrow(problem);
  });

  test("F321 the clock of the emulator fails while a call is answered: the call gets a 400, not Google's 500", async () => {
    let now = () => 0;
    const way = await start({ now: () => now(), quotas: [{ perMinute: 1 }] });
    way.emulator.on({}, () => {
      now = throwing;
      return undefined;
    });
    expect(await generate(way, "canary")).toMatchObject({
      status: 400,
      error: { message: 'Set-up of the emulator: the option "now" failed: Error: my mistake' },
    });
    expect(way.emulator.calls).toMatchObject([{ receivedAt: 0 }]);
  });

  test.each([
    ["returns no promise", returning(5), "returned a number; it must return a promise or nothing."],
    ["throws", throwing, "failed: Error: my mistake"],
    ["rejects", async () => throwing(), "failed: Error: my mistake"],
  ])("F321 the option wait %s: a delayed call says so", async (_name, wait, reason) => {
    const way = await start({ wait });
    way.emulator.next({ text: "a", delayMs: 5 });
    const { error } = await generate(way, "canary");
    expect(error.message).toBe(`Set-up of the emulator: the option "wait" ${reason}`);
  });

  test.each([undefined, null])("F321 the option wait may return %s: the emulator does not wait", async (nothing) => {
    const way = await start({ wait: returning(nothing) });
    way.emulator.next({ text: "scripted", delayMs: 5 });
    expect(JSON.stringify(await generate(way, "canary"))).toContain("scripted");
  });

  test("F321 the option wait fails within a stream: the body fails, and assertAllUsed says why", async () => {
    const way = await start({ wait: throwing, paceMs: 5 });
    const response = await way.ask("/v1beta/models/gemini-3.8-flash:streamGenerateContent?alt=sse", {
      method: "POST",
      headers: apiKey,
      body: JSON.stringify({ contents: [say("Write 20 words")] }),
    });
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
    expect(way.emulator.calls).toMatchObject([{ outcome: "failed", problem: expect.stringContaining("wait") }]);
    expect(() => way.emulator.assertAllUsed()).toThrow('the option "wait" failed: Error: my mistake');
  });
});

test("F321 the clock of the emulator fails in a method: it throws at once", () => {
  const emulator = createEmulator({ now: returning(undefined) });
  expect(() => emulator.login()).toThrow('the option "now" returned undefined; it must return milliseconds since 1970');
});

test("F321 an intercept may return a response of another realm", async () => {
  const foreign = Object.create(null, {
    ...Object.getOwnPropertyDescriptors({ status: 418, statusText: "", headers: new Headers({ a: "b" }), body: null }),
  });
  const emulator = createEmulator({ intercept: { request: () => foreign } });
  const response = await emulator.fetch("https://example.com/");
  expect([response.status, response.headers.get("a")]).toEqual([418, "b"]);
});
