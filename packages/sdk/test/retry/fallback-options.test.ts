import { describe, expect, it } from "vitest";
import type { CallOptions, ModelFallbackEvent } from "../../src/index.ts";
import { start } from "../client/support/ways.ts";
import { failureOf } from "../support/clients.ts";
import { reply } from "../support/replies.ts";
import { modelOf, noCapacity, patientAt, refusal, startScript } from "./support/patient.ts";

const budget = (thinkingBudget: number): CallOptions => ({ thinkingBudget });
const level = (thinkingLevel: string): CallOptions => ({ thinkingLevel });

/** The first model, its options, the fallback, what it gets, and what the event says. */
const TRANSLATED: readonly (readonly [
  string,
  CallOptions,
  string,
  object | undefined,
  readonly object[] | undefined,
])[] = [
  [
    "gemini-3.8-flash",
    level("LOW"),
    "gemini-2.5-flash",
    { thinkingBudget: 1_024, includeThoughts: true },
    [{ option: "thinkingLevel", instead: "thinkingBudget: 1024" }],
  ],
  [
    "gemini-3.8-flash",
    level("medium"),
    "gemini-2.5-pro",
    { thinkingBudget: 8_192, includeThoughts: true },
    [{ option: "thinkingLevel", instead: "thinkingBudget: 8192" }],
  ],
  [
    "gemini-4-neon",
    level("XHIGH"),
    "gemini-2.5-flash-lite",
    { thinkingBudget: 24_576, includeThoughts: true },
    [{ option: "thinkingLevel", instead: "thinkingBudget: 24576" }],
  ],
  [
    "gemini-4-neon",
    level("XHIGH"),
    "gemini-3.8-flash",
    { thinkingLevel: "HIGH", includeThoughts: true },
    [{ option: "thinkingLevel", instead: "thinkingLevel: HIGH" }],
  ],
  [
    "gemini-3.6-flash",
    level("MINIMAL"),
    "gemini-4-argon",
    { thinkingLevel: "LOW", includeThoughts: true },
    [{ option: "thinkingLevel", instead: "thinkingLevel: LOW" }],
  ],
  [
    "gemini-3.6-flash",
    level("MEDIUM"),
    "gemini-3-pro-preview",
    { thinkingLevel: "HIGH", includeThoughts: true },
    [{ option: "thinkingLevel", instead: "thinkingLevel: HIGH" }],
  ],
  [
    "gemini-2.5-flash",
    budget(1_000),
    "gemini-4-argon",
    { thinkingLevel: "LOW", includeThoughts: true },
    [{ option: "thinkingBudget", instead: "thinkingLevel: LOW" }],
  ],
  [
    "gemini-2.5-flash",
    budget(8_192),
    "models/gemini-4-argon",
    { thinkingLevel: "MEDIUM", includeThoughts: true },
    [{ option: "thinkingBudget", instead: "thinkingLevel: MEDIUM" }],
  ],
  [
    "gemini-2.5-flash",
    budget(20_000),
    "gemini-4-neon",
    { thinkingLevel: "HIGH", includeThoughts: true },
    [{ option: "thinkingBudget", instead: "thinkingLevel: HIGH" }],
  ],
  [
    "gemini-2.5-flash",
    budget(0),
    "gemini-4-argon",
    { thinkingLevel: "LOW" },
    [{ option: "thinkingBudget", instead: "thinkingLevel: LOW" }],
  ],
  [
    "gemini-2.5-flash",
    budget(0),
    "gemini-3.6-flash",
    { thinkingLevel: "MINIMAL" },
    [{ option: "thinkingBudget", instead: "thinkingLevel: MINIMAL" }],
  ],
  [
    "gemini-2.5-flash",
    budget(0),
    "gemini-2.5-pro",
    { thinkingBudget: 128 },
    [{ option: "thinkingBudget", instead: "thinkingBudget: 128" }],
  ],
  ["gemini-2.5-flash", budget(-1), "gemini-4-argon", { includeThoughts: true }, [{ option: "thinkingBudget" }]],
  [
    "gemini-2.5-pro",
    budget(32_000),
    "gemini-2.5-flash",
    { thinkingBudget: 24_576, includeThoughts: true },
    [{ option: "thinkingBudget", instead: "thinkingBudget: 24576" }],
  ],
  [
    "gemini-3.8-flash",
    level("LOW"),
    "gemini-2.0-flash",
    undefined,
    [{ option: "thinkingLevel" }, { option: "includeThoughts" }],
  ],
  [
    "gemini-2.5-flash",
    { extraGenerationConfig: { thinkingConfig: { thinkingBudget: 1_000 } } },
    "gemini-4-argon",
    { thinkingLevel: "LOW" },
    [{ option: "thinkingBudget", instead: "thinkingLevel: LOW" }],
  ],
  ["gemini-3.8-flash", level("LOW"), "gemini-3.7-flash", { thinkingLevel: "LOW", includeThoughts: true }, undefined],
  ["gemini-2.5-flash", budget(1_000), "gemini-3.6-flash", { thinkingBudget: 1_000, includeThoughts: true }, undefined],
  ["gemini-2.5-flash", budget(-1), "gemini-2.5-flash-lite", { thinkingBudget: -1, includeThoughts: true }, undefined],
  [
    "gemini-3.8-flash",
    level("HIGH"),
    "gemini-flash-latest",
    { thinkingLevel: "HIGH", includeThoughts: true },
    undefined,
  ],
  ["gemini-3.8-flash", {}, "gemini-2.0-flash", undefined, undefined],
];

