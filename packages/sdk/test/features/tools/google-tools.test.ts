import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { capabilities } from "../../../src/backends/capabilities.ts";
import {
  codeExecution,
  GeminiClient,
  type GeminiOptions,
  googleMaps,
  googleSearch,
  query,
  queryStream,
  urlContext,
} from "../../../src/index.ts";
import { generationTable } from "../../../src/options/call-options.ts";
import { type BackendName, backendNames } from "../../../src/wire/backend-name.ts";
import { ways } from "../../client/support/ways.ts";
import { asGeminiError, failureOf } from "../../support/clients.ts";
import { calls, counted, startAgent } from "./support/agent.ts";

describe.each(ways)("Google's tools on $way", (way) => {
  it("are sent as Google's JSON, and what they bring is typed", async () => {
    const parts = [
      { executableCode: { language: "PYTHON", code: "print(1)" } },
      { codeExecutionResult: { outcome: "OUTCOME_OK", output: "1" } },
      { text: "One." },
    ];
    const groundingMetadata = { groundingChunks: [{ web: { uri: "https://example.com/", title: "canary-title" } }] };
    const events = [
      { candidates: [{ content: { role: "model", parts }, groundingMetadata, finishReason: "STOP", index: 0 }] },
    ];
    const agent = await startAgent([{ events }], { way });
    const tools = [
      googleSearch({ timeRangeFilter: { startTime: "2026-01-01T00:00:00Z" } }),
      urlContext(),
      codeExecution(),
      googleMaps(),
    ];
    const response = await agent.client({ tools }).generate("canary-question");
    expect(agent.requests()[0]?.tools).toEqual([
      { googleSearch: { timeRangeFilter: { startTime: "2026-01-01T00:00:00Z" } } },
      { urlContext: {} },
      { codeExecution: {} },
      { googleMaps: {} },
    ]);
    expect(agent.requests()[0]?.toolConfig).toBeUndefined();
    expect(response.candidates[0]?.groundingMetadata?.groundingChunks?.[0]?.web?.title).toBe("canary-title");
    expect(response.content?.parts?.[1]?.codeExecutionResult?.output).toBe("1");
    expect(response.pending).toEqual([]);
  });
});

describe("F137 own functions together with Google's tools", () => {
  const serverSide = [
    { toolCall: { id: "s1", toolType: "GOOGLE_SEARCH_WEB", args: { queries: ["canary"] } } },
    { toolResponse: { id: "s1", toolType: "GOOGLE_SEARCH_WEB", response: { searchSuggestions: "" } } },
    { functionCall: { id: "f1", name: "work", args: {} }, thoughtSignature: "Y2FuYXJ5" },
  ];

  it("are sent to the Gemini API with its flag, and Google's calls go back with their ids", async () => {
    const events = [
      { candidates: [{ content: { role: "model", parts: serverSide }, finishReason: "STOP", index: 0 }] },
    ];
    const agent = await startAgent([{ events }, { text: "Done." }]);
    const work = counted("work");
    const response = await agent.client({ tools: [work.tool, googleSearch()] }).generate("canary");
    expect(response.text).toBe("Done.");
    expect(agent.requests()[0]).toMatchObject({
      tools: [{ functionDeclarations: [{ name: "work" }] }, { googleSearch: {} }],
      toolConfig: { includeServerSideToolInvocations: true },
    });
    expect(agent.requests()[1]?.contents[1]?.parts).toEqual(serverSide);
    expect(agent.responses()).toEqual([{ result: "did undefined" }]);
  });

  it("are sent to Vertex AI without the flag, which it does not know", async () => {
    const agent = await startAgent([calls("work"), { text: "Done." }], { way: ways[3] as (typeof ways)[number] });
    await agent.client({ tools: [counted("work").tool, googleSearch()] }).generate("canary");
    expect(agent.requests()[0]?.toolConfig).toBeUndefined();
    expect(agent.requests()[0]?.tools).toHaveLength(2);
  });

  it.each([
    [0, "gemini-2.5-flash"],
    [1, "gemini-3.8-flash"],
    [2, "gemini-3.8-flash"],
    [3, "gemini-2.5-pro"],
  ])("fail with unsupported before anything is sent (way %i, %s)", async (index, model) => {
    const agent = await startAgent([], { way: ways[index] as (typeof ways)[number] });
    const client = agent.client({ model, tools: [counted("work").tool, googleSearch()] });
    const error = await failureOf(client.generate("canary"));
    expect(error).toMatchObject({ code: "unsupported", attempts: 0 });
    expect(agent.requests()).toEqual([]);
  });
});

