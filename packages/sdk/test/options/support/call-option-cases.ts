import type { CallOptions } from "../../../src/index.ts";
import { type OptionCase, sentAt, wrongValues } from "./option-case.ts";

const harmless = { category: "HARM_CATEGORY_HARASSMENT", threshold: "BLOCK_NONE" };

/** A row for every option of a call. Without one, the tests do not compile. */
export const callOptionCases: Readonly<Record<keyof CallOptions, OptionCase>> = {
  model: {
    takes: "a model name",
    wrong: wrongValues(
      ["", "an empty string"],
      [5, "5"],
      ["a b", "a string"],
      ["../x", '"../x"'],
      ["undefined", '"undefined"'],
      ["null", '"null"'],
      ["m".repeat(201), "a string"],
    ),
    sent: [],
  },
  fallbackModels: {
    takes: "an array of at most 10 model names",
    wrong: wrongValues(["gemini-3.8-flash", '"gemini-3.8-flash"'], [Array(11).fill("a"), "an array of 11"]),
    sent: [],
  },
  temperature: {
    takes: "a number from 0 to 2",
    wrong: wrongValues([-0.1, "-0.1"], [2.1, "2.1"], [Number.NaN, "NaN"], ["1", "a string"]),
    sent: [sentAt("generationConfig.temperature", 0.5), sentAt("generationConfig.temperature", 0)],
  },
  maxOutputTokens: {
    takes: "a whole number of 1 or more",
    wrong: wrongValues([0, "0"], [1.5, "1.5"], [Number.POSITIVE_INFINITY, "Infinity"]),
    sent: [sentAt("generationConfig.maxOutputTokens", 100)],
  },
  continuation: {
    takes: "true or false",
    wrong: wrongValues(["no", "a string"], [1, "1"]),
    sent: [],
  },
  thinkingBudget: {
    takes: "a whole number of -1 or more",
    wrong: wrongValues([-2, "-2"], [0.5, "0.5"]),
    sent: [sentAt("generationConfig.thinkingConfig.thinkingBudget", 256)],
  },
  thinkingLevel: {
    takes: '"MINIMAL", "LOW", "MEDIUM", "HIGH" or "XHIGH"',
    wrong: wrongValues(["so much", "a string"], [3, "3"]),
    sent: [sentAt("generationConfig.thinkingConfig.thinkingLevel", "LOW", { model: "gemini-3-flash" })],
  },
  includeThoughts: {
    takes: "true or false",
    wrong: wrongValues(["yes", "a string"], [1, "1"]),
    sent: [sentAt("generationConfig.thinkingConfig.includeThoughts", false)],
  },
  systemPrompt: {
    takes: "a non-empty string",
    wrong: wrongValues(["", "an empty string"], [["some text"], "an array of 1"]),
    sent: [sentAt("systemInstruction", "Be brief.", { stands: { role: "user", parts: [{ text: "Be brief." }] } })],
  },
  topP: {
    takes: "a number from 0 to 1",
    wrong: wrongValues([1.1, "1.1"], [-1, "-1"]),
    sent: [sentAt("generationConfig.topP", 0.9)],
  },
  topK: {
    takes: "a whole number of 1 or more",
    wrong: wrongValues([0, "0"], [1.5, "1.5"]),
    sent: [sentAt("generationConfig.topK", 7)],
  },
  stopSequences: {
    takes: "at most 5 non-empty strings",
    wrong: wrongValues(["some text", "a string"], [Array(6).fill("x"), "an array of 6"]),
    sent: [sentAt("generationConfig.stopSequences", ["END", "STOP"])],
  },
  seed: {
    takes: "a whole number from -2147483648 to 2147483647",
    wrong: wrongValues([2 ** 31, "2147483648"], [0.5, "0.5"]),
    sent: [sentAt("generationConfig.seed", -5)],
  },
  presencePenalty: {
    takes: "2 excluded",
    wrong: wrongValues([2, "2"], [-2.1, "-2.1"]),
    sent: [sentAt("generationConfig.presencePenalty", 1.5, { model: "gemini-3.1-flash-lite" })],
  },
  frequencyPenalty: {
    takes: "2 excluded",
    wrong: wrongValues([2, "2"], ["1", "a string"]),
    sent: [sentAt("generationConfig.frequencyPenalty", -2, { model: "gemini-3.1-flash-lite" })],
  },
  candidateCount: {
    takes: "a whole number from 1 to 8",
    wrong: wrongValues([0, "0"], [9, "9"]),
    sent: [sentAt("generationConfig.candidateCount", 2)],
  },
  responseMimeType: {
    takes: '"application/json"',
    wrong: wrongValues(["json", '"json"'], ["a b/c", "a string"]),
    sent: [sentAt("generationConfig.responseMimeType", "application/json")],
  },
  safetySettings: {
    takes: "threshold",
    wrong: wrongValues(
      [{}, "an object"],
      [["x"], "a string", "[0]"],
      [[harmless, { category: "x" }], "undefined", "[1].threshold"],
    ),
    sent: [sentAt("safetySettings", [harmless])],
  },
  labels: {
    takes: "string",
    wrong: wrongValues([{ a: "x", b: 1 }, "1", ".b"], [{ "a b": 1 }, "1"], [["a"], "an array of 1"]),
    sent: [sentAt("labels", { team: "tests" })],
  },
  mediaResolution: {
    takes: "MEDIA_RESOLUTION_LOW",
    wrong: wrongValues(["", "an empty string"], [1, "1"]),
    sent: [sentAt("generationConfig.mediaResolution", "MEDIA_RESOLUTION_LOW")],
  },
  responseModalities: {
    takes: '"TEXT", "IMAGE" or "AUDIO"',
    wrong: wrongValues(["TEXT", '"TEXT"'], [Array(5).fill("TEXT"), "an array of 5"]),
    sent: [
      sentAt("generationConfig.responseModalities", ["TEXT"]),
      sentAt("generationConfig.responseModalities", ["TEXT", "IMAGE"], { model: "gemini-3.1-flash-image" }),
    ],
  },
  serviceTier: {
    takes: '"flex", "standard" or "priority"',
    wrong: wrongValues(["FLEX", '"FLEX"'], ["so fast", "a string"], [1, "1"]),
    sent: [
      sentAt("serviceTier", "flex", { way: "gemini-api" }),
      sentAt("serviceTier", "standard", { way: "gemini-api" }),
    ],
  },
  store: {
    takes: "true or false",
    wrong: wrongValues(["no", "a string"], [0, "0"]),
    sent: [sentAt("store", false, { way: "gemini-api" }), sentAt("store", true, { way: "gemini-api" })],
  },
  extraGenerationConfig: {
    takes: "an object that can be written as JSON",
    wrong: wrongValues([[], "an array of 0"], ["x", "a string"]),
    sent: [
      sentAt("generationConfig.responseLogprobs", { responseLogprobs: true }, { stands: true }),
      sentAt("generationConfig.topP", { topP: 0.7 }, { stands: 0.7 }),
    ],
  },
  extraRequest: {
    takes: "without `contents`",
    wrong: wrongValues([[], "an array of 0"], [5, "5"]),
    sent: [
      sentAt(
        "toolConfig.functionCallingConfig.mode",
        { toolConfig: { functionCallingConfig: { mode: "NONE" } } },
        { stands: "NONE" },
      ),
      sentAt("labels.from", { labels: { from: "extra" } }, { stands: "extra" }),
    ],
  },
  tools: {
    takes: "an array of the results of tool()",
    wrong: wrongValues([5, "5"], [{ googleSearch: {} }, "an object"]),
    sent: [],
  },
  toolChoice: {
    takes: "tool",
    wrong: wrongValues([{}, "an object"], [[], "an array of 0"], [["f", 5], "5", "[1]"]),
    sent: [],
  },
  toolLoop: {
    takes: "`maxRounds`, `parallel` and `approve`",
    wrong: wrongValues([true, "true"], [[], "an array of 0"], [5, "5"]),
    sent: [],
  },
  headers: {
    takes: "a plain object of header names and one-line values",
    wrong: wrongValues(
      [{ "a b": "x" }, "an object"],
      [{ a: "x\r\ny: z" }, "a string", ".a", "one line of Latin-1 text"],
      [{ "x-a": undefined }, "undefined", '["x-a"]', "a string: leave out a header without a value"],
    ),
    sent: [],
  },
  signal: {
    takes: "an AbortSignal",
    wrong: wrongValues([{}, "an object"], [{ aborted: false, addEventListener() {} }, "an object"], [true, "true"]),
    sent: [],
  },
  timeout: {
    takes: "milliseconds above 0, or null for no limit",
    wrong: wrongValues([0, "0"], [-1, "-1"], ["30s", "a string"], [{ total: 5 }, "an object"]),
    sent: [],
  },
  timeouts: {
    takes: "milliseconds above 0",
    wrong: wrongValues(["5", "a string"], [[], "an array of 0"]),
    sent: [],
  },
  maxRetries: {
    takes: "a whole number from 0 to 99",
    wrong: wrongValues([-1, "-1"], [1.5, "1.5"], [100, "100"], [true, "true"]),
    sent: [],
  },
  retry: {
    takes: "an object with `maxAttempts`",
    wrong: wrongValues(["5", "a string"], [[], "an array of 0"]),
    sent: [],
  },
};