describe("F104 a fallback model gets thinking options that it accepts", () => {
  it.each(TRANSLATED)("%s with %o, then %s", async (model, options, to, sent, changed) => {
    const { emulator, requests, ...started } = await start({ models: [model, to.replace("models/", "")] });
    const fallbacks: ModelFallbackEvent[] = [];
    const client = started.client({
      model,
      fallbackModels: [to],
      onEvent: (event) => void (event.type === "model-fallback" && fallbacks.push(event)),
    });
    emulator.next({ error: "overloaded" });
    await client.generate("Hello canary", options);
    expect(requests()[1]?.generationConfig.thinkingConfig).toEqual(sent);
    expect(fallbacks).toMatchObject([{ from: model, to }]);
    expect(fallbacks[0]?.changed).toEqual(changed);
  });

  it("the options of the first model are not translated", async () => {
    const client = (await start()).client({
      model: "gemini-4-argon",
      thinkingBudget: 1_000,
      fallbackModels: ["gemini-2.5-flash-lite"],
    });
    expect(await failureOf(client.generate("Hello canary"))).toMatchObject({
      code: "invalid_options",
      option: "thinkingBudget",
      model: "gemini-4-argon",
      attempts: 0,
    });
  });
});

describe("F105 a 400 of a fallback model does not hide why the first model failed", () => {
  const wrong = refusal(400, "INVALID_ARGUMENT", [], "no such thing");
  const fallbackModels = ["gemini-3-flash", "gemini-2.5-flash-lite"];

  it.each([["gemini-3-flash"], ["gemini-2.5-flash-lite"]])("whether %s refuses the request", async (refusing) => {
    const server = await startScript(({ socket, ...request }) =>
      socket.write(modelOf({ socket, ...request }) === refusing ? wrong : noCapacity),
    );
    const { client } = patientAt(server.url, { retry: false, fallbackModels });
    const error = await failureOf(client.sendMessage("Hello canary"));
    expect(error).toMatchObject({ code: "model_overloaded", status: 503, model: "gemini-3.5-flash-lite" });
    expect(error.attempts).toBe(server.requests.length);
    expect(error.message).toContain(`The fallback model "${refusing}" refused the request: Google responded 400`);
    expect(error.message).toContain("no such thing");
    expect(error.retryable).toBe(true);
    expect(client.history).toEqual([]);
  });

  it.each([
    ["of the region", refusal(400, "FAILED_PRECONDITION", [], "User location is not supported for the API use.")],
    ["of the key", refusal(400, "INVALID_ARGUMENT", [], "API key not valid. Please pass a valid API key.")],
    ["as a page", reply(400, "<html>Bad Request</html>", { "content-type": "text/html" })],
  ])("a refusal %s", async (_, refused) => {
    const server = await startScript(({ socket, ...request }) =>
      socket.write(modelOf({ socket, ...request }) === "gemini-3-flash" ? refused : noCapacity),
    );
    const { client } = patientAt(server.url, { retry: false, fallbackModels: ["gemini-3-flash"] });
    const error = await failureOf(client.sendMessageStream("Hello canary").response());
    expect(error).toMatchObject({ code: "model_overloaded", status: 503, model: "gemini-3.5-flash-lite" });
    expect(error.message).toContain('The fallback model "gemini-3-flash" refused the request: ');
  });
});
