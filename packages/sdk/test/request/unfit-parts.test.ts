import { describe, expect, it } from "vitest";
import { codeAssist, GeminiClient, type GeminiError, geminiApi, vertex } from "../../src/index.ts";

function messageOf(options: object): string {
  try {
    new GeminiClient(options);
  } catch (error) {
    expect(error).toMatchObject({ code: "invalid_options", phase: "options" });
    return (error as GeminiError).message;
  }
  throw new Error("no GeminiError was thrown");
}

const nothing = () => undefined;

describe("an error names the invalid part of an option, its value and the accepted values", () => {
  it.each([
    [{ retry: { maxAttempt: 3 } }, "There is no option `retry.maxAttempt`. Did you mean `retry.maxAttempts`?"],
    [
      { retry: { often: true } },
      "There is no option `retry.often`. The options are retry.maxAttempts, retry.initialDelayMs, retry.maxDelayMs, retry.maxWaitMs, retry.restartStreams.",
    ],
    [
      { retry: { toString: undefined } },
      expect.stringContaining("There is no option `retry.toString`. The options are retry.maxAttempts"),
    ],
    [{ retry: { maxAttempts: 0 } }, "Option `retry.maxAttempts` got 0. It takes a whole number from 1 to 100."],
    [{ retry: { maxAttempts: null } }, "Option `retry.maxAttempts` got null. It takes a whole number from 1 to 100."],
    [
      { retry: { maxAttempts: 2, initialDelayMs: "1s" } },
      "Option `retry.initialDelayMs` got a string. It takes milliseconds, 1 or more and at most 24 days.",
    ],
    [
      { retry: { maxWaitMs: -1 } },
      "Option `retry.maxWaitMs` got -1. It takes milliseconds, 0 or more and at most 24 days.",
    ],
    [{ retry: { restartStreams: 1 } }, "Option `retry.restartStreams` got 1. It takes true or false."],
    [
      { retry: 5 },
      "Option `retry` got 5. It takes true, false or an object. For a number of retries, pass `maxRetries`.",
    ],
    [
      { retry: "5" },
      expect.stringMatching(/^Option `retry` got a string\. It takes true, false, or an object with `maxAttempts`/),
    ],
    [{ timeouts: { total: 0 } }, "Option `timeouts.total` got 0. It takes milliseconds above 0, or null for no limit."],
    [
      { timeouts: { connect: 5, idle: Number.NaN } },
      "Option `timeouts.idle` got NaN. It takes milliseconds above 0, or null for no limit.",
    ],
    [{ timeouts: { header: 5 } }, "There is no option `timeouts.header`. Did you mean `timeouts.headers`?"],
    [
      { fallbackModels: ["gemini-3.8-flash", ""] },
      'Option `fallbackModels[1]` got an empty string. It takes a model name such as "gemini-3.8-flash".',
    ],
    [{ fallbackModels: ["../x"] }, expect.stringContaining('Option `fallbackModels[0]` got "../x".')],
    [
      { fallbackModels: Array(11).fill("a") },
      expect.stringMatching(
        /^Option `fallbackModels` got an array of 11\. It takes an array of at most 10 model names/,
      ),
    ],
    [{ stopSequences: ["a", ""] }, "Option `stopSequences[1]` got an empty string. It takes a non-empty string."],
    [
      { tokenCache: {} },
      "Option `tokenCache` has no `get`, `set`, `delete`. It takes an object with the functions get, set and delete, such as the result of createFileTokenCache().",
    ],
    [
      { tokenCache: { get: nothing, delete: nothing } },
      expect.stringContaining("Option `tokenCache` has no `set`. It takes"),
    ],
  ])("%j", (options, message) => {
    expect(messageOf(options)).toEqual(message);
  });

  it("also within codeAssist()", () => {
    expect(() => codeAssist({ tokenCache: { get: nothing, set: nothing } as never })).toThrow(
      expect.objectContaining({ summary: "Option `codeAssist.tokenCache` has no `delete`." }),
    );
  });

  it.each([{ retry: { maxAttempts: undefined } }, { timeouts: { total: null, idle: undefined } }, { retry: true }])(
    "%o fits",
    (options) => {
      expect(new GeminiClient(options).history).toEqual([]);
    },
  );
});

describe("a schema object of a library instead of JSON Schema", () => {
  const standard = { "~standard": { version: 1, vendor: "tests", validate: () => ({ value: 1 }) } };
  // Schemas of Zod refer to themselves if they are recursive.
  const recursive: Record<string, unknown> = { _def: { typeName: "ZodObject" }, parse: () => 1 };
  recursive.self = recursive;
  const SCHEMA = "Pass it as `schema` with the prompt: `generate(prompt, { schema })`.";
  it.each([
    [{ extraGenerationConfig: { responseJsonSchema: standard } }, "extraGenerationConfig.responseJsonSchema", SCHEMA],
    [{ extraGenerationConfig: { responseSchema: recursive } }, "extraGenerationConfig.responseSchema", SCHEMA],
    [
      { extraRequest: { tools: [{ functionDeclarations: [{ name: "f", parametersJsonSchema: standard }] }] } },
      "extraRequest.tools[0].functionDeclarations[0].parametersJsonSchema",
      "Pass functions in `tools` instead: `tool({ name, parameters: schema, execute })`.",
    ],
  ])("%#: is rejected, with the option that accepts it", (options, path, remedy) => {
    expect(messageOf(options)).toBe(`Option \`${path}\` got a schema object from a library. ${remedy}`);
  });

  it("JSON Schema with properties of the same names is accepted", () => {
    const responseJsonSchema = { properties: { _def: { type: "string" }, parse: {}, "~standard": true } };
    expect(new GeminiClient({ extraGenerationConfig: { responseJsonSchema } }).history).toEqual([]);
  });
});

describe("an option that a Backend object excludes fails with where to pass it", () => {
  const login = codeAssist({ accessToken: "fake-token" });
  const cloud = vertex({ accessToken: "fake-token" });
  it.each([
    [login, { tokenCache: new Map() }, "Pass it to codeAssist({ tokenCache })."],
    [login, { credentialsPath: "/a" }, "Pass it to codeAssist({ credentialsPath })."],
    [login, { project: "a-project" }, "Pass it to codeAssist({ project })."],
    [cloud, { project: "a-project" }, "Pass it to vertex({ project })."],
    [cloud, { tokenCache: new Map() }, "Pass only one of them."],
    [cloud, { apiKey: "fake-key" }, "Pass it to vertex({ apiKey })."],
    [geminiApi(), { apiKey: "fake-key" }, "Pass it to geminiApi({ apiKey })."],
    [geminiApi({ apiKey: "fake-key" }), { project: "a-project" }, "Pass only one of them."],
  ])("%j with %j", (backend, options, remedy) => {
    expect(messageOf({ backend, ...options })).toBe(
      `\`backend\` and \`${Object.keys(options)[0]}\` exclude each other: a Backend object has its own sign-in. ${remedy}`,
    );
  });
});