it("F137 a fallback model that cannot combine them does not hide the failure of the first model", async () => {
  const agent = await startAgent([{ error: "overloaded" }]);
  const client = agent.client({ tools: [counted("work").tool, googleSearch()], fallbackModels: ["gemini-2.5-flash"] });
  const error = await failureOf(client.generate("canary"));
  expect(error).toMatchObject({ code: "model_overloaded", model: "gemini-3.8-flash" });
  expect(error.message).toContain('The fallback model "gemini-2.5-flash" refused the request');
  expect(agent.requests()).toHaveLength(1);
});

const raw = { tools: [{ googleSearch: {} }] };

describe("toolChoice", () => {
  it.each([
    ["auto", undefined, undefined],
    ["none", { functionCallingConfig: { mode: "NONE" } }, { functionCallingConfig: { mode: "NONE" } }],
    ["any", { functionCallingConfig: { mode: "ANY" } }, undefined],
    [["two"], { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["two"] } }, undefined],
  ] as const)("%j is sent with the first model call, and forces no other", async (toolChoice, first, second) => {
    const agent = await startAgent([calls("two"), { text: "Done." }]);
    await agent.client({ tools: [counted("one").tool, counted("two").tool], toolChoice }).generate("canary");
    expect(agent.requests().map(({ toolConfig }) => toolConfig)).toEqual([first, second]);
  });

  it("forces no call in a continued exchange", async () => {
    const agent = await startAgent([calls("one"), { status: 500 }, { text: "Done." }, { text: "Done." }]);
    const client = agent.client({ tools: [counted("one").tool], toolChoice: "any" });
    const prompt = { role: "user", parts: [{ text: "canary" }] };
    const { contents = [] } = (await failureOf(client.generate([prompt]))).partial ?? {};
    await client.generate([prompt, ...contents]);
    expect(agent.requests().map(({ toolConfig }) => toolConfig !== undefined)).toEqual([true, false, false]);
  });

  it("keeps other members of extraRequest.toolConfig, which replace its own", async () => {
    const agent = await startAgent([{ text: "Hi." }]);
    const retrievalConfig = { languageCode: "en" };
    const options: GeminiOptions = { toolChoice: "any", extraRequest: { toolConfig: { retrievalConfig } } };
    await agent.client({ tools: [counted("one").tool], ...options }).generate("canary");
    expect(agent.requests()[0]?.toolConfig).toEqual({ functionCallingConfig: { mode: "ANY" }, retrievalConfig });
  });

  it("must name existing functions", async () => {
    const agent = await startAgent([]);
    const failing = agent.client({ tools: [counted("one").tool], toolChoice: ["two"] }).generate("canary");
    expect(await failureOf(failing)).toMatchObject({ code: "invalid_options", option: "toolChoice[0]", attempts: 0 });
  });
});

describe("F211 toolChoice without functions", () => {
  const choices = ["any", "auto", "none", ["one"]] as const;

  it.each(choices)("%j of a call without tools is invalid_options, and nothing is sent", async (toolChoice) => {
    const agent = await startAgent([]);
    const [client, armed] = [agent.client(), agent.client({ tools: [counted("one").tool] })];
    for (const error of [
      await failureOf(client.generate("canary", { toolChoice })),
      await failureOf(client.generateStream("canary", { toolChoice }).response()),
      await failureOf(client.chat().sendMessage("canary", { toolChoice })),
      await failureOf(client.generate("canary", { toolChoice, tools: [] })),
      await failureOf(armed.generate("canary", { toolChoice, tools: null })),
      await failureOf(client.generate("canary", { toolChoice, extraRequest: raw })),
      await failureOf(query("canary", { toolChoice })),
    ]) {
      expect(error).toMatchObject({ code: "invalid_options", phase: "options", option: "toolChoice", attempts: 0 });
      expect(error.summary).toBe("Option `toolChoice` is set, but the call has no `tools`.");
      expect(error.remedy).toContain("Pass `tools`");
    }
    expect(() => queryStream("canary", { toolChoice })).toThrow(/the call has no `tools`/);
    expect(agent.requests()).toEqual([]);
  });

  it.each(["any", ["one"]] as const)(
    "%j of a call with Google's tools alone is invalid_options",
    async (toolChoice) => {
      const agent = await startAgent([]);
      const client = agent.client({ tools: [googleSearch()] });
      const error = await failureOf(client.generate("canary", { toolChoice }));
      expect(error).toMatchObject({ code: "invalid_options", option: "toolChoice", attempts: 0 });
      expect(error.message).toContain("Google's tools cannot be forced");
      expect(agent.requests()).toEqual([]);
    },
  );

  it("is left out if a client or chat sets it, and if a call says null", async () => {
    const agent = await startAgent(Array.from({ length: 5 }, () => ({ text: "Hi." })));
    const client = agent.client({ tools: [counted("one").tool], toolChoice: "any" });
    await client.generate("canary", { tools: null });
    await client.chat({ tools: [] }).sendMessage("canary");
    await client.generate("canary", { tools: [googleSearch()] });
    await client.generate("canary", { tools: null, toolChoice: null });
    await agent.client({ toolChoice: ["one"] }).generate("canary", { temperature: 0 });
    expect(agent.requests().map(({ toolConfig }) => toolConfig)).toEqual(Array(5).fill(undefined));
  });

  it.each(["auto", "none"] as const)("%j is fine with Google's tools", async (toolChoice) => {
    const agent = await startAgent([{ text: "Hi." }]);
    await agent.client({ tools: [googleSearch()] }).generate("canary", { toolChoice });
    expect(agent.requests()[0]?.toolConfig).toBeUndefined();
  });

  it("of a call takes the tools of its client or chat", async () => {
    const agent = await startAgent([{ text: "Hi." }, { text: "Hi." }]);
    await agent.client({ tools: [counted("one").tool] }).generate("canary", { toolChoice: ["one"] });
    await agent
      .client()
      .chat({ tools: [counted("one").tool] })
      .sendMessage("canary", { toolChoice: "any" });
    expect(agent.requests().map(({ toolConfig }) => toolConfig)).toEqual([
      { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["one"] } },
      { functionCallingConfig: { mode: "ANY" } },
    ]);
  });
});

