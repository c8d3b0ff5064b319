import { describe, expect, test } from "vitest";
import type { CallMatcher, RequestMatcher } from "../../src/index.ts";
import { generate, partsOf, services, stream } from "../support/generate-on.ts";
import { apiKey, say } from "../support/start-emulator.ts";
import { ways } from "../support/ways.ts";

const textOf = (answer: unknown) => partsOf([answer])[0]?.text;

const prompts: readonly (readonly [name: string, prompt: NonNullable<RequestMatcher["prompt"]>])[] = [
  ["a part of it", "weather in"],
  ["a regular expression", /^What.*PARIS/i],
  ["a regular expression that keeps its place", /weather/g],
  ["a function", (text) => text.endsWith("Paris")],
];

describe.each(ways)("over %s", (_way, start) => {
  describe.each(services)("on %s", (service) => {
    test.each(prompts)("a rule can match the prompt by %s", async (_name, prompt) => {
      const way = await start();
      way.emulator.on({ prompt }, { text: "sunny" });
      const question = "What is the weather in Paris";
      expect(textOf(await generate(way, question, { service }))).toBe("sunny");
      expect(partsOf(await stream(way, question, { service }))).toEqual([{ text: "sunny" }]);
      expect(textOf(await generate(way, "What is 2+2?", { service }))).toBe("2 + 2 = 4.");
    });
  });

  test.each<readonly [string, CallMatcher, readonly string[]]>([
    ["operation", { operation: "streamGenerateContent" }, ["Hello", "Hello"]],
    ["model", { model: "gemini-3.8-flash" }, ["Hello", "Hello"]],
    ["call", { call: 2 }, ["Hello", "scripted"]],
    ["times", { times: 1 }, ["scripted", "Hello"]],
  ])("a prompt works together with %s", async (_name, matcher, texts) => {
    const way = await start();
    way.emulator.on({ ...matcher, prompt: "hello" }, { text: "scripted" });
    await generate(way, "What is 2+2?");
    expect([textOf(await generate(way, "Say hello")), textOf(await generate(way, "Say hello"))]).toEqual(texts);
  });

  test("a queued answer waits for its prompt", async () => {
    const way = await start();
    way.emulator.next({ text: "scripted" }, { prompt: "second" });
    expect(textOf(await generate(way, "What is 2+2?"))).toBe("2 + 2 = 4.");
    expect(textOf(await generate(way, "the second"))).toBe("scripted");
  });

  test("the prompt is the text of the last user turn alone, its parts joined by newlines", async () => {
    const way = await start();
    way.emulator.on({ prompt: /^one\ntwo$/ }, { text: "matched" });
    const image = { inlineData: { mimeType: "image/png", data: "AAAA" } };
    const turn = { role: "user", parts: [{ text: "one" }, image, { text: "two" }] };
    const contents = [say("zero"), { role: "model", parts: [{ text: "Hi." }] }, turn];
    expect(textOf(await generate(way, "", { request: { contents } }))).toBe("matched");
    const later = [...contents, { role: "model", parts: [{ text: "Hi." }] }, say("What is 2+2?")];
    expect(textOf(await generate(way, "", { request: { contents: later } }))).toBe("2 + 2 = 4.");
  });

  test("a turn of function responses has an empty prompt, so that a rule for the question does not answer twice", async () => {
    const way = await start();
    const name = "get_weather";
    way.emulator.on({ prompt: "weather" }, { functionCall: { name } });
    const question = say("How is the weather?");
    const first = await generate(way, "", { request: { contents: [question] } });
    const result = { role: "user", parts: [{ functionResponse: { name, response: { sky: "blue" } } }] };
    const contents = [question, first.candidates[0].content, result];
    expect(textOf(await generate(way, "", { request: { contents } }))).toMatch(/^get_weather returned/);
    expect(way.emulator.calls.map((call) => call.prompt)).toEqual(["How is the weather?", ""]);
  });

  test("an invalid request, or one without a prompt, matches no prompt", async () => {
    const way = await start();
    way.emulator.on({ prompt: /(?:)/ }, { error: "overloaded" });
    const path = "/v1beta/models/gemini-3.5-flash-lite:generateContent";
    const post = (body: string) => way.ask(path, { method: "POST", headers: apiKey, body });
    const statuses = [
      post("{"),
      post("[]"),
      post('{"contents":5}'),
      post("{}"),
      way.ask("/v1beta/models", { headers: apiKey }),
    ];
    expect((await Promise.all(statuses)).map(({ status }) => status)).toEqual([400, 400, 400, 400, 200]);
  });

  test("a scripted answer is for calls that generate content, whatever else matches", async () => {
    const way = await start();
    way.emulator.on({}, [{ text: "first" }, { text: "second" }]);
    await way.ask("/v1beta/models", { headers: apiKey });
    const count = { method: "POST", headers: apiKey, body: JSON.stringify({ contents: [say("canary")] }) };
    await way.ask("/v1beta/models/gemini-3.5-flash-lite:countTokens", count);
    const texts = [await generate(way, "a"), await generate(way, "b"), await generate(way, "What is 2+2?")].map(textOf);
    expect(texts).toEqual(["first", "second", "2 + 2 = 4."]);
  });
});
