import { describe, expect, it } from "vitest";
import { start, ways } from "../client/support/ways.ts";
import { callOptionCases } from "../options/support/call-option-cases.ts";

const startFor = (name: string | undefined) => {
  const way = name === undefined ? ways.at(-1) : ways.find((one) => one.way === name);
  if (!way) throw new Error(`there is no way ${name}`);
  return way.start();
};

const rows = Object.entries(callOptionCases).flatMap(([option, { sent }]) => sent.map((one) => ({ option, ...one })));

function at(value: unknown, path: string): unknown {
  let found = value;
  for (const name of path.split(".")) found = (found as Record<string, unknown> | undefined)?.[name];
  return found;
}

/** Removes every member and element, of nested objects too. */
function empty(value: object): void {
  for (const member of Object.values(value)) if (typeof member === "object" && member !== null) empty(member);
  for (const name of Object.keys(value)) Reflect.deleteProperty(value, name);
  if (Array.isArray(value)) value.length = 0;
}

describe("the request body", () => {
  it.each(rows)("$option $value is at $path, from the client or from the call", async (row) => {
    const { option, value, path, stands, model, way } = row;
    const { requests, ...started } = await startFor(way);
    await started.client({ model, [option]: value }).sendMessage("Hello!");
    await started.client({ model }).sendMessage("Hello!", { [option]: value });
    for (const request of requests()) expect(at(request, path)).toEqual(stands);
    expect(requests()).toHaveLength(2);
  });

  it.each(rows)("$option $value: null is not sent, whatever the client says; undefined inherits", async (row) => {
    const { option, value, path, stands, model, way } = row;
    const { requests, ...started } = await startFor(way);
    const client = started.client({ model, [option]: value });
    await client.sendMessage("Hello!", { [option]: null });
    await client.sendMessage("Hello!", { [option]: undefined });
    await started.client({ model, [option]: null }).sendMessage("Hello!");
    const [byCall, inherited, byClient] = requests();
    expect(at(inherited, path)).toEqual(stands);
    expect(at(byCall, path)).toBeUndefined();
    expect(at(byClient, path)).toBeUndefined();
  });

  it.each(rows.filter(({ value }) => typeof value === "object"))(
    "$option $value is copied at once: later changes are not sent",
    async ({ option, value, path, stands, model, way }) => {
      const { requests, ...started } = await startFor(way);
      const ofClient = structuredClone(value) as object;
      const ofCall = structuredClone(value) as object;
      const client = started.client({ model, [option]: ofClient });
      const stream = started.client({ model }).sendMessageStream("Hello!", { [option]: ofCall });
      empty(ofClient);
      empty(ofCall);
      await stream.response();
      await client.sendMessage("Hello!");
      for (const request of requests()) expect(at(request, path)).toEqual(stands);
      expect(requests()).toHaveLength(2);
    },
  );

  it("extraGenerationConfig replaces an option of the same name", async () => {
    const { requests, ...started } = await start();
    const client = started.client({ temperature: 0.1, extraGenerationConfig: { temperature: 0.7 } });
    await client.sendMessage("Hello!");
    await client.sendMessage("Hello!", { extraGenerationConfig: null });
    expect(requests().map(({ generationConfig }) => generationConfig.temperature)).toEqual([0.7, 0.1]);
  });

  it("F328 extraGenerationConfig in snake case replaces the option too, whichever of client and call set them", async () => {
    const { requests, ...started } = await start();
    const client = started.client({ maxOutputTokens: 100, extraGenerationConfig: { topK: 3 } });
    await client.generate("Hello!", { extraGenerationConfig: { max_output_tokens: 50, top_k: 4 } });
    await started.client({ extraGenerationConfig: { top_k: 4 } }).generate("Hello!", { topK: 3 });
    const [first, second] = requests().map(({ generationConfig }) => generationConfig);
    expect(first).toEqual({ maxOutputTokens: 50, topK: 4 });
    expect(second).toMatchObject({ topK: 4 });
    expect(second).not.toHaveProperty("top_k");
  });

  it("a call's options win for that call alone", async () => {
    const { requests, ...started } = await start();
    const client = started.client({ temperature: 0.1, systemPrompt: "Be brief.", topK: 5 });
    await client.sendMessage("Hello!", { temperature: 0.9, systemPrompt: "Be long.", model: "gemini-3.8-flash" });
    await client.sendMessage("Hello!");
    expect(requests()).toMatchObject([
      {
        model: "gemini-3.8-flash",
        generationConfig: { temperature: 0.9, topK: 5 },
        systemInstruction: { parts: [{ text: "Be long." }] },
      },
      {
        model: "gemini-3.5-flash-lite",
        generationConfig: { temperature: 0.1, topK: 5 },
        systemInstruction: { parts: [{ text: "Be brief." }] },
      },
    ]);
  });

  it("extra members of client and call are merged, and the call's take precedence", async () => {
    const { requests, ...started } = await start();
    const client = started.client({ extraGenerationConfig: { topP: 0.1, topK: 1 } });
    await client.sendMessage("Hello!", { extraGenerationConfig: { topK: 2 } });
    expect(requests()[0]?.generationConfig).toMatchObject({ topP: 0.1, topK: 2 });
  });

  it.each(ways.filter(({ way }) => way !== "gemini-api"))(
    "$way: store is unsupported, and nothing is sent",
    async ({ start: startWay }) => {
      const { emulator, ...started } = await startWay();
      const refusal = {
        code: "unsupported",
        phase: "options",
        attempts: 0,
        message: expect.stringContaining("`store`"),
      };
      for (const store of [true, false]) {
        await expect(started.client({ store }).sendMessage("Hello!")).rejects.toMatchObject(refusal);
        await expect(started.client().generateStream("Hello!", { store }).response()).rejects.toMatchObject(refusal);
      }
      expect(emulator.calls).toEqual([]);
      const client = started.client({ store: false });
      expect((await client.sendMessage("Hello!", { store: null })).text).toContain("Hello");
    },
  );

  it("labels are sent as they are: the Gemini API itself refuses them", async () => {
    const client = (await start()).client();
    await expect(client.sendMessage("Hello!", { labels: { team: "tests" } })).rejects.toMatchObject({
      code: "invalid_request",
      status: 400,
    });
  });
});

