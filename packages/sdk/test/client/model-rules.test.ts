import { describe, expect, test } from "vitest";
import type {
  CallOptions,
  GeminiEvent,
  GeminiOptions,
  ModelFallbackEvent,
  PromptContent,
  WarningEvent,
} from "../../src/index.ts";
import { failureOf } from "../support/clients.ts";
import { ManualClock } from "../support/platform.ts";
import { start, ways } from "./support/ways.ts";

const NOVEMBER = Date.UTC(2026, 10, 28);
const images = ["TEXT", "IMAGE"];

/** A client on the day, and the warnings that it emits. */
async function startWatched(options: GeminiOptions, now = NOVEMBER, way = ways[0]) {
  const events: GeminiEvent[] = [];
  const clock = new ManualClock(now);
  const started = await (way ?? { start }).start({ now: () => now }, { clock });
  const client = started.client({ ...options, onEvent: (event) => void events.push(event) });
  const warnings = () => events.filter((event): event is WarningEvent => event.type === "warning");
  return { ...started, client, events, warnings, codes: () => warnings().map(({ code }) => code) };
}

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
    ["gemini-4-argon", { responseModalities: images }, "responseModalities", /another|Ask a model/],
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

  test("is sent if it stands in extraGenerationConfig, and Google decides", async () => {
    const { client, requests } = await startWatched({ model: "gemini-4-argon" });
    const extra = [{ thinkingConfig: { thinkingBudget: 5 } }, { presencePenalty: 0.5 }, { candidateCount: 2 }];
    for (const extraGenerationConfig of extra) {
      expect(await failureOf(client.generate("canary-question", { extraGenerationConfig }))).toMatchObject({
        code: "invalid_request",
        status: 400,
      });
    }
    expect(requests()).toHaveLength(extra.length);
  });

  test("is sent to a model that the catalogue does not have", async () => {
    const { client, requests } = await startWatched({ model: "gemini-9-ultra", thinkingLevel: "MINIMAL" });
    await client.generate("What is 2+2?", { presencePenalty: 0.5, frequencyPenalty: 0.5, candidateCount: 2 });
    expect(requests()[0]?.generationConfig).toMatchObject({ presencePenalty: 0.5, candidateCount: 2 });
  });
});

describe("F113 a fallback model refuses an option that the first one took", () => {
  test("it is left out or translated, and the event says so", async () => {
    const { client, emulator, events, requests } = await startWatched({
      model: "gemini-2.5-flash",
      fallbackModels: ["gemini-4-argon"],
    });
    emulator.next({ error: "overloaded" });
    const options = { presencePenalty: 0.5, frequencyPenalty: 0.5, candidateCount: 2, thinkingBudget: 8_000, topK: 3 };
    await client.generate("What is 2+2?", options);
    expect(requests().map(({ generationConfig }) => generationConfig)).toEqual([
      {
        candidateCount: 2,
        presencePenalty: 0.5,
        frequencyPenalty: 0.5,
        topK: 3,
        maxOutputTokens: 32_768,
        thinkingConfig: { thinkingBudget: 8_000, includeThoughts: true },
      },
      { topK: 3, maxOutputTokens: 32_768, thinkingConfig: { thinkingLevel: "MEDIUM", includeThoughts: true } },
    ]);
    expect(events.find(({ type }) => type === "model-fallback")).toMatchObject({
      changed: [
        { option: "presencePenalty" },
        { option: "frequencyPenalty" },
        { option: "candidateCount" },
        { option: "thinkingBudget", instead: "thinkingLevel: MEDIUM" },
      ],
    });
  });
});

