import { describe, expect, test } from "vitest";
import type { CallOptions, PromptContent } from "../../src/index.ts";
import { failureOf } from "../support/clients.ts";
import { NOVEMBER, startWatched } from "./support/watched.ts";
import { ways } from "./support/ways.ts";

const images = ["TEXT", "IMAGE"];

describe("F112 an option that a known model refuses", () => {
  const REFUSED: readonly (readonly [string, CallOptions, string, RegExp])[] = [
    ["gemini-4-argon", { thinkingBudget: 1_000 }, "thinkingBudget", /`thinkingLevel`: "LOW", "MEDIUM", "HIGH"/],
    ["gemini-4-argon", { thinkingBudget: 0 }, "thinkingBudget", /"LOW"/],
    ["gemini-4-argon", { thinkingLevel: "XHIGH" }, "thinkingLevel", /"HIGH"\.$/],
    ["gemini-4-neon", { thinkingLevel: "MINIMAL" }, "thinkingLevel", /"XHIGH"\.$/],
    ["gemini-3.8-flash", { thinkingLevel: "minimal" }, "thinkingLevel", /"LOW"/],
    ["gemini-3-pro-preview", { thinkingLevel: "MEDIUM" }, "thinkingLevel", /"LOW", "HIGH"/],
    ["gemini-2.5-flash-lite", { thinkingLevel: "LOW" }, "thinkingLevel", /`thinkingBudget`: 0, -1, or 512 to 24576/],
    ["gemini-2.5-pro", { thinkingBudget: 0 }, "thinkingBudget", /`thinkingBudget`: -1, or 128/],
    ["gemini-2.0-flash", { thinkingBudget: 5 }, "thinkingBudget", /does not think/],
    ["gemini-4-carbon", { presencePenalty: 0.5 }, "presencePenalty", /prompt/],
    ["models/gemini-3.6-flash", { frequencyPenalty: -0.5 }, "frequencyPenalty", /prompt/],
    ["gemini-4-hydrogen", { candidateCount: 2 }, "candidateCount", /once for each/],
    ["gemini-3.1-pro-preview", { candidateCount: 2 }, "candidateCount", /once for each/],
    ["gemini-4-argon", { responseModalities: images }, "responseModalities", /another|Use a model/],
  ];

  test.each(REFUSED)("%s with %o is invalid before anything is sent", async (model, options, option, remedy) => {
    const { emulator, client } = await startWatched({ model });
    const error = await failureOf(client.generate("canary-question", options));
    expect(error).toMatchObject({ code: "invalid_options", phase: "options", option, attempts: 0 });
    expect(error.message).toContain(`"${model}"`);
    expect(error.remedy).toMatch(remedy);
    await expect(client.generateStream("canary-question", options).response()).rejects.toMatchObject({ option });
    expect(emulator.calls).toEqual([]);
  });

  test.each([
    ["gemini-4-neon", { thinkingLevel: "xhigh" }],
    ["gemini-4-argon", { presencePenalty: 0, frequencyPenalty: 0, candidateCount: 1 }],
    ["gemini-4-argon", { responseModalities: ["TEXT"] }],
    ["gemini-3.5-flash-lite", { thinkingBudget: 0 }],
    ["gemini-2.5-flash-lite", { thinkingBudget: -1 }],
    ["gemini-3.1-flash-image", { responseModalities: images }],
    ["gemma-4-31b-it", { thinkingLevel: "HIGH" }],
    ["gemini-4-argon", { thinkingLevel: null, presencePenalty: null }],
  ])("%s with %o is sent", async (model, options) => {
    const { emulator, client } = await startWatched({ model });
    expect((await client.generate("What is 2+2?", options)).text).not.toBe("");
    expect(emulator.calls).toHaveLength(1);
  });

  test("several candidates of Gemini 3.1 Pro are refused on the Gemini API alone", async () => {
    const { client } = await startWatched({ model: "gemini-3.1-pro-preview" }, NOVEMBER, ways.at(-1));
    expect((await client.generate("What is 2+2?", { candidateCount: 2 })).candidates).toHaveLength(2);
  });

  test("is sent if it is in extraGenerationConfig, and Google decides", async () => {
    const { client, requests } = await startWatched({ model: "gemini-4-argon" });
    const extra = [
      { thinkingConfig: { thinkingBudget: 5 } },
      { presencePenalty: 0.5 },
      { candidateCount: 2 },
      { responseModalities: images },
    ];
    for (const extraGenerationConfig of extra) {
      expect(await failureOf(client.generate("canary-question", { extraGenerationConfig }))).toMatchObject({
        code: "invalid_request",
        status: 400,
      });
    }
    expect(requests()).toHaveLength(extra.length);
  });

  test("is not refused if extraGenerationConfig replaces it", async () => {
    const { client, requests } = await startWatched({ model: "gemini-4-argon", responseModalities: images });
    await client.generate("What is 2+2?", { extraGenerationConfig: { responseModalities: ["TEXT"] } });
    expect(requests()[0]?.generationConfig.responseModalities).toEqual(["TEXT"]);
  });

  test("F328 is not refused if extraGenerationConfig replaces it in snake case", async () => {
    const { client, requests } = await startWatched({ model: "gemini-4-argon", responseModalities: images });
    await client.generate("What is 2+2?", { extraGenerationConfig: { response_modalities: ["TEXT"] } });
    expect(requests()[0]?.generationConfig.responseModalities).toEqual(["TEXT"]);
  });

  test("is sent to a model that the catalogue does not have", async () => {
    const { client, requests } = await startWatched({ model: "gemini-9-ultra", thinkingLevel: "MINIMAL" });
    await client.generate("What is 2+2?", { presencePenalty: 0.5, frequencyPenalty: 0.5, candidateCount: 2 });
    expect(requests()[0]?.generationConfig).toMatchObject({ presencePenalty: 0.5, candidateCount: 2 });
  });
});

