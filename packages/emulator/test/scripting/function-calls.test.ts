import { describe, expect, test } from "vitest";
import type { Content, EmulatorOptions, FunctionCall, FunctionResponse } from "../../src/index.ts";
import { generate, partsOf, type Question, type Service, services, stream } from "../support/generate-on.ts";
import { startEmulator } from "../support/start-emulator.ts";
import type { Way } from "../support/ways.ts";

const weather = { name: "get_weather", args: { city: "Paris", days: 3 } };
const time = { name: "get_time", args: {} };
const skip = "skip_thought_signature_validator";

async function start(options?: EmulatorOptions): Promise<Way> {
  const { emulator, url } = await startEmulator(options);
  return { emulator, ask: (path, init) => fetch(url + path, init) };
}

const callsIn = (answers: readonly object[]): readonly FunctionCall[] =>
  partsOf(answers).flatMap(({ functionCall }) => functionCall ?? []);

const idsIn = (answers: readonly object[]) => callsIn(answers).map(({ id }) => id);

/** A conversation with these calls and these results. */
function rounds(calls: readonly FunctionCall[], responses: readonly Partial<FunctionResponse>[]): readonly Content[] {
  return [
    { role: "user", parts: [{ text: "canary" }] },
    { role: "model", parts: calls.map((functionCall) => ({ functionCall, thoughtSignature: skip })) },
    { role: "user", parts: responses.map((one) => ({ functionResponse: { name: "", response: {}, ...one } })) },
  ];
}

describe("ids of function calls", () => {
  test.each<[service: Service, model: string, hasIds: boolean]>([
    ["gemini-api", "gemini-3.8-flash", true],
    ["gemini-api", "gemini-4-argon", true],
    ["gemini-api", "gemini-2.5-flash", false],
    ["vertex", "gemini-3.8-flash", false],
    ["code-assist", "gemini-3.8-flash", false],
  ])("on %s, calls of %s have ids: %s", async (service, model, hasIds) => {
    const way = await start();
    way.emulator.on({}, { functionCall: [weather, time] });
    const ids = idsIn([await generate(way, "canary", { service, model })]);
    expect(ids).toEqual(hasIds ? ["fake-call-1", "fake-call-2"] : [undefined, undefined]);
    const streamed = idsIn(await stream(way, "canary", { service, model }));
    expect(streamed).toEqual(hasIds ? ["fake-call-3", "fake-call-4"] : [undefined, undefined]);
  });

  test.each(services)("the option functionCallIds decides for all models on %s", async (service) => {
    for (const functionCallIds of [true, false]) {
      const way = await start({ functionCallIds });
      for (const model of ["gemini-2.5-flash-lite", "gemini-3.8-flash"]) {
        way.emulator.next({ functionCall: weather });
        const [id] = idsIn([
          await generate(way, "canary", { service, model: service === "vertex" ? "gemini-3.8-flash" : model }),
        ]);
        expect(id !== undefined).toBe(functionCallIds);
      }
    }
  });

  test("reset() numbers them from 1 again, so that a test does not depend on those before it", async () => {
    const way = await start();
    for (let run = 0; run < 2; run += 1) {
      way.emulator.next({ functionCall: weather });
      expect(idsIn([await generate(way, "canary")])).toEqual(["fake-call-1"]);
      way.emulator.reset();
    }
  });

  test("a scripted id stays, and calls without a script have one too", async () => {
    const way = await start();
    way.emulator.next({ functionCall: { ...weather, id: "own" } });
    expect(idsIn([await generate(way, "canary")])).toEqual(["own"]);
    const request = { tools: [{ functionDeclarations: [{ name: "get_time" }] }] };
    expect(idsIn([await generate(way, "What time is it?", { request })])).toEqual(["fake-call-1"]);
  });
});

type Case = readonly [what: string, calls: readonly FunctionCall[], results: readonly Partial<FunctionResponse>[]];

const one = { ...weather, id: "one" };
const two = { ...weather, id: "two" };

const fitting: readonly Case[] = [
  [
    "the ids of the calls",
    [one, two],
    [
      { id: "one", name: "get_weather" },
      { id: "two", name: "get_weather" },
    ],
  ],
  [
    "ids in another order",
    [one, two],
    [
      { id: "two", name: "get_weather" },
      { id: "one", name: "get_weather" },
    ],
  ],
  ["names alone, of calls without ids", [weather, time], [{ name: "get_time" }, { name: "get_weather" }]],
  ["an id of its own, of a call without one", [weather], [{ id: "own", name: "get_weather" }]],
];
const withoutIds: Case = [
  "names alone, of calls with ids",
  [one, two],
  [{ name: "get_weather" }, { name: "get_weather" }],
];
const unfitting: readonly Case[] = [
  ["the id of no call", [one], [{ id: "three", name: "get_weather" }]],
  [
    "one id twice",
    [one, two],
    [
      { id: "one", name: "get_weather" },
      { id: "one", name: "get_weather" },
    ],
  ],
  ["another name", [weather], [{ name: "get_time" }]],
  ["the id of a call with another name", [one], [{ id: "one", name: "get_time" }]],
  ["one name twice", [weather, time], [{ name: "get_time" }, { name: "get_time" }]],
];