describe("F113 a fallback model", () => {
  test.each([
    ["gemini-4-argon", "gemini-3.8-flash", { maxOutputTokens: 262_144 }, 65_536],
    ["gemini-4-argon", "gemma-4-31b-it", { maxOutputTokens: 9_000 }, 8_192],
    ["gemini-4-argon", "gemini-4-neon", { maxOutputTokens: 262_144 }, 262_144],
  ])("of %s returns less than asked: %s gets its own maximum", async (model, other, options, sent) => {
    const { client, emulator, events, requests } = await startWatched({ model, fallbackModels: [other] });
    emulator.next({ error: "overloaded" });
    expect((await client.generate("What is 2+2?", options)).text).toContain("4");
    expect(requests()[1]?.generationConfig.maxOutputTokens).toBe(sent);
    const { changed } = events.find(({ type }) => type === "model-fallback") as ModelFallbackEvent;
    const change = { option: "maxOutputTokens", instead: `maxOutputTokens: ${sent}` };
    expect(changed).toEqual(sent === options.maxOutputTokens ? undefined : [change]);
  });

  test.each([
    [["TEXT", "IMAGE"], ["TEXT"], { option: "responseModalities", instead: "responseModalities: TEXT" }],
    [["IMAGE"], undefined, { option: "responseModalities" }],
  ])("cannot answer with %o: it gets %o", async (responseModalities, sent, change) => {
    const { client, emulator, events, requests } = await startWatched({
      model: "gemini-3.1-flash-image",
      fallbackModels: ["gemini-3.8-flash"],
      responseModalities,
    });
    emulator.next({ error: "overloaded" });
    expect((await client.generate("What is 2+2?")).text).toContain("4");
    expect(requests()[1]?.generationConfig.responseModalities).toEqual(sent);
    expect(events.find(({ type }) => type === "model-fallback")).toMatchObject({ changed: [change] });
  });

  test("does not continue a turn of the model: a warning says so", async () => {
    const { client, emulator, codes } = await startWatched({
      model: "gemini-2.5-flash-lite",
      fallbackModels: ["gemini-4-argon"],
    });
    emulator.next({ error: "overloaded" });
    const contents = [
      { role: "user" as const, parts: [{ text: "canary-question" }] },
      { role: "model" as const, parts: [{ text: "canary-prefix" }] },
    ];
    expect(await failureOf(client.generate(contents))).toMatchObject({ code: "model_overloaded" });
    expect(codes()).toEqual(["parameter_unsupported"]);
  });
});

