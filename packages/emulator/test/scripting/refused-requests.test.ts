import { describe, expect, test } from "vitest";
import type { Emulator, Fault } from "../../src/index.ts";
import { generate, type Question, services, stream } from "../support/generate-on.ts";
import { ways } from "../support/ways.ts";

const invalid: Question = { request: { generationConfig: { candidateCount: -1 } } };

/** Scripts with two answers, and one for which only the first counts. */
const scripts: readonly (readonly [
  name: string,
  script: (emulator: Emulator, answers: readonly Fault[]) => unknown,
])[] = [
  ["a queue", (emulator, answers) => emulator.next(answers)],
  ["queued functions", (emulator, answers) => emulator.next(answers.map((answer) => () => answer))],
  ["a sequence", (emulator, answers) => emulator.on({}, answers)],
  [
    "rules for one call",
    (emulator, [first = {}, second = {}]) => {
      emulator.on({ call: 1 }, first);
      emulator.on({ call: 2 }, second);
    },
  ],
];

describe.each(ways)("F283 over %s, a request that the emulator refuses", (_way, start) => {
  test.each(scripts)("uses up nothing of %s", async (_, script) => {
    const way = await start();
    script(way.emulator, [{ text: "first" }, { text: "second" }]);
    for (const service of services) expect((await generate(way, "canary", { ...invalid, service })).status).toBe(400);
    expect((await generate(way, "canary", { model: "no-model" })).status).toBe(404);
    expect(way.emulator.calls.map(({ fault }) => fault)).toEqual(Array.from({ length: 4 }, () => undefined));
    expect(() => way.emulator.assertAllUsed()).toThrow("used");
    const answers = [await generate(way, "canary"), await generate(way, "canary")];
    expect(answers.map(({ candidates }) => candidates[0].content.parts[0].text)).toEqual(["first", "second"]);
    way.emulator.assertAllUsed();
  });

  test("uses up no error within a stream, and keeps the order of the queue", async () => {
    const way = await start();
    const late: Fault = { error: "overloaded", errorAfterEvents: 1 };
    way.emulator.next({ text: "of another model" }, { model: "gemini-3.8-flash" });
    way.emulator.next([late, { text: "second" }]);
    expect(await stream(way, "canary", invalid)).toMatchObject([{ error: { code: 400 } }]);
    expect((await stream(way, "canary")).at(-1)).toMatchObject({ error: { code: 503 } });
    const { candidates } = await generate(way, "canary", { model: "gemini-3.8-flash" });
    expect(candidates[0].content.parts[0].text).toBe("of another model");
    expect((await generate(way, "canary")).candidates[0].content.parts[0].text).toBe("second");
    way.emulator.assertAllUsed();
  });

  test("uses up faults of the connection and of any response, which apply to it", async () => {
    const way = await start();
    way.emulator.next([{ headers: { "x-fault": "fake" } }, { error: "overloaded" }]);
    expect((await generate(way, "canary", invalid)).status).toBe(400);
    expect((await generate(way, "canary", invalid)).status).toBe(503);
    way.emulator.assertAllUsed();
  });
});
