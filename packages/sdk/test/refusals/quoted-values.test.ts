import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { errorFor, errorInStream } from "./support/error-for.ts";

const CANARY = "CANARY Jane Doe";
const STRUCT = "type.googleapis.com/google.protobuf.Struct";
const CONTENT = "contents[0].parts[1]";

/** What Google writes, and what is left of it. */
const quoted: readonly (readonly [what: string, words: string, left: string])[] = [
  [
    "a text",
    `Invalid value at '${CONTENT}.text' (TYPE_STRING), "${CANARY}"`,
    `Invalid value at '${CONTENT}.text' (TYPE_STRING), a value of 15 characters`,
  ],
  [
    "bytes",
    `Invalid value at '${CONTENT}.inline_data.data' (TYPE_BYTES), Base64 decoding failed for "${CANARY}"`,
    `Invalid value at '${CONTENT}.inline_data.data' (TYPE_BYTES), Base64 decoding failed for a value of 15 characters`,
  ],
  [
    "a function's result",
    `Invalid value at '${CONTENT}.function_response.response' (${STRUCT}), "${CANARY}"`,
    `Invalid value at '${CONTENT}.function_response.response' (${STRUCT}), a value of 15 characters`,
  ],
  [
    "quotation marks and lines in a value",
    `Invalid value at 'system_instruction' (${STRUCT}), "a "${CANARY}"\n, "b""`,
    `Invalid value at 'system_instruction' (${STRUCT}), a value of 25 characters`,
  ],
  [
    "a value that Google truncated",
    `Base64 decoding failed for "${CANARY} and so on`,
    "Base64 decoding failed for a value of 25 characters",
  ],
  [
    "several values",
    `Invalid value at 'contents[0].role' (TYPE_STRING), "${CANARY}"\nInvalid value at 'contents[1].role' (TYPE_STRING), "CANARY"`,
    "Invalid value at 'contents[0].role' (TYPE_STRING), a value of 15 characters Invalid value at 'contents[1].role' (TYPE_STRING), a value of 6 characters",
  ],
  [
    "an object without marks",
    `Invalid value at '${CONTENT}.function_response.response' (${STRUCT}), {a: ${CANARY}}`,
    `Invalid value at '${CONTENT}.function_response.response' (${STRUCT}), a value of 20 characters`,
  ],
  [
    "the JSON of the request itself",
    `Invalid JSON payload received. Expected , or } after key:value pair.\n{"contents":"${CANARY}"\n            ^`,
    "Invalid JSON payload received. Expected , or } after key:value pair. a piece of the request of 43 characters",
  ],
  [
    "the request in the words of a gateway",
    `Bad request: {"contents":[{"role":"user","parts":[{"text":"${CANARY}"}]}]}. See the log.`,
    "Bad request: a piece of the request of 67 characters. See the log.",
  ],
  [
    "a piece of it, escaped",
    `upstream said "role\\": \\"user\\", \\"parts\\": [{\\"text\\": \\"${CANARY}`,
    'upstream said "role\\": \\"user\\", a piece of the request of 40 characters',
  ],
  [
    "a truncated request with several contents",
    `Request: {"contents":[{"parts":[{"text":"a"}]},{"parts":[{"text":"${CANARY}`,
    "Request: a piece of the request of 72 characters",
  ],
  [
    "a long value in other words",
    `Unable to read "${CANARY}${", and so on".repeat(8)}" there.`,
    "Unable to read a value of 103 characters there.",
  ],
  [
    "another violation after it",
    `Invalid value at 'labels[0].value' (TYPE_STRING), "${CANARY}"\nInvalid JSON payload received. Unknown name "frog": Cannot find field.`,
    `Invalid value at 'labels[0].value' (TYPE_STRING), a value of 15 characters Invalid JSON payload received. Unknown name "frog": Cannot find field.`,
  ],
];

describe("F106 Google's message about a bad request quotes the request", () => {
  it.each(quoted)("%s: only the field and the length are kept, in a reply and in a stream", (_, message, left) => {
    for (const error of [errorFor(400, { message }), errorInStream(400, { message })]) {
      expect(error.code).toBe("invalid_request");
      expect(error.googleMessage).toBe(left);
      const shown = [error.message, JSON.stringify(error), inspect(error, { depth: 20, showHidden: true })].join("\n");
      expect(shown).not.toContain("CANARY");
      expect(error.raw).toContain("CANARY");
    }
  });

  it.each([
    `Invalid value at 'generation_config.thinking_config.thinking_level' (${STRUCT}), "HUGE"`,
    "Invalid JSON payload received. Unknown name \"frog\" at 'contents[0]': Cannot find field.",
    'Publisher Model "gemini-0" was not found.',
  ])("Google's own names are kept: %s", (message) => {
    expect(errorFor(400, { message }).googleMessage).toBe(message);
  });

  it.each(["contents", "systemInstruction", "text", "function_call", "data"])(
    "F386 Google does not know the name of a member that can hold a prompt: %s",
    (name) => {
      const message = `Invalid JSON payload received. Unknown name "${name}": Cannot find field.`;
      expect(errorFor(400, { message }).googleMessage).toBe(message);
    },
  );

  it.each([
    [
      `400: {'contents': [{'parts': [{'text': 'CANARY'}]}]}. See the log.`,
      "400: a piece of the request of 47 characters. See the log.",
    ],
    [
      `400: {"model":"gpt","messages":[{"role":"user","content":"CANARY"}]} is bad`,
      "400: a piece of the request of 63 characters is bad",
    ],
    [`400: {'model': 'x', 'prompt': "CANARY it's", 'n`, "400: a piece of the request of 42 characters"],
    [`400: {"contents":[{"parts":[{"text":"a [note], CANARY`, "400: a piece of the request of 48 characters"],
  ])(
    "F390 a gateway quotes the request as Python prints it, in its own form, or a piece of it: %s",
    (message, left) => {
      expect(errorFor(400, { message }).googleMessage).toBe(left);
    },
  );

  it("F390 but the paths of Google are no quoted request", () => {
    const message = `Invalid JSON payload received. Unknown name "" at 'contents': Proto field is not repeating, cannot start list.`;
    expect(errorFor(400, { message }).googleMessage).toBe(message);
  });

  it("F386 a message that consists of backslashes is searched in linear time", () => {
    expect(errorFor(400, { message: "\\".repeat(1_000_000) }).code).toBe("invalid_request");
  });
});
