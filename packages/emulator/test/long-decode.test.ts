import { describe, expect, test } from "vitest";
import type { Emulator } from "../src/index.ts";
import { generate, type Question, type Service, services, stream } from "./support/generate-on.ts";
import { say, startEmulator } from "./support/start-emulator.ts";
import { ways } from "./support/ways.ts";

const text = "One two three four five six seven";

// The type of `JSON.parse`: tests read responses of any shape.
type Parsed = ReturnType<typeof JSON.parse>;

const tokensOf = (events: readonly Parsed[]) => events.map((event) => event.candidates[0].continuationToken);
const textOf = (events: readonly Parsed[]) =>
  events.flatMap((event) => event.candidates[0].content.parts ?? []).reduce((all, part) => all + part.text, "");

describe.each(ways)("long decode over %s", (_, start) => {
  test("a stream comes in hops with checkpoints, and each token continues after its event", async () => {
    const way = await start();
    way.emulator.next({ text, longDecode: { hopEvents: [4, 0, 2], checkpointEvery: 2 } });
    const first = await stream(way, "Count");
    expect(textOf(first)).toBe("One two three four");
    expect(first.map((event) => event.candidates[0].finishReason)).toEqual([
      undefined,
      undefined,
      undefined,
      "CONTINUATION",
    ]);
    const tokens = tokensOf(first);
    expect(tokens).toEqual([undefined, expect.any(String), undefined, expect.any(String)]);
    const resumed = await stream(way, "Count", { request: { continuationToken: tokens[1] } });
    // The second hop has no content, wherever it begins.
    expect(resumed).toMatchObject([{ candidates: [{ content: { role: "model" }, finishReason: "CONTINUATION" }] }]);
    const rest = await stream(way, "Count", { request: { continuationToken: tokensOf(resumed)[0] } });
    expect(textOf(rest)).toBe(" three four");
    const last = await stream(way, "Count", { request: { continuationToken: tokens[3] } });
    expect(textOf(last)).toBe("");
  });

  test("the prompt of a hop includes what was generated before it", async () => {
    const way = await start();
    way.emulator.next({ text, longDecode: { hopEvents: 4 } });
    const first = await generate(way, "Count");
    expect(first.usageMetadata).toEqual({ promptTokenCount: 1, candidatesTokenCount: 4, totalTokenCount: 5 });
    const request = { continuationToken: first.candidates[0].continuationToken };
    const second = await generate(way, "Count", { request });
    expect(second.usageMetadata).toEqual({ promptTokenCount: 5, candidatesTokenCount: 3, totalTokenCount: 8 });
    expect(second.candidates[0]).toMatchObject({
      finishReason: "STOP",
      content: { parts: [{ text: " five six seven" }] },
    });
  });

  test("the end of a hop can lack a token, and a script for a token replaces what follows", async () => {
    const way = await start();
    way.emulator.next([
      { text, longDecode: { hopEvents: 5, checkpointEvery: 2, tokenAtEnd: false } },
      { text: " else" },
    ]);
    const first = await stream(way, "Count");
    expect(tokensOf(first)).toEqual([undefined, expect.any(String), undefined, expect.any(String), undefined]);
    const rest = await stream(way, "Count", { request: { continuationToken: tokensOf(first)[3] } });
    expect(textOf(rest)).toBe(" else");
    expect(rest.at(-1).candidates[0].finishReason).toBe("STOP");
  });

  test("a model of Gemini 4 has hops without a script", async () => {
    const way = await start();
    const question: Question = { model: "gemini-4-argon", request: { generationConfig: { maxOutputTokens: 200_000 } } };
    const prompt = "Count";
    way.emulator.next({ text: "word ".repeat(70_000) });
    const first = await stream(way, prompt, question);
    expect(first.at(-1).candidates[0]).toMatchObject({
      finishReason: "CONTINUATION",
      continuationToken: expect.any(String),
    });
    expect(tokensOf(first).filter(Boolean).length).toBeGreaterThan(2);
    const { candidatesTokenCount, thoughtsTokenCount } = first.at(-1).usageMetadata;
    expect(candidatesTokenCount + thoughtsTokenCount).toBeLessThanOrEqual(65_536 + 100);
    expect(candidatesTokenCount).toBeGreaterThan(65_000);
    const request = { ...question.request, continuationToken: tokensOf(first).at(-1) };
    const second = await stream(way, prompt, { ...question, request });
    expect(second.at(-1).candidates[0].finishReason).toBe("STOP");
  });
});