describe("F195 another model answers under the name of a retired one", () => {
  const DECEMBER = Date.UTC(2026, 11, 1);

  test.each([
    ["gemini-3.5-flash", { presencePenalty: 0.5 }, "presencePenalty", "gemini-3.6-flash"],
    ["models/gemini-2.5-pro", { frequencyPenalty: 0.5 }, "frequencyPenalty", "gemini-3.8-flash"],
    ["gemini-2.5-pro", { thinkingLevel: "MINIMAL" }, "thinkingLevel", "gemini-3.8-flash"],
  ])("%s with %o: it refuses what the other model refuses", async (model, options, option, answering) => {
    const { client, emulator } = await startWatched({ model }, DECEMBER);
    const error = await failureOf(client.generate("canary-question", options));
    expect(error).toMatchObject({ code: "invalid_options", option, model });
    expect(error.message).toContain(`"${answering}", which answers for "${model}",`);
    expect(emulator.calls).toEqual([]);
  });

  test("it takes what the other model takes", async () => {
    const { client, requests } = await startWatched({ model: "gemini-2.5-flash" }, DECEMBER);
    expect((await client.generate("What is 2+2?", { thinkingLevel: "LOW" })).text).toContain("4");
    expect(requests()[0]?.generationConfig.thinkingConfig).toEqual({ thinkingLevel: "LOW", includeThoughts: true });
  });

  test("it ignores what the other model ignores", async () => {
    const { client, warnings } = await startWatched({ model: "gemini-3.5-flash", temperature: 0.2 });
    await client.generate("What is 2+2?");
    const ignored = warnings().find(({ code }) => code === "parameter_ignored");
    expect(ignored?.summary).toBe(
      'The model "gemini-3.6-flash", which answers for "gemini-3.5-flash", ignores `temperature`.',
    );
  });

  test("it does not continue a turn of the model either", async () => {
    const { client, emulator } = await startWatched({ model: "gemini-2.5-flash" }, DECEMBER);
    const contents = [
      { role: "user" as const, parts: [{ text: "canary-question" }] },
      { role: "model" as const, parts: [{ text: "canary-prefix" }] },
    ];
    expect(await failureOf(client.generate(contents))).toMatchObject({ code: "invalid_options", option: "contents" });
    expect(emulator.calls).toEqual([]);
  });

  test("a fallback gets the options of the other model", async () => {
    const { client, emulator, requests } = await startWatched(
      { model: "gemini-4-neon", fallbackModels: ["gemini-2.5-pro"], thinkingLevel: "XHIGH" },
      DECEMBER,
    );
    emulator.next({ error: "overloaded" });
    await client.generate("What is 2+2?");
    expect(requests()[1]?.generationConfig.thinkingConfig).toMatchObject({ thinkingLevel: "HIGH" });
  });

  test("before that day, and on a backend where it has not retired, its own rules count", async () => {
    const before = await startWatched({ model: "gemini-2.5-pro", presencePenalty: 0.5 }, DECEMBER - 1);
    expect((await before.client.generate("What is 2+2?")).text).toContain("4");
    const vertex = await startWatched({ model: "gemini-3.5-flash", presencePenalty: 0.5 }, DECEMBER, ways.at(-1));
    expect((await vertex.client.generate("What is 2+2?")).text).toContain("4");
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

  test("is no warning on a model that uses it, or in extraGenerationConfig", async () => {
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

  test("is no warning more than 30 days before", async () => {
    const { client, codes } = await startWatched({ model: "gemini-2.5-pro" }, Date.UTC(2026, 9, 31));
    await client.generate("What is 2+2?");
    expect(codes()).toEqual([]);
  });
});

describe("F116 a model that the catalogue does not have", () => {
  test.each(["gemini-9-ultra", "models/gemini-9-ultra"])("%s is asked, with one warning", async (model) => {
    const { client, warnings } = await startWatched({ model });
    expect((await client.generate("What is 2+2?")).text).toContain("4");
    await client.generate("What is 2+2?");
    expect(warnings()).toEqual([
      expect.objectContaining({ code: "model_unknown", option: "model", message: expect.stringContaining(model) }),
    ]);
  });

  test.each(["gemini-flash-latest", "gemini-3.8-flash-001", "gemma-4-31b-it"])(
    "%s is no unknown model",
    async (model) => {
      const { client, codes } = await startWatched({ model });
      await client.generate("What is 2+2?");
      expect(codes()).toEqual([]);
    },
  );
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

describe("aliases of models", () => {
  test.each(ways)("$way: pro, flash and flash-lite are models of this backend", async (way) => {
    const { client, requests } = await startWatched({}, NOVEMBER, way);
    for (const model of ["pro", "flash", "flash-lite"]) await client.generate("What is 2+2?", { model });
    const names = way.way.startsWith("code-assist")
      ? ["gemini-2.5-pro", "gemini-2.5-flash", "gemini-2.5-flash-lite"]
      : ["gemini-3.1-pro-preview", "gemini-3.8-flash", "gemini-3.5-flash-lite"];
    expect(requests().map(({ model }) => model)).toEqual(names);
  });

  test("stand for models in fallbackModels and in GEMINI_MODEL, and are asked once", async () => {
    const started = await start({ now: () => NOVEMBER }, { environment: { GEMINI_MODEL: "flash" } });
    started.emulator.on({}, { error: "overloaded" });
    const fallbackModels = ["flash", "gemini-3.8-flash", "flash-lite"];
    const error = await failureOf(started.client({ model: null, fallbackModels }).generate("canary-question"));
    expect(error).toMatchObject({ code: "model_overloaded", model: "gemini-3.5-flash-lite" });
    expect(started.requests().map(({ model }) => model)).toEqual(["gemini-3.8-flash", "gemini-3.5-flash-lite"]);
  });

  test("can have the prefix `models/`", async () => {
    const { client, requests, codes } = await startWatched({ model: "models/flash-lite" });
    await client.generate("What is 2+2?");
    expect(requests()[0]?.model).toBe("gemini-3.5-flash-lite");
    expect(codes()).toEqual([]);
  });

  test("and names of one model are asked once", async () => {
    const { client, emulator, requests } = await startWatched({
      model: "pro",
      fallbackModels: ["flash", "models/gemini-3.8-flash", "gemini-3.1-pro-preview", "flash"],
    });
    emulator.on({}, { error: "overloaded" });
    await failureOf(client.generate("canary-question", { maxRetries: 0 }));
    expect(requests().map(({ model }) => model)).toEqual(["gemini-3.1-pro-preview", "gemini-3.8-flash"]);
  });

  test("Google's own are sent as they are", async () => {
    const { client, requests } = await startWatched({ model: "gemini-flash-latest" });
    await client.generate("What is 2+2?");
    expect(requests()[0]?.model).toBe("gemini-flash-latest");
  });
});