describe("tools that exclude each other", () => {
  it("`tools` and `extraRequest.tools` of one layer are a conflict at once", () => {
    const both: GeminiOptions = { tools: [googleSearch()], extraRequest: raw };
    expect(() => new GeminiClient(both)).toThrow(/`tools` and `extraRequest` exclude each other/);
  });

  it("and in two layers fail before anything is sent", async () => {
    const agent = await startAgent([]);
    const client = agent.client({ extraRequest: raw });
    expect(await failureOf(client.generate("canary", { tools: [googleSearch()] }))).toMatchObject({
      code: "invalid_options",
      message: expect.stringContaining("exclude each other"),
    });
    expect(agent.requests()).toEqual([]);
  });

  it("two functions of one name are invalid", async () => {
    const agent = await startAgent([]);
    const failing = agent.client({ tools: [counted("one").tool, counted("one").tool] }).generate("canary");
    expect(await failureOf(failing)).toMatchObject({
      code: "invalid_options",
      message: expect.stringContaining("`one`"),
    });
  });

  it.each([
    ["Google's JSON", [{ functionDeclarations: [] }], /extraRequest: \{ tools \}/],
    ["an array of tools", [[googleSearch()]], /spread/],
    ["an object that only looks like a tool", [{ name: "googleSearch" }], /tool\(\)/],
  ])("the error for %s says where it belongs", (_what, tools, remedy) => {
    let error: unknown;
    try {
      new GeminiClient({ tools: tools as never });
    } catch (thrown) {
      error = thrown;
    }
    expect(asGeminiError(error)).toMatchObject({
      code: "invalid_options",
      option: "tools[0]",
      remedy: expect.stringMatching(remedy),
    });
  });
});

test("a call's tools replace the client's; null sends none; the caller's array may change later", async () => {
  const agent = await startAgent([{ text: "1" }, { text: "2" }, { text: "3" }]);
  const own = [googleSearch()];
  const client = agent.client({ tools: own });
  own.pop();
  await client.generate("canary");
  await client.generate("canary", { tools: [urlContext()] });
  await client.generate("canary", { tools: null });
  expect(agent.requests().map(({ tools }) => tools)).toEqual([[{ googleSearch: {} }], [{ urlContext: {} }], undefined]);
});

test("docs/backends.md shows the table of the code", () => {
  const text = readFileSync(new URL("../../../../../docs/backends.md", import.meta.url), "utf8");
  const rows = [...text.matchAll(/^\| .*\(`(\w+)`\) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm)];
  const shown = Object.fromEntries(rows.map(([, name = "", ...cells]) => [name, cells]));
  const inWords = (support: string | number) =>
    support === "all" ? "yes" : support === "none" ? "no" : `Gemini ${support} and later`;
  const columns: readonly BackendName[] = ["gemini-api", "vertex", "code-assist"];
  expect([...columns].sort()).toEqual([...backendNames].sort());
  const ofCapabilities = Object.entries(capabilities).map(([name, on]) => [
    name,
    columns.map((one) => inWords(on[one])),
  ]);
  const limited = Object.entries(generationTable).flatMap(([name, row]) =>
    "onlyOn" in row && row.onlyOn ? [[name, columns.map((one) => (row.onlyOn?.includes(one) ? "yes" : "no"))]] : [],
  );
  expect(shown).toEqual(Object.fromEntries([...ofCapabilities, ...limited]));
});
