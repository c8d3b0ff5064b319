import { describe, expect, test } from "vitest";
import type { Schema } from "../../src/wire/schema.ts";
import type { FunctionCallingConfig } from "../../src/wire/tools.ts";
import { answerTo, ask, callsOf, user } from "./ask.ts";

const declare = (
  name: string,
  description: string,
  properties: Record<string, Schema>,
  required = Object.keys(properties),
) => ({
  name,
  description,
  parameters: { type: "OBJECT", properties, required },
});
const STRING = { type: "STRING" };
const NUMBER = { type: "NUMBER" };
const FUNCTIONS = [
  declare(
    "get_weather",
    "Get the current weather in a city",
    { city: STRING, unit: { type: "STRING", enum: ["celsius", "fahrenheit"] } },
    ["city"],
  ),
  declare("getLocalTime", "Tells the local time of a place", { location: STRING }),
  declare("add", "Add two numbers", { a: NUMBER, b: NUMBER }),
  declare("send_email", "Send an email", { to: { type: "STRING", format: "email" }, body: STRING }),
  declare("set_light", "Sets the brightness of a light", {
    brightness: { type: "INTEGER" },
    color: { type: "STRING", enum: ["cool", "warm"] },
  }),
];
const withFunctions = (functionCallingConfig?: FunctionCallingConfig) => ({
  tools: [{ functionDeclarations: FUNCTIONS }],
  ...(functionCallingConfig && { toolConfig: { functionCallingConfig } }),
});
const calls = (prompt: string, config?: FunctionCallingConfig) => callsOf(answerTo(prompt, withFunctions(config)));

test.each([
  ["What is the weather in Paris?", "get_weather", { city: "Paris" }],
  ["weather in tokyo in celsius", "get_weather", { city: "tokyo", unit: "celsius" }],
  ["How's the weather in San Francisco, CA?", "get_weather", { city: "San Francisco, CA" }],
  ["What time is it in Berlin?", "getLocalTime", { location: "Berlin" }],
  ["What is 2+3?", "add", { a: 2, b: 3 }],
  ["Send an email to bob@example.com saying hi.", "send_email", { to: "bob@example.com", body: "hi" }],
  ["Set the light to warm at 40 percent brightness", "set_light", { brightness: 40, color: "warm" }],
])("%j calls %s", (prompt, name, args) => {
  expect(calls(prompt)).toEqual([{ name, args }]);
});

test("calls in parallel for two places, and for two questions", () => {
  expect(calls("What is the weather in Paris and London?").map(({ args }) => args)).toEqual([
    { city: "Paris" },
    { city: "London" },
  ]);
  expect(calls("What is the weather in Paris and the time in Tokyo?")).toEqual([
    { name: "get_weather", args: { city: "Paris" } },
    { name: "getLocalTime", args: { location: "Tokyo" } },
  ]);
});

test.each([
  "hello",
  "What is my name?",
  "My name is Alice.",
  "Write 50 words about Paris",
  "Explain quantum computing in one sentence",
])("%j calls nothing", (prompt) => {
  expect(calls(prompt)).toEqual([]);
});

test("reads JSON Schema declarations too", () => {
  const parametersJsonSchema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  const tools = [{ functionDeclarations: [{ name: "get_weather", parametersJsonSchema }] }];
  expect(callsOf(answerTo("weather in Oslo", { tools }))).toEqual([{ name: "get_weather", args: { city: "Oslo" } }]);
});

describe("modes", () => {
  test("NONE never calls", () => {
    expect(calls("What is the weather in Paris?", { mode: "NONE" })).toEqual([]);
  });

  test("ANY always calls, an allowed function only", () => {
    const [call] = calls("hello", { mode: "ANY", allowedFunctionNames: ["getLocalTime"] });
    expect(call).toEqual({ name: "getLocalTime", args: { location: expect.any(String) } });
  });
});

test("the first call of a thinking model is signed, the others are not", () => {
  const { parts } = answerTo("What is the weather in Paris and London?", {
    ...withFunctions(),
    model: "gemini-3-pro-preview",
  });
  expect(parts.map((part) => part.thoughtSignature !== undefined)).toEqual([true, false]);
});

test("quotes what functions returned, and calls no more", () => {
  const functionCall = { name: "get_weather", args: { city: "Paris" } };
  const turns = (response: Record<string, unknown>) => [
    user("What is the weather in Paris?"),
    { role: "model", parts: [{ functionCall }] },
    { role: "user", parts: [{ functionResponse: { name: "get_weather", response } }] },
  ];
  expect(ask(turns({ output: "Sunny, 21 °C" }), withFunctions())).toBe("get_weather returned: Sunny, 21 °C");
  expect(ask(turns({ degrees: 21 }), withFunctions())).toBe('get_weather returned: {"degrees":21}');
  expect(ask(turns({ error: "no such city" }), withFunctions())).toBe("get_weather failed: no such city");
});