describe("defaults", () => {
  it.each(ways)("$way: maxOutputTokens 32768, and nothing else", async ({ start: startWay }) => {
    const { requests, ...started } = await startWay();
    await started.client({ systemPrompt: undefined }).sendMessage("Hello!");
    expect(requests()[0]?.generationConfig).toEqual({ maxOutputTokens: 32_768 });
    const sent = Object.keys(requests()[0] ?? {}).filter((name) => !["call", "model", "session_id"].includes(name));
    expect(sent.sort()).toEqual(["contents", "generationConfig"]);
  });

  it.each(["gemini-2.0-flash", "gemini-1.5-pro", "gemma-4-31b-it"])(
    "%s allows less: the default is left out, a given value is sent",
    async (model) => {
      const { requests, ...started } = await start({ models: [model] });
      const client = started.client({ model });
      await client.sendMessage("Hello!");
      await client.sendMessage("Hello!", { maxOutputTokens: 8_000 });
      expect(requests()[0]?.generationConfig).toEqual({});
      expect(requests()[1]?.generationConfig).toEqual({ maxOutputTokens: 8_000 });
    },
  );

  it.each(ways)("$way: without a model, the backend's own default model", async ({ way, start: startWay }) => {
    const { requests, ...started } = await startWay();
    await started.client({ model: null }).sendMessage("Hello!");
    await started.client({ model: undefined }).sendMessageStream("Hello!").response();
    const model = way.startsWith("code-assist") ? "gemini-2.5-pro" : "gemini-3.8-flash";
    expect(requests().map((request) => request.model)).toEqual([model, model]);
  });

  it("the default model is asked once, even if it is a fallback too", async () => {
    const { requests, emulator, ...started } = await start();
    emulator.on({}, { error: "overloaded" });
    const client = started.client({ model: null, fallbackModels: ["gemini-3.8-flash", "gemini-3.5-flash-lite"] });
    await expect(client.sendMessage("Hello!")).rejects.toMatchObject({ model: "gemini-3.5-flash-lite", attempts: 2 });
    expect(requests().map(({ model }) => model)).toEqual(["gemini-3.8-flash", "gemini-3.5-flash-lite"]);
  });

  it("the model: call, client, GEMINI_MODEL", async () => {
    const named = await start({}, { environment: { GEMINI_MODEL: "gemini-2.5-flash-lite" } });
    await named.client({ model: undefined }).sendMessage("Hello!");
    await named.client({ model: "gemini-3.5-flash-lite" }).sendMessage("Hello!");
    await named.client({ model: "gemini-3.5-flash-lite" }).sendMessage("Hello!", { model: "gemini-3-flash" });
    expect(named.requests().map(({ model }) => model)).toEqual([
      "gemini-2.5-flash-lite",
      "gemini-3.5-flash-lite",
      "gemini-3-flash",
    ]);
  });

  it("an invalid GEMINI_MODEL is refused before anything is sent", async () => {
    const started = await start({}, { environment: { GEMINI_MODEL: "../../secrets" } });
    await expect(started.client({ model: null }).sendMessage("Hello!")).rejects.toMatchObject({
      code: "invalid_options",
      message: expect.stringContaining("GEMINI_MODEL"),
    });
    expect(started.emulator.calls).toEqual([]);
  });
});