describe("what Google refuses", () => {
  const [, start] = ways[0] as (typeof ways)[number];
  const argon = "gemini-4-argon";
  const send = async (service: Service, request: object, { model = argon, isStreamed = false } = {}) => {
    const way = await start();
    const question = { service, model, request };
    if (!isStreamed) return generate(way, "Say yes", question);
    const events = await stream(way, "Say yes", question);
    return { status: "error" in (events[0] ?? {}) ? 400 : 200 };
  };

  test.each(services)("a token that was not issued, on %s", async (service) => {
    const answer = await send(service, { continuationToken: "Y2FuYXJ5" });
    expect(answer).toMatchObject({ status: 400, error: { status: "INVALID_ARGUMENT" } });
  });

  test("a token of another prompt, model or service, or with a smaller budget", async () => {
    const way = await start();
    const ask = async (prompt: string, question: Question) => (await generate(way, prompt, question)).status;
    way.emulator.next({ text, longDecode: { hopEvents: 4 } });
    const config = { maxOutputTokens: 100 };
    const first = await generate(way, "Count", { request: { generationConfig: config } });
    const request = { generationConfig: config, continuationToken: first.candidates[0].continuationToken };
    expect(await ask("Another", { request })).toBe(400);
    expect(await ask("Count", { request, model: "gemini-3.8-flash" })).toBe(400);
    expect(await ask("Count", { request, service: "code-assist" })).toBe(400);
    expect(await ask("Count", { request: { ...request, generationConfig: { maxOutputTokens: 99 } } })).toBe(400);
    expect(await ask("Count", { request: { ...request, generationConfig: { ...config, temperature: 1 } } })).toBe(400);
    expect(await ask("Count", { request: { ...request, generationConfig: { maxOutputTokens: 101 } } })).toBe(200);
    expect(await ask("Count", { request })).toBe(200);
  });

  test("a budget that is used up, unless it is raised", async () => {
    const way = await start();
    const ask = (maxOutputTokens: number, continuationToken?: string) => {
      const request = { generationConfig: { maxOutputTokens }, ...(continuationToken && { continuationToken }) };
      return generate(way, "Write a story of 50 words.", { model: argon, request });
    };
    const first = await ask(40);
    expect(first.candidates[0].finishReason).toBe("MAX_TOKENS");
    const token = first.candidates[0].continuationToken;
    expect((await ask(40, token)).status).toBe(400);
    expect((await ask(400, token)).candidates[0].finishReason).toBe("STOP");
  });

  test.each([
    ["gemini-api", argon, 32_769, false, 400],
    ["gemini-api", argon, 32_768, false, 200],
    ["gemini-api", "gemini-4-hydrogen", 65_536, false, 200],
    ["gemini-api", argon, 1_048_576, true, 200],
    ["gemini-api", "gemini-3.8-flash", 65_537, true, 400],
    ["vertex", argon, 65_537, true, 400],
    ["vertex", argon, 65_536, true, 200],
  ] as const)(
    "on %s, %s with maxOutputTokens %i (streamed: %s): %i",
    async (service, model, maxOutputTokens, isStreamed, status) => {
      const answer = await send(service, { generationConfig: { maxOutputTokens } }, { model, isStreamed });
      expect(answer.status).toBe(status);
    },
  );

  test("Vertex AI knows the token at v1beta1 only, and there takes a larger budget", async () => {
    const { emulator, post, bearer } = await startEmulator();
    const ask = (version: string, request: object) =>
      post(
        `/${version}/projects/p/locations/global/publishers/google/models/${argon}:generateContent`,
        { contents: [say("hi")], ...request },
        bearer,
      );
    const stable = await ask("v1", { continuationToken: "Y2FuYXJ5" });
    expect(stable.body.error.message).toContain('Unknown name "continuationToken"');
    emulator.next({ text, longDecode: { hopEvents: 4 } });
    const first = await ask("v1beta1", { generationConfig: { maxOutputTokens: 30_000 } });
    const { continuationToken } = first.body.candidates[0];
    const request = { generationConfig: { maxOutputTokens: 100_000 }, continuationToken };
    expect((await ask("v1beta1", request)).status).toBe(200);
  });
});

test("a script of hops is checked", async () => {
  const { emulator }: { emulator: Emulator } = await startEmulator();
  for (const longDecode of [
    { hopEvents: 0 },
    { hopEvents: [1, 0] },
    { hopEvents: [] },
    { hopEvents: 1, checkpointEvery: 0 },
    {},
  ]) {
    expect(() => emulator.next({ text, longDecode: longDecode as never })).toThrow(/"longDecode".*hopEvents/);
  }
  expect(() => emulator.next({ events: [{}], longDecode: { hopEvents: 1 } })).toThrow(/both "longDecode" and "events"/);
});