describe("function results are compared with the open calls", () => {
  const ask = (way: Way, [, calls, results]: Case, question: Question = {}) =>
    generate(way, "", { ...question, request: { contents: rounds(calls, results) } });

  test.each(fitting)("%s are accepted, whatever the option", async (...results) => {
    for (const functionResults of ["any", "matching", "with-ids", undefined] as const) {
      const way = await start(functionResults && { functionResults });
      expect((await ask(way, results)).status).toBe(200);
    }
  });

  test("results without the ids of their calls are accepted, unless the option demands ids", async () => {
    expect((await ask(await start(), withoutIds)).status).toBe(200);
    const refused = await ask(await start({ functionResults: "with-ids" }), withoutIds);
    expect(refused.status).toBe(400);
    expect(refused.error.message).toBe(
      'Emulator: the function response at contents[2].parts[0], of get_weather without an id, is for no open function call. Open: get_weather with the id one, get_weather with the id two. The option functionResults: "any" turns this check off.',
    );
  });

  test.each(unfitting)("%s is refused, unless the option turns it off", async (...results) => {
    for (const service of services) {
      const refused = await ask(await start(), results, { service });
      expect(refused).toMatchObject({ status: 400, error: { status: "INVALID_ARGUMENT" } });
      expect(refused.error.message).toMatch(/^Emulator: the function response at contents\[2\]\.parts\[\d\], of get_/);
    }
    expect((await ask(await start({ functionResults: "any" }), results)).status).toBe(200);
  });

  test("in every round of a conversation", async () => {
    const first = rounds([one], [{ id: "one", name: "get_weather" }]);
    const second = rounds([two], [{ id: "one", name: "get_weather" }]);
    const answered = { role: "model", parts: [{ text: "Sunny." }] };
    const refused = await generate(await start(), "", { request: { contents: [...first, answered, ...second] } });
    expect(refused.error.message).toContain("contents[6].parts[0]");
  });
});

describe("scripts and tests see function results", () => {
  const contents = rounds([weather, time], [{ name: "get_weather", response: { sky: "blue" } }, { name: "get_time" }]);

  test("a matcher names the function, or looks at the result", async () => {
    const way = await start();
    way.emulator.on({ functionResponse: "get_weather" }, { text: "by name" });
    way.emulator.on({ functionResponse: ({ response }) => response.sky === "grey" }, { text: "grey" });
    expect(partsOf([await generate(way, "", { request: { contents } })])).toEqual([{ text: "by name" }]);
    way.emulator.on(
      { functionResponse: ({ name, response }) => name === "get_weather" && response.sky === "blue" },
      { text: "blue" },
    );
    expect(partsOf([await generate(way, "", { request: { contents } })])).toEqual([{ text: "blue" }]);
    expect(partsOf([await generate(way, "canary")])).not.toEqual([{ text: "by name" }]);
  });

  test("next() waits for the result with a matcher", async () => {
    const way = await start();
    way.emulator.next({ text: "done" }, { functionResponse: "get_time" });
    way.emulator.next({ functionCall: [weather, time] });
    expect(callsIn([await generate(way, "canary")])).toHaveLength(2);
    expect(partsOf([await generate(way, "", { request: { contents } })])).toEqual([{ text: "done" }]);
    way.emulator.assertAllUsed();
  });

  test.each(services)(
    "calls on %s list the results of the last turn, with all arguments as they were sent",
    async (service) => {
      const way = await start();
      await generate(way, "canary", { service });
      await generate(way, "", { service, request: { contents } });
      const [question, results] = way.emulator.calls.filter(({ operation }) => operation === "generateContent");
      expect(question?.functionResponses).toEqual([]);
      expect(results?.functionResponses).toEqual([
        { name: "get_weather", response: { sky: "blue" } },
        { name: "get_time", response: {} },
      ]);
      expect(results?.request?.contents[1]?.parts?.map(({ functionCall }) => functionCall)).toEqual([weather, time]);
      expect(JSON.parse(JSON.stringify(results))).not.toHaveProperty("functionResponses");
    },
  );
});
