import { describe, expect, test } from "vitest";
import type { Emulator } from "../../src/index.ts";
import { generate } from "../support/generate-on.ts";
import { apiKey } from "../support/start-emulator.ts";
import { ways } from "../support/ways.ts";

/** Scripts that one call does not use up, and what `assertAllUsed()` says about them after it. */
const unused: readonly (readonly [name: string, script: (emulator: Emulator) => void, message: string])[] = [
  [
    "a queued answer",
    (e) => e.next([{ text: "a" }, { text: "b", delayMs: 1 }]),
    "- next({ text, delayMs }) was not used.",
  ],
  [
    "a queued function with a matcher",
    (e) => e.next(() => undefined, { operation: "token" }),
    "- next(a function, { operation: 'token' }) was not used.",
  ],
  [
    "a rule with times",
    (e) => e.on({ times: 2, prompt: /canary/ }, { text: "a" }),
    "- on({ times: 2, prompt: /canary/ }, { text }) was used 1 of 2 times.",
  ],
  ["a rule for one call", (e) => e.on({ call: 2 }, { json: 1 }), "- on({ call: 2 }, { json }) was used 0 of 1 times."],
  [
    "a sequence",
    (e) => e.on({}, [{ text: "a" }, { empty: true }]),
    "- on({}, [{ text }, { empty }]) was used 1 of 2 times.",
  ],
];

describe.each(ways)("over %s", (_way, start) => {
  test.each(unused)("assertAllUsed names %s, until it is used", async (_name, script, message) => {
    const way = await start();
    script(way.emulator);
    await generate(way, "canary");
    expect(() => way.emulator.assertAllUsed()).toThrow(`The script and the calls do not fit:\n${message}`);
    await generate(way, "canary");
    await way.ask("/token", { method: "POST" });
    expect(() => way.emulator.assertAllUsed()).not.toThrow();
  });

  test("assertAllUsed lists everything, queue first, rules in their order", async () => {
    const { emulator } = await start();
    emulator.on({ times: 1 }, { text: "a" });
    emulator.on({ call: 1 }, { empty: true });
    emulator.next({ text: "b" });
    const message = [
      "The script and the calls do not fit:",
      "- next({ text }) was not used.",
      "- on({ times: 1 }, { text }) was used 0 of 1 times.",
      "- on({ call: 1 }, { empty }) was used 0 of 1 times.",
    ];
    expect(() => emulator.assertAllUsed()).toThrow(new Error(message.join("\n")));
  });

  test("assertAllUsed ignores rules without a count, removed rules, and everything after reset()", async () => {
    const { emulator } = await start();
    emulator.on({}, { text: "a" });
    emulator.on({ call: { every: 2 } }, { text: "a" });
    emulator.on({ times: 1 }, { text: "a" }).remove();
    expect(() => emulator.assertAllUsed()).not.toThrow();
    emulator.next({ text: "a" });
    emulator.reset();
    expect(() => emulator.assertAllUsed()).not.toThrow();
  });

  test('with unscripted: "refuse", a call without a script gets a 400 that says so, and assertAllUsed reports it', async () => {
    const way = await start({ unscripted: "refuse" });
    const { emulator } = way;
    emulator.next({ text: "scripted" });
    expect((await generate(way, "canary")).status).toBe(200);
    const refused = await generate(way, "canary");
    expect(refused).toMatchObject({ status: 400, error: { status: "INVALID_ARGUMENT" } });
    expect(refused.error.message).toMatch(/nothing is scripted for this generateContent.*emulator\.next\(\)/);
    expect(emulator.calls.map((call) => call.problem !== undefined)).toEqual([false, true]);
    emulator.clearCalls();
    expect(() => emulator.assertAllUsed()).toThrow(
      "- generateContent of gemini-3.5-flash-lite (gemini-api) was refused: nothing was scripted for it.",
    );
    emulator.reset();
    expect(() => emulator.assertAllUsed()).not.toThrow();
  });

  test('with unscripted: "refuse", a request that Google would refuse gets its error, which assertAllUsed does not report', async () => {
    const { emulator, ask } = await start({ unscripted: "refuse", models: ["gemini-3.5-flash-lite"] });
    const send = async (model: string, body: object, headers = apiKey) =>
      ask(`/v1beta/models/${model}:generateContent`, { method: "POST", headers, body: JSON.stringify(body) });
    const contents = [{ role: "user", parts: [{ text: "canary" }] }];
    const wrong = await send("gemini-3.5-flash-lite", { contents, temprature: 1 });
    const unknown = await send("gemini-3.5-flash-lit", { contents });
    const unsigned = await send("gemini-3.5-flash-lite", { contents }, { "x-goog-api-key": "wrong-canary" });
    expect([wrong.status, unknown.status, unsigned.status]).toEqual([400, 404, 400]);
    expect(((await wrong.json()) as { error: { message: string } }).error.message).toContain(
      'Unknown name "temprature"',
    );
    expect(emulator.calls.map(({ problem }) => problem)).toEqual([undefined, undefined, undefined]);
    expect(() => emulator.assertAllUsed()).not.toThrow();
  });

  test('with unscripted: "refuse", a request is unscripted if only its cached content is missing', async () => {
    const { emulator, ask } = await start({ unscripted: "refuse" });
    const body = JSON.stringify({
      contents: [{ role: "user", parts: [{ text: "canary" }] }],
      cachedContent: "cachedContents/fake",
    });
    await ask("/v1beta/models/gemini-3.5-flash-lite:generateContent", { method: "POST", headers: apiKey, body });
    expect(emulator.calls[0]?.problem).toContain("nothing is scripted");
  });

  test('with unscripted: "refuse", other operations and scripted faults are answered as usual', async () => {
    const way = await start({ unscripted: "refuse" });
    expect((await way.ask("/v1beta/models", { headers: apiKey })).status).toBe(200);
    way.emulator.on({}, { error: "overloaded" });
    expect((await generate(way, "canary")).status).toBe(503);
    way.emulator.assertAllUsed();
  });

  test("F271 assertAllUsed reports a function that failed, although the program caught the error", async () => {
    const way = await start();
    way.emulator.on({}, () => {
      throw new Error("my mistake");
    });
    await generate(way, "canary");
    expect(() => way.emulator.assertAllUsed()).toThrow(
      "- generateContent of gemini-3.5-flash-lite (gemini-api) was refused: the function that returns the fault failed: Error: my mistake",
    );
    way.emulator.reset();
    expect(() => way.emulator.assertAllUsed()).not.toThrow();
  });

  test("a call records why a fault could not be applied", async () => {
    const way = await start();
    way.emulator.next(() => {
      throw new Error("my mistake");
    });
    const { error } = await generate(way, "canary");
    expect(error.message).toContain("my mistake");
    expect(way.emulator.calls[0]?.problem).toMatch(/failed: Error: my mistake$/);
  });
});
