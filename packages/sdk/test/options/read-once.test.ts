import { describe, expect, it } from "vitest";
import {
  codeAssist,
  GeminiClient,
  type GeminiOptions,
  googleMaps,
  googleSearch,
  queryStream,
  tool,
} from "../../src/index.ts";
import { start } from "../client/support/ways.ts";

/** An object whose member has this value when it is first read, and none that the option takes afterwards. */
function changing<Target extends object>(target: Target, name: string, value: unknown) {
  let reads = 0;
  const get = () => {
    reads += 1;
    if (reads > 2) throw new Error("read too often");
    return reads === 1 ? value : Symbol("not what was checked");
  };
  return { object: Object.defineProperty(target, name, { enumerable: true, get }), reads: () => reads };
}

const weather = tool({ name: "weather" });

/** Options with an object or array, one of whose members changes. */
const cases: readonly (readonly [
  path: string,
  target: () => object,
  name: string,
  value: unknown,
  (object: never) => GeminiOptions,
])[] = [
  ["timeout", () => ({}), "timeout", 5_000, (object) => object],
  ["timeouts.total", () => ({}), "total", 5_000, (timeouts) => ({ timeouts })],
  ["retry.maxAttempts", () => ({}), "maxAttempts", 1, (retry) => ({ retry })],
  ["headers", () => ({}), "x-own", "canary-header", (headers) => ({ headers })],
  ["labels", () => ({}), "team", "canary-team", (labels) => ({ labels })],
  ["fallbackModels", () => [], "0", "gemini-3.8-flash", (fallbackModels) => ({ fallbackModels })],
  ["stopSequences", () => [], "0", "canary-stop", (stopSequences) => ({ stopSequences })],
  ["responseModalities", () => [], "0", "TEXT", (responseModalities) => ({ responseModalities })],
  [
    "safetySettings[0]",
    () => ({ category: "canary" }),
    "threshold",
    "BLOCK_NONE",
    (one) => ({ safetySettings: [one] }),
  ],
  ["safetySettings", () => [], "0", { category: "canary", threshold: "OFF" }, (safetySettings) => ({ safetySettings })],
  ["extraRequest.toolConfig", () => ({}), "retrievalConfig", {}, (toolConfig) => ({ extraRequest: { toolConfig } })],
  ["extraGenerationConfig.a.b", () => ({}), "b", 1, (a) => ({ extraGenerationConfig: { a } })],
  ["tools", () => [], "0", weather, (tools) => ({ tools })],
  ["toolChoice", () => [], "0", "weather", (toolChoice) => ({ tools: [weather], toolChoice })],
  ["toolLoop", () => ({}), "approve", () => "allow", (toolLoop) => ({ toolLoop })],
];

describe("F210 what is checked is what is used: a member is read once, also within an option", () => {
  it.each(cases)("%s", async (_path, target, name, value, optionsOf) => {
    const { client } = await start();
    const uses: readonly ((options: GeminiOptions) => unknown)[] = [
      (options) => new GeminiClient(options),
      (options) => queryStream("canary", options),
      (options) => client().chat(options),
      (options) => client().chat().fork(options),
      (options) => client().generateStream("canary", options),
      (options) => client().chat().sendMessageStream("canary", options),
    ];
    for (const use of uses) {
      const { object, reads } = changing(target(), name, value);
      use(optionsOf(object as never));
      expect(reads()).toBe(1);
    }
  });

  it.each([
    ["googleSearch()", googleSearch],
    ["googleMaps()", googleMaps],
  ])("the settings of %s", (_, create) => {
    const { object, reads } = changing({}, "enableWidget", true);
    create({ nested: object });
    expect(reads()).toBe(1);
  });

  it("the OAuth client of codeAssist()", () => {
    const { object, reads } = changing({}, "clientId", "fake-client-id");
    codeAssist({ oauthClient: object });
    expect(reads()).toBe(1);
  });

  it("the value of the first read is sent", async () => {
    const { client, requests } = await start();
    const { object } = changing({ threshold: "OFF" }, "category", "HARM_CATEGORY_HARASSMENT");
    await client().generate("canary", { safetySettings: [object as never] });
    expect(requests()[0]?.safetySettings).toEqual([{ category: "HARM_CATEGORY_HARASSMENT", threshold: "OFF" }]);
  });

  it("an object in itself, an array with holes, and a member `__proto__` are read as before", async () => {
    const { client } = await start();
    const itself: Record<string, unknown> = {};
    itself.itself = itself;
    expect(() => client().chat({ extraRequest: { itself } })).toThrow("an object that can be written as JSON");
    const holes = Object.assign([], { 1: "canary" });
    expect(() => client().chat({ stopSequences: holes })).toThrow("`stopSequences[0]` got undefined");
    const prototype: object = JSON.parse('{ "__proto__": { "maxAttempts": 1 } }');
    expect(() => client().chat({ retry: prototype })).toThrow("There is no option `retry.__proto__`");
  });
});
