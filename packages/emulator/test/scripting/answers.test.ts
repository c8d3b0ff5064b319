import { describe, expect, test } from "vitest";
import type { Fault, Part } from "../../src/index.ts";
import { generate, partsOf, services, stream } from "../support/generate-on.ts";
import { ways } from "../support/ways.ts";

const weather = { name: "get_weather", args: { city: "Paris" } };
const time = { name: "get_time", args: {} };

/** Scripted answers, their parts as a whole, and as the parts of a stream. */
const answers: readonly (readonly [
  name: string,
  fault: Fault,
  whole: readonly object[],
  streamed: readonly object[],
])[] = [
  ["an empty text", { text: "" }, [{ text: "" }], [{ text: "" }]],
  ["a text", { text: "one two" }, [{ text: "one two" }], [{ text: "one" }, { text: " two" }]],
  [
    "JSON",
    { json: { city: "Paris" } },
    [{ text: '{\n  "city": "Paris"\n}' }],
    [{ text: "{" }, { text: '\n  "city":' }, { text: ' "Paris"' }, { text: "\n}" }],
  ],
  ["JSON that is null", { json: null }, [{ text: "null" }], [{ text: "null" }]],
  [
    "thoughts and a text",
    { thinking: "Two words.", text: "one two" },
    [
      { text: "Two words.", thought: true },
      { text: "one two", thoughtSignature: expect.any(String) },
    ],
    [{ text: "Two words.", thought: true }, { text: "one", thoughtSignature: expect.any(String) }, { text: " two" }],
  ],
  [
    "a function call",
    { functionCall: weather },
    [{ functionCall: weather, thoughtSignature: expect.any(String) }],
    [{ functionCall: weather, thoughtSignature: expect.any(String) }],
  ],
  [
    "a text and parallel function calls",
    { text: "Wait.", functionCall: [weather, { ...time, id: "call-2" }] },
    [
      { text: "Wait." },
      { functionCall: weather, thoughtSignature: expect.any(String) },
      { functionCall: { ...time, id: "call-2" } },
    ],
    [
      { text: "Wait." },
      { functionCall: weather, thoughtSignature: expect.any(String) },
      { functionCall: { ...time, id: "call-2" } },
    ],
  ],
];

/** Parts without the ids that the emulator gave to function calls; function-calls.test.ts is about these. */
function withoutNewIds(parts: readonly Part[]): readonly Part[] {
  return parts.map((part) => {
    if (!part.functionCall?.id?.startsWith("fake-call-")) return part;
    const { id: _, ...functionCall } = part.functionCall;
    return { ...part, functionCall };
  });
}

describe.each(ways)("over %s", (_way, start) => {
  describe.each(services)("on %s", (service) => {
    test.each(answers)("an answer can be %s, whole and streamed", async (_name, fault, whole, streamed) => {
      const way = await start();
      way.emulator.on({}, fault);
      const answer = await generate(way, "canary", { service });
      expect(answer).toMatchObject({ status: 200, candidates: [{ finishReason: "STOP" }] });
      expect(withoutNewIds(partsOf([answer]))).toEqual(whole);
      const events = await stream(way, "canary", { service });
      expect(withoutNewIds(partsOf(events))).toEqual(streamed);
      expect(events.at(-1)).toMatchObject({ candidates: [{ finishReason: "STOP" }] });
    });

    test("token counts can be given, beside the others", async () => {
      const way = await start();
      way.emulator.on({}, { text: "one two", usage: { promptTokenCount: 1000, cachedContentTokenCount: 900 } });
      const counts = {
        promptTokenCount: 1000,
        candidatesTokenCount: 2,
        totalTokenCount: 1002,
        cachedContentTokenCount: 900,
      };
      expect((await generate(way, "canary", { service })).usageMetadata).toEqual(counts);
      expect((await stream(way, "canary", { service })).at(-1).usageMetadata).toEqual(counts);
    });
  });

  test("a total can be given too, and counts of an answer that is not scripted", async () => {
    const way = await start();
    way.emulator.next({ usage: { totalTokenCount: 7 } });
    const answer = await generate(way, "What is 2+2?");
    expect(answer.usageMetadata).toMatchObject({ totalTokenCount: 7, candidatesTokenCount: expect.any(Number) });
    expect(partsOf([answer])).toEqual([{ text: "2 + 2 = 4." }]);
  });

  test("scripted thoughts alone come before the built-in answer, and are counted", async () => {
    const way = await start();
    way.emulator.next({ thinking: "Two and two." });
    const answer = await generate(way, "What is 2+2?");
    expect(partsOf([answer])).toEqual([{ text: "Two and two.", thought: true }, { text: "2 + 2 = 4." }]);
    const { promptTokenCount, candidatesTokenCount, thoughtsTokenCount, totalTokenCount } = answer.usageMetadata;
    expect(thoughtsTokenCount).toBeGreaterThan(0);
    expect(totalTokenCount).toBe(promptTokenCount + candidatesTokenCount + thoughtsTokenCount);
  });

  test("an empty text has no tokens", async () => {
    const way = await start();
    way.emulator.next({ text: "" });
    const { promptTokenCount, ...others } = (await generate(way, "canary")).usageMetadata;
    expect(others).toEqual({ candidatesTokenCount: 0, totalTokenCount: promptTokenCount });
  });

  test("an answer combines with faults of time and connection, a finish reason, and several candidates", async () => {
    const way = await start();
    const request = { generationConfig: { candidateCount: 2 } };
    way.emulator.next({ json: [1], finishReason: "MAX_TOKENS", delayMs: 1, lastFrameWithoutParts: true });
    const events = await stream(way, "canary", { request });
    expect(partsOf(events)).toEqual([{ text: "[" }, { text: "\n  1" }, { text: "\n]" }]);
    expect(events.at(-1).candidates).toEqual([
      { finishReason: "MAX_TOKENS", index: 0 },
      { finishReason: "MAX_TOKENS", index: 1 },
    ]);
  });

  test("rounds of function calls are scripted as an array", async () => {
    const way = await start();
    way.emulator.next([{ functionCall: weather }, { text: "It is sunny." }]);
    const question = { role: "user", parts: [{ text: "canary" }] };
    const first = await generate(way, "", { request: { contents: [question] } });
    const call = first.candidates[0].content;
    expect(call.parts[0].functionCall).toMatchObject(weather);
    const result = { role: "user", parts: [{ functionResponse: { name: "get_weather", response: { sky: "blue" } } }] };
    const second = await generate(way, "", { request: { contents: [question, call, result] } });
    expect(partsOf([second])).toEqual([{ text: "It is sunny." }]);
    way.emulator.assertAllUsed();
  });
});
