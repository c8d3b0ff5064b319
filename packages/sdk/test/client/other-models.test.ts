import { describe, expect, test } from "vitest";
import type { ModelFallbackEvent } from "../../src/index.ts";
import { failureOf } from "../support/clients.ts";
import { NOVEMBER, startWatched } from "./support/watched.ts";
import { start, ways } from "./support/ways.ts";

describe("F113 a fallback model refuses an option that the first one accepted", () => {
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
  ])("of %s has a lower output limit than requested: %s gets its own maximum", async (model, other, options, sent) => {
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

describe("F195 another model responds under the name of a retired one", () => {
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

  test("it accepts what the other model accepts", async () => {
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

  test("before that day, and on a backend that has not retired it, its own rules apply", async () => {
    const before = await startWatched({ model: "gemini-2.5-pro", presencePenalty: 0.5 }, DECEMBER - 1);
    expect((await before.client.generate("What is 2+2?")).text).toContain("4");
    const vertex = await startWatched({ model: "gemini-3.5-flash", presencePenalty: 0.5 }, DECEMBER, ways.at(-1));
    expect((await vertex.client.generate("What is 2+2?")).text).toContain("4");
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

  test("are resolved in fallbackModels and in GEMINI_MODEL, and each model is asked once", async () => {
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
