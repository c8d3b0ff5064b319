import { expect, it } from "vitest";
import type { GenerateContentStream } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { collect, thrownBy } from "../support/clients.ts";

const methods = [
  { method: "cancel", right: "stream.cancel({ keepPartial: true })", options: "keepPartial" },
  { method: "toReadableStream", right: "stream.toReadableStream({ errorMessage })", options: "errorMessage" },
  { method: "toResponse", right: "stream.toResponse({ headers })", options: "errorMessage, headers" },
] as const;

async function startedStream() {
  const { client } = await start();
  return client().generateStream("canary-prompt");
}

/** Calls a method with an argument that its type does not allow. */
function callWith(stream: GenerateContentStream, method: (typeof methods)[number]["method"], argument: unknown) {
  return thrownBy(() => (stream[method] as (argument: unknown) => unknown)(argument));
}

for (const { method, right, options } of methods) {
  it.each([
    ["5", 5],
    ["true", true],
    ["null", null],
    ["a string", "canary"],
    ["an array of 1", ["canary"]],
    ["a function", () => {}],
    ["a Map", new Map([["keepPartial", true]])],
    ["an AbortSignal", new AbortController().signal],
    ["an Error", new Error("canary")],
  ])(`${method}() with %s is invalid_options, and the stream can still be read`, async (got, argument) => {
    const stream = await startedStream();
    const error = callWith(stream, method, argument);
    expect(error).toMatchObject({ code: "invalid_options", phase: "options", option: "options", attempts: 0 });
    expect(error.message).toBe(`The argument \`options\` got ${got}. It takes an object, as in \`${right}\`.`);
    expect((await collect(stream)).error).toBeUndefined();
  });

  it(`${method}() with an unknown option is invalid_options`, async () => {
    const stream = await startedStream();
    const error = callWith(stream, method, { status: 201 });
    expect(error).toMatchObject({ code: "invalid_options", option: "status" });
    expect(error.message).toBe(`There is no option \`status\`. The options are ${options}.`);
    expect((await collect(stream)).error).toBeUndefined();
  });
}

it.each([
  ["cancel", "keepPartials", "keepPartial"],
  ["cancel", "keep_partial", "keepPartial"],
  ["toReadableStream", "errorMesage", "errorMessage"],
  ["toResponse", "header", "headers"],
] as const)("%s({ %s }) is led to the option", async (method, wrong, right) => {
  const error = callWith(await startedStream(), method, { [wrong]: true });
  expect(error).toMatchObject({ code: "invalid_options", option: wrong });
  expect(error.remedy).toBe(`Did you mean \`${right}\`?`);
});

it.each([
  ["cancel", { keepPartial: "yes" }, "Option `keepPartial` got a string. It takes true or false."],
  ["cancel", { keepPartial: 1 }, "Option `keepPartial` got 1. It takes true or false."],
  ["toReadableStream", { errorMessage: {} }, "Option `errorMessage` got an object. It takes a function."],
  [
    "toResponse",
    { headers: 5 },
    "Option `headers` got 5. It takes the headers of a response: names with strings, or a Headers object.",
  ],
] as const)("%s(%j) is invalid_options", async (method, argument, message) => {
  expect(callWith(await startedStream(), method, argument)).toMatchObject({ code: "invalid_options", message });
});

it.each(methods)("options of $method() that are undefined or null count as left out", async ({ method, options }) => {
  for (const value of [undefined, null]) {
    const stream = await startedStream();
    const argument = Object.fromEntries(options.split(", ").map((name) => [name, value]));
    expect(() => (stream[method] as (argument: unknown) => unknown)(argument)).not.toThrow();
  }
});