describe("F114 an option that the model ignores", () => {
  test("is a warning, once for each client and option", async () => {
    const { client, warnings } = await startWatched({ model: "gemini-4-neon", temperature: 0.2 });
    await client.generate("What is 2+2?", { topK: 3 });
    await client.generate("What is 2+2?");
    await client.chat().sendMessage("What is 2+2?");
    expect(warnings()).toEqual([
      {
        type: "warning",
        code: "parameter_ignored",
        message: expect.stringContaining("gemini-4-neon"),
        summary: 'The model "gemini-4-neon" ignores `temperature`.',
        option: "temperature",
      },
      expect.objectContaining({ code: "parameter_ignored", option: "topK" }),
    ]);
  });

  test("of a fallback model is a warning too", async () => {
    const { client, emulator, codes } = await startWatched({
      model: "gemini-2.5-flash-lite",
      fallbackModels: ["gemini-3.8-flash"],
      topP: 0.5,
    });
    emulator.next({ error: "overloaded" });
    await client.generate("What is 2+2?");
    expect(codes()).toEqual(["parameter_ignored"]);
  });

  test("causes no warning on a model that uses it, or in extraGenerationConfig", async () => {
    const { client, codes } = await startWatched({ model: "gemini-3.5-flash-lite" });
    await client.generate("What is 2+2?", { model: "gemini-2.5-flash-lite", temperature: 0.2 });
    await client.generate("What is 2+2?", { extraGenerationConfig: { temperature: 0.2 } });
    expect(codes()).toEqual([]);
  });

  test.each(ways)("$way: a client with defaults alone never warns", async (way) => {
    const { client, codes } = await startWatched({ model: null }, NOVEMBER, way);
    await client.generate("What is 2+2?");
    await client.chat().sendMessageStream("What is 2+2?").response();
    expect(codes()).toEqual([]);
  });
});

