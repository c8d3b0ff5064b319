import { describe, expect, it } from "vitest";
import { type CallOptions, GeminiClient, type GeminiOptions, query, queryStream } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";

const PROMPT = "canary-prompt";

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    expect(error).toMatchObject({ code: "invalid_options", phase: "options", attempts: 0 });
    return (error as Error).message;
  }
  throw new Error("no error was thrown");
}

/** What programs pass in place of an object of options. */
const NO_OPTIONS: readonly (readonly [got: string, value: unknown])[] = [
  ["null", null],
  ["5", 5],
  ["a string", "canary-model"],
  ["an array of 0", []],
  ["a function", () => {}],
  ["a Map", new Map([["model", "canary-model"]])],
  ["a Promise", Promise.resolve({})],
];

describe("a value that is not an options object is refused, with a correct call", () => {
  it.each(NO_OPTIONS)("%s", async (got, value) => {
    const started = await start();
    const client = started.client();
    const refused = (right: string) => `The argument \`options\` got ${got}. It takes an object, as in \`${right}\`.`;
    const ofClient = refused("new GeminiClient({ apiKey })");
    const ofCall = refused('generate(contents, { model: "gemini-3.8-flash" })');
    const ofChat = refused('client.chat({ systemPrompt: "Be concise." })');
    const options = value as CallOptions;
    expect(messageOf(() => new GeminiClient(options as GeminiOptions))).toBe(ofClient);
    expect(messageOf(() => queryStream(PROMPT, options))).toBe(ofClient);
    expect((await failureOf(query(PROMPT, options))).message).toBe(ofClient);
    expect(messageOf(() => client.chat(options))).toContain(ofChat);
    expect(messageOf(() => client.chat().fork(options))).toContain(ofChat);
    const failures = await Promise.all([
      failureOf(client.generate(PROMPT, options)),
      failureOf(client.generateStream(PROMPT, options).response()),
      failureOf(client.sendMessage(PROMPT, options)),
      failureOf(client.chat().sendMessageStream(PROMPT, options).response()),
    ]);
    for (const { message } of failures) expect(message).toBe(ofCall);
    const ofResumption = refused("chat.resume({ results })");
    expect((await failureOf(client.chat().resume(options))).message).toBe(ofResumption);
    expect((await failureOf(client.chat().resumeStream(options).response())).message).toBe(ofResumption);
    expect(started.emulator.calls).toEqual([]);
  });

  it("contents instead of a chat's options are refused, with a hint at `history`", async () => {
    const client = (await start()).client();
    const contents = [{ role: "user", parts: [{ text: PROMPT }] }];
    expect(messageOf(() => client.chat(contents as object))).toMatch(/Earlier turns go into `\{ history \}`\.$/);
  });

  it.each([
    ["an AbortSignal", new AbortController().signal, "`{ signal }`"],
    ["an AbortController", new AbortController(), "`{ signal: controller.signal }`"],
  ])("%s instead of options is refused, with a hint at the option `signal`", async (got, value, form) => {
    const client = (await start()).client();
    const { message } = await failureOf(client.generate(PROMPT, value as object));
    expect(message).toContain(`got ${got}.`);
    expect(message).toContain(form);
  });

  it.each([
    {},
    Object.create(null),
    new (class Options {
      readonly temperature = 0;
    })(),
  ])("an options object may have any prototype: %#", async (options) => {
    const started = await start();
    await started.client().generate(PROMPT, options);
    expect(started.emulator.calls).toHaveLength(1);
  });
});

describe("an option in the wrong place is refused, with the right place", () => {
  it("a history belongs to a chat", async () => {
    const client = (await start()).client();
    for (const failure of [
      client.sendMessage(PROMPT, { history: [] } as object),
      client.generate(PROMPT, { history: [] } as object),
    ]) {
      const error = await failureOf(failure);
      expect(error).toMatchObject({ code: "invalid_options", option: "history" });
      expect(error.message).toBe(
        "There is no option `history` for a single call. It belongs to a chat: `client.chat({ history })`. Without one, pass the conversation as contents: `generate([...history, content])`.",
      );
    }
  });

  it("an option of the client is not an option of a chat", async () => {
    const client = (await start()).client();
    expect(messageOf(() => client.chat({ apiKey: "fake-canary" } as object))).toBe(
      "There is no option `apiKey` for a chat. Pass it to the client: `new GeminiClient({ apiKey })`.",
    );
  });

  it("an AbortController is refused, with a hint at its signal", async () => {
    const signal = new AbortController() as never;
    const message = "Option `signal` got an AbortController. Pass its signal: `{ signal: controller.signal }`.";
    expect(messageOf(() => new GeminiClient({ signal }))).toBe(message);
    expect((await failureOf((await start()).client().generate(PROMPT, { signal }))).message).toBe(message);
  });

  it.each([{ message: PROMPT }, { prompt: PROMPT }])("%#: the message is the first argument", async (argument) => {
    const client = (await start()).client();
    const error = await failureOf(client.sendMessage(argument as never));
    expect(error.message).toBe(
      `The argument \`prompt\` got an object with \`${Object.keys(argument)[0]}\`. Pass the text itself, and options second: \`sendMessage("Hello!", { temperature: 0.2 })\`.`,
    );
  });
});
