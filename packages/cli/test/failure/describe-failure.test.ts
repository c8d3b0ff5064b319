import { geminiApi, isGeminiError } from "gemini-ts";
import { expect, test } from "vitest";
import { usageFailure } from "../../src/failure/command-failure.ts";
import { describeFailure } from "../../src/failure/describe-failure.ts";

test("a failure of the command in two lines, whatever stands in it", () => {
  const { text, exitCode } = describeFailure(usageFailure("Bad\n\u001b[31mword.", "Do\r\nthis."), false);
  expect({ text, exitCode }).toEqual({ text: "Bad word.\nDo this.\n", exitCode: 2 });
});

test("a failure of the SDK, with flags for its options", () => {
  let failure: unknown;
  try {
    geminiApi({ apiKey: "not a key" });
  } catch (error) {
    failure = error;
  }
  expect(isGeminiError(failure, "invalid_options")).toBe(true);
  const { text, exitCode } = describeFailure(failure, false);
  expect(exitCode).toBe(2);
  expect(text).toMatch(/^Option .+\nIt takes .+\n$/);
});

test("an unknown error is not quoted, since it could hold a piece of the prompt", () => {
  const { text, exitCode } = describeFailure(new TypeError("canary"), false);
  expect(exitCode).toBe(1);
  expect(text).toMatch(/^Something failed that should not \(TypeError\)\.\n.*GEMINI_TS_DEBUG=1.*\n$/);
});

test("a thrown value that is no error has two lines too", () => {
  expect(describeFailure("canary", true).text).toMatch(/^[^\n]*\(string\)[^\n]*\n[^\n]+\n$/);
});
