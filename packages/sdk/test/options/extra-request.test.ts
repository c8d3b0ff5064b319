import { describe, expect, it } from "vitest";
import { type CallOptions, type ChatOptions, googleMaps, tool } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";

const weather = tool({ name: "get_weather", execute: () => "canary" });
const category = "HARM_CATEGORY_HARASSMENT";

/** A member of `extraRequest`, and the option that sends the same. */
const TWICE: readonly (readonly [
  option: string,
  member: string,
  options: CallOptions,
  extra: Readonly<Record<string, unknown>>,
])[] = [
  [
    "systemPrompt",
    "systemInstruction",
    { systemPrompt: "canary" },
    { systemInstruction: { parts: [{ text: "canary" }] } },
  ],
  [
    "systemPrompt",
    "system_instruction",
    { systemPrompt: "canary" },
    { system_instruction: { parts: [{ text: "canary" }] } },
  ],
  ["safetySettings", "safetySettings", { safetySettings: [{ category, threshold: "OFF" }] }, { safetySettings: [] }],
  ["labels", "labels", { labels: { a: "b" } }, { labels: {} }],
  ["serviceTier", "service_tier", { serviceTier: "flex" }, { service_tier: "standard" }],
  ["store", "store", { store: false }, { store: true }],
  ["tools", "tools", { tools: [weather] }, { tools: [{ googleSearch: {} }] }],
  [
    "tools",
    "toolConfig.functionCallingConfig",
    { tools: [weather] },
    { toolConfig: { functionCallingConfig: { mode: "NONE" } } },
  ],
  [
    "tools",
    "tool_config.function_calling_config",
    { tools: [weather] },
    { tool_config: { function_calling_config: { allowed_function_names: ["get_weather"] } } },
  ],
  [
    "toolChoice",
    "toolConfig.functionCallingConfig",
    { tools: [weather], toolChoice: "any" },
    { toolConfig: { functionCallingConfig: { mode: "VALIDATED" } } },
  ],
];

describe("F300 a member of extraRequest never replaces an option without a word", () => {
  it.each(TWICE)("%s beside %s, in any two layers", async (option, member, options, extraRequest) => {
    const started = await start();
    const both = { ...options, extraRequest };
    const wrong = {
      code: "invalid_options",
      phase: "options",
      option,
      attempts: 0,
      summary: expect.stringContaining(`\`extraRequest.${member}\` would replace what \`${option}\` sends`),
    };
    expect(() => started.client(both)).toThrow(expect.objectContaining(wrong));
    expect(() => started.client().chat(both as ChatOptions)).toThrow(expect.objectContaining(wrong));
    const own = { systemPrompt: null, extraRequest };
    const layers = [
      () => started.client().generate("canary", both),
      () => started.client(options).generate("canary", { extraRequest }),
      () => started.client(own).generate("canary", options),
      () => started.client(options).chat({ extraRequest }).sendMessage("canary"),
      () => started.client().chat(own).sendMessageStream("canary", options).response(),
    ];
    for (const call of layers) expect(await failureOf(call())).toMatchObject(wrong);
    expect(started.emulator.calls).toEqual([]);
  });

  it.each<[member: string, extra: Readonly<Record<string, unknown>>, remedy: string]>([
    ["generationConfig", { generationConfig: { topK: 3 } }, "`extraGenerationConfig`"],
    ["generation_config", { generation_config: { topK: 3 } }, "`extraGenerationConfig`"],
    ["generationConfig", { generationConfig: null }, "`extraGenerationConfig`"],
    ["model", { model: "gemini-3.8-flash" }, "the option `model`"],
    ["contents", { contents: [] }, "contents as the first argument"],
  ])("%s in it is refused: %j", async (member, extraRequest, remedy) => {
    const started = await start();
    const wrong = {
      code: "invalid_options",
      option: `extraRequest.${member}`,
      summary: `There is no option \`extraRequest.${member}\`.`,
      remedy: expect.stringContaining(remedy),
    };
    expect(() => started.client({ extraRequest })).toThrow(expect.objectContaining(wrong));
    expect(await failureOf(started.client().generate("canary", { extraRequest }))).toMatchObject(wrong);
    expect(started.emulator.calls).toEqual([]);
  });

  it.each<[what: string, options: CallOptions, extra: Readonly<Record<string, unknown>>, sent: object]>([
    [
      "a member without an option",
      { systemPrompt: "canary" },
      { safetySettings: [{ category, threshold: "OFF" }] },
      { safetySettings: [{ category, threshold: "OFF" }] },
    ],
    ["a member that is undefined", { systemPrompt: "canary" }, { generationConfig: undefined, model: undefined }, {}],
    [
      "the place of the user beside Google Maps",
      { tools: [googleMaps()] },
      { toolConfig: { retrievalConfig: { languageCode: "en" } } },
      { toolConfig: { retrievalConfig: { languageCode: "en" } } },
    ],
    [
      "a mode that `toolChoice` has no word for",
      { tools: [weather] },
      { toolConfig: { functionCallingConfig: { mode: "VALIDATED" } } },
      { toolConfig: { functionCallingConfig: { mode: "VALIDATED" } } },
    ],
  ])("%s is sent", async (_, options, extraRequest, sent) => {
    const started = await start();
    await started.client(options).generate("What is 2+2?", { extraRequest });
    expect(started.requests()[0]).toMatchObject(sent);
  });

  it("null in place of an inherited option lets it through", async () => {
    const started = await start();
    const systemInstruction = { parts: [{ text: "canary" }] };
    const client = started.client({ systemPrompt: "canary" });
    await client.generate("What is 2+2?", { systemPrompt: null, extraRequest: { systemInstruction } });
    expect(started.requests()[0]?.systemInstruction).toEqual(systemInstruction);
  });
});