describe("F115 a model that retires", () => {
  const [geminiApi, , , vertex] = ways;

  test.each([
    ["within 30 days", geminiApi, "gemini-2.5-pro", "model_retiring", 'answers with "gemini-3.8-flash"'],
    ["long ago, and another one answers", geminiApi, "gemini-3.7-flash", "model_retired", 'with "gemini-3.8-flash"'],
  ])("%s", async (_when, way, model, code, words) => {
    const { client, warnings } = await startWatched({ model }, NOVEMBER, way);
    await client.generate("What is 2+2?");
    await client.generate("What is 2+2?");
    const about = warnings().filter((warning) => warning.code === code);
    expect(about).toEqual([expect.objectContaining({ option: "model", message: expect.stringContaining(words) })]);
    expect(about[0]?.message).toContain('Set `model` to "gemini-3.8-flash".');
  });

  test("has retired, and the backend does not serve it", async () => {
    const { client, codes } = await startWatched({ model: "gemini-2.5-flash" }, NOVEMBER, vertex);
    expect(await failureOf(client.generate("What is 2+2?"))).toMatchObject({ code: "model_unavailable" });
    expect(codes()).toEqual(["model_retired"]);
  });

  test("causes no warning more than 30 days before", async () => {
    const { client, codes } = await startWatched({ model: "gemini-2.5-pro" }, Date.UTC(2026, 9, 31));
    await client.generate("What is 2+2?");
    expect(codes()).toEqual([]);
  });
});

describe("F116 a model that the catalogue does not have", () => {
  test.each(["gemini-9-ultra", "models/gemini-9-ultra"])("%s is sent, with one warning", async (model) => {
    const { client, warnings } = await startWatched({ model });
    expect((await client.generate("What is 2+2?")).text).toContain("4");
    await client.generate("What is 2+2?");
    expect(warnings()).toEqual([
      expect.objectContaining({ code: "model_unknown", option: "model", message: expect.stringContaining(model) }),
    ]);
  });

  test("is named by its path on Vertex AI, with the same warning", async () => {
    const model = "publishers/google/models/gemini-9-ultra";
    const { client, codes } = await startWatched({ model }, NOVEMBER, ways.at(-1));
    await client.generate("What is 2+2?");
    expect(codes()).toEqual(["model_unknown"]);
  });

  test.each(["gemini-flash-latest", "gemini-3.8-flash-001", "gemma-4-31b-it"])("%s is a known model", async (model) => {
    const { client, codes } = await startWatched({ model });
    await client.generate("What is 2+2?");
    expect(codes()).toEqual([]);
  });
});

describe("F117 contents that end with a turn of the model", () => {
  const prefilled: PromptContent[] = [
    { role: "user", parts: [{ text: "canary-question" }] },
    { role: "model", parts: [{ text: "canary-prefix" }] },
  ];

  test.each(["gemini-3.5-flash-lite", "gemini-3.6-flash", "gemini-3.8-flash"])(
    "are invalid for %s, which refuses them",
    async (model) => {
      const { client, emulator } = await startWatched({ model });
      expect(await failureOf(client.generate(prefilled))).toMatchObject({
        code: "invalid_options",
        option: "contents",
        model,
        attempts: 0,
      });
      expect(emulator.calls).toEqual([]);
    },
  );

  test("are sent to a model that continues them", async () => {
    const { client, requests, codes } = await startWatched({ model: "gemini-2.5-flash-lite" });
    await client.generate(prefilled);
    expect(requests()[0]?.contents.at(-1)).toEqual(prefilled[1]);
    expect(codes()).toEqual([]);
  });

  test("are sent to Gemini 4 with a warning, because Google does not say what it does with them", async () => {
    const { client, emulator, codes } = await startWatched({ model: "gemini-4-argon" });
    expect(await failureOf(client.generate(prefilled))).toMatchObject({ code: "invalid_request", status: 400 });
    expect(emulator.calls).toHaveLength(1);
    expect(codes()).toEqual(["parameter_unsupported"]);
  });
});
