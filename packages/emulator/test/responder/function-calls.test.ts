import { expect, test } from "vitest";
import type { Content } from "../../src/wire/content.ts";
import type { Schema } from "../../src/wire/schema.ts";
import type { FunctionCallingConfig } from "../../src/wire/tools.ts";
import { answerTo, ask, callsOf, user } from "./ask.ts";

const STRING = { type: "STRING" };
const NUMBER = { type: "NUMBER" };
const declare = (name: string, properties: Record<string, Schema>, required = Object.keys(properties)) => ({
  name,
  parameters: { type: "OBJECT", properties, required },
});
const FUNCTIONS = [
  declare("get_current_weather", { city: STRING, unit: { type: "STRING", enum: ["celsius", "fahrenheit"] } }, ["city"]),
  declare("getLocalTime", { location: STRING }),
  declare("add", { a: NUMBER, b: NUMBER }),
  declare("send_email", { to: STRING, body: STRING }),
  declare("set_light", { brightness: { type: "INTEGER" }, color: { type: "STRING", enum: ["cool", "warm"] } }),
  declare("read_file", { file_path: STRING }),
  declare("list_directory", { dir_path: STRING }),
  declare("save_memory", { fact: STRING }),
  declare("book_table", { day: { type: "STRING", format: "date" }, time: { type: "STRING", format: "time" } }),
];
const withFunctions = (functionCallingConfig?: FunctionCallingConfig) => ({
  tools: [{ functionDeclarations: FUNCTIONS }],
  ...(functionCallingConfig && { toolConfig: { functionCallingConfig } }),
});
const calls = (prompt: string, config?: FunctionCallingConfig) => callsOf(answerTo(prompt, withFunctions(config)));

test.each([
  ["What is the weather in Paris?", "get_current_weather", { city: "Paris" }],
  ["weather in tokyo in celsius", "get_current_weather", { city: "tokyo", unit: "celsius" }],
  ["How's the weather in San Francisco, CA?", "get_current_weather", { city: "San Francisco, CA" }],
  ["What is the local time in Berlin?", "getLocalTime", { location: "Berlin" }],
  ["Add 2 and 3.5", "add", { a: 2, b: 3.5 }],
  ["Send an email to bob@example.com saying hi.", "send_email", { to: "bob@example.com", body: "hi" }],
  ["Set the light to warm at 40 percent", "set_light", { brightness: 40, color: "warm" }],
  ["Book a table on 2026-12-24", "book_table", { day: "2026-12-24", time: "12:00:00Z" }],
  ["Read the file src/index.ts", "read_file", { file_path: "src/index.ts" }],
  ['Call save_memory with "I like tea"', "save_memory", { fact: "I like tea" }],
])("%j calls %s", (prompt, name, args) => {
  expect(calls(prompt)).toEqual([{ name, args }]);
});

test.each(["hello", "What is 2+2?", "What is my name?", "Write 50 words about files", "List five fruits"])(
  "%j calls nothing",
  (prompt) => {
    expect(calls(prompt)).toEqual([]);
  },
);

test("calls in parallel for two names, and for two questions", () => {
  expect(calls("What is the weather in Paris and London?").map(({ args }) => args)).toEqual([
    { city: "Paris" },
    { city: "London" },
  ]);
  expect(calls("What is the weather in Paris and the local time in Tokyo?")).toEqual([
    { name: "get_current_weather", args: { city: "Paris" } },
    { name: "getLocalTime", args: { location: "Tokyo" } },
  ]);
});

test("reads JSON Schema declarations too", () => {
  const parametersJsonSchema = { type: "object", properties: { city: { type: "string" } }, required: ["city"] };
  const tools = [{ functionDeclarations: [{ name: "get_weather", parametersJsonSchema }] }];
  expect(callsOf(answerTo("weather in Oslo", { tools }))).toEqual([{ name: "get_weather", args: { city: "Oslo" } }]);
});

const sequence = "What is the weather in Paris, then send an email to bob@example.com saying hi.";

test('calls in sequence what follows "then"', () => {
  const round = (name: string): readonly Content[] => [
    { role: "model", parts: [{ functionCall: { name } }] },
    { role: "user", parts: [{ functionResponse: { name, response: { output: "fine" } } }] },
  ];
  const after = (...names: readonly string[]) =>
    callsOf(answerTo([user(sequence), ...names.flatMap(round)], withFunctions())).map(({ name }) => name);
  expect(after()).toEqual(["get_current_weather"]);
  expect(after("get_current_weather")).toEqual(["send_email"]);
  expect(after("get_current_weather", "send_email")).toEqual([]);
  expect(after("get_current_weather", "send_email", "get_current_weather")).toEqual([]);
});

const FORECAST = [
  declare(
    "get_forecast",
    { days: { type: "INTEGER", maximum: 14 }, city: STRING, from: { type: "STRING", format: "date" }, note: STRING },
    ["city"],
  ),
  declare("add", { precision: NUMBER, a: NUMBER, b: NUMBER }, ["a", "b"]),
];

test.each([
  ["The forecast in Paris", { city: "Paris" }],
  ["The forecast in Paris for 3 days", { days: 3, city: "Paris" }],
  ["The forecast in Paris for 30 days", { city: "Paris" }],
  ["The forecast in Paris for 3 days from 2026-12-24", { days: 3, city: "Paris", from: "2026-12-24" }],
  ["Add 2 and 3", { a: 2, b: 3 }],
  ["Add 2 and 3.25, precision 1", { precision: 1, a: 2, b: 3.25 }],
])("%j gives optional arguments for which it has a value", (prompt, args) => {
  const [call] = callsOf(answerTo(prompt, { tools: [{ functionDeclarations: FORECAST }] }));
  expect(call?.args).toEqual(args);
});

test("mode NONE never calls", () => {
  expect(calls("What is the weather in Paris?", { mode: "NONE" })).toEqual([]);
});

test("mode ANY always calls, and only an allowed function", () => {
  const [call] = calls("hello", { mode: "ANY", allowedFunctionNames: ["getLocalTime"] });
  expect(call).toEqual({ name: "getLocalTime", args: { location: expect.any(String) } });
});

test("the first call of a thinking model is signed, the others are not", () => {
  const { parts } = answerTo("What is the weather in Paris and London?", {
    ...withFunctions(),
    model: "gemini-3-pro-preview",
  });
  expect(parts.map((part) => part.thoughtSignature !== undefined)).toEqual([true, false]);
});

test.each([
  ["gemini-3.5-flash-lite", true],
  ["gemini-2.5-flash", false],
])("without thinking, %s signs a call: %s", (model, isSigned) => {
  const { parts, usageMetadata } = answerTo("What is the weather in Paris?", { ...withFunctions(), model });
  expect(usageMetadata.thoughtsTokenCount).toBe(undefined);
  expect(parts.map((part) => part.thoughtSignature !== undefined)).toEqual([isSigned]);
});

test("quotes what functions returned, and does not call again", () => {
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

test("the name of a function in the prompt counts more than the words of another", () => {
  const functions = ["get_file_info", "files_list", "files_list_all"].map((name) => declare(`files_${name}`, {}));
  const withFiles = { tools: [{ functionDeclarations: functions }] };
  const called = callsOf(answerTo("Call files_files_list_all, the file info.", withFiles));
  expect(called.map(({ name }) => name)).toEqual(["files_files_list_all"]);
});
