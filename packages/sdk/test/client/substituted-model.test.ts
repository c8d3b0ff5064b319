import { describe, expect, it, test } from "vitest";
import type { GeminiClient, GeminiEvent, GeminiOptions, WarningEvent } from "../../src/index.ts";
import { type Started, ways } from "./support/ways.ts";

/** A client, and the warnings that it emits, but for those that a model has retired. */
function watched(started: Started, options: GeminiOptions) {
  const events: GeminiEvent[] = [];
  const client = started.client({ ...options, onEvent: (event) => void events.push(event) });
  const warnings = () =>
    events.filter((event): event is WarningEvent => event.type === "warning" && event.code !== "model_retired");
  return { client, warnings };
}

/** The events of a response from this model. */
function answeredBy(modelVersion: string): object[] {
  return ["Half", " and half"].map((text, index) => ({
    candidates: [{ content: { role: "model", parts: [{ text }] }, ...(index === 1 ? { finishReason: "STOP" } : {}) }],
    modelVersion,
  }));
}

async function textOfStream(client: GeminiClient): Promise<string> {
  let text = "";
  for await (const { textDelta } of client.generateStream("canary-prompt")) text += textDelta;
  return text;
}

describe.each(ways)("$way", ({ start }) => {
  it("warns once per call that another model responded, and returns its response", async () => {
    const started = await start();
    const { client, warnings } = watched(started, { model: "gemini-3.7-flash" });
    const events = answeredBy("gemini-3.8-flash");
    started.emulator.on({}, (call) => ({ events: call.operation === "generateContent" ? events.slice(1) : events }));

    const whole = await client.sendMessage("canary-prompt");
    expect(whole).toMatchObject({ text: " and half", modelVersion: "gemini-3.8-flash", truncated: false });
    expect(warnings()).toEqual([
      {
        type: "warning",
        code: "model_substituted",
        message: expect.stringContaining("Set `model`"),
        summary: expect.stringMatching(/differ\.$/),
        option: "model",
      },
    ]);
    expect(warnings()[0]?.message).toMatch(/"gemini-3\.8-flash".*"gemini-3\.7-flash"/);

    expect(await textOfStream(client)).toBe("Half and half");
    expect(warnings().map(({ code }) => code)).toEqual(["model_substituted", "model_substituted"]);
    expect(client.history).toHaveLength(2);
  });

  it.each([
    ["a version of it", "gemini-3.8-flash", "models/gemini-3.8-flash-preview-09-2026"],
    ["an alias was requested", "gemini-flash-latest", "gemini-3.8-flash"],
    ["the same model by its other name", "gemini-3.5-flash", "gemini-3-flash"],
    ["an unnamed model", "gemini-3.8-flash", ""],
  ])("does not warn about the requested model: %s", async (_, model, answered) => {
    const started = await start();
    const { client, warnings } = watched(started, { model });
    started.emulator.on({}, { events: answeredBy(answered) });
    expect(await textOfStream(client)).toBe("Half and half");
    expect(warnings()).toEqual([]);
  });

  it("compares with the model of the last request, not with the one before the fallback", async () => {
    const started = await start();
    const options = { model: "gemini-3.8-flash", fallbackModels: ["gemini-3.6-flash"] };
    const { client, warnings } = watched(started, options);
    started.emulator.next({ error: "overloaded" });
    expect((await client.generate("What is 2+2?")).modelVersion).toBe("gemini-3.6-flash");
    expect(warnings()).toEqual([]);

    started.emulator.next({ error: "overloaded" });
    started.emulator.next({ events: answeredBy("gemini-3.8-flash") });
    await textOfStream(client);
    expect(warnings().map(({ message }) => message)).toEqual([
      expect.stringMatching(/"gemini-3\.8-flash" instead of "gemini-3\.6-flash"/),
    ]);
  });
});

test("a retry does not warn again", async () => {
  const started = await (ways[0] as (typeof ways)[number]).start();
  const { client, warnings } = watched(started, { model: "gemini-3.7-flash", retry: { initialDelayMs: 1 } });
  const [, last] = answeredBy("gemini-3.8-flash");
  const nothing = {
    candidates: [{ content: { role: "model" }, finishReason: "STOP" }],
    modelVersion: "gemini-3.8-flash",
  };
  started.emulator.next({ events: [nothing] });
  started.emulator.next({ events: [last as object] });
  expect((await client.generate("canary-prompt")).text).toBe(" and half");
  expect(warnings()).toHaveLength(1);
});
