import { describe, expect, test } from "vitest";
import { type GeminiEvent, isGeminiError } from "../../src/index.ts";
import { start, ways } from "../client/support/ways.ts";
import { collect, failureOf } from "../support/clients.ts";
import { ManualClock } from "../support/platform.ts";

const text = "One two three four five six seven eight nine ten";
const retry = { maxAttempts: 3, initialDelayMs: 1, maxDelayMs: 1 };
/** The first hop breaks after the fifth event, whose text comes again. */
const broken = { text, longDecode: { hopEvents: 8, checkpointEvery: 4 }, cutAfterEvents: 5 };

/** One event with these parts. */
const event = (parts: readonly object[], members: object = {}) => ({
  candidates: [{ content: { role: "model", parts }, ...members, index: 0 }],
});
const more = (continuationToken: string) => ({ finishReason: "CONTINUATION", continuationToken });
const stop = { finishReason: "STOP" };

describe("F124 nothing that spans two hops is read too early", () => {
  test("a function call whose pieces come in two hops is one call", async () => {
    const started = await start();
    const call = (functionCall: object, thoughtSignature?: string) => ({
      functionCall,
      ...(thoughtSignature && { thoughtSignature }),
    });
    started.emulator.next([
      {
        events: [
          event([call({ name: "write", willContinue: true }, "Y2FuYXJ5")]),
          event([call({ partialArgs: [{ jsonPath: "$.text", stringValue: "One" }], willContinue: true })], more("a")),
        ],
      },
      { events: [event([call({ partialArgs: [{ jsonPath: "$.text", stringValue: " two" }] })], stop)] },
    ]);
    const client = started.client();
    const response = await client.sendMessageStream("Write").response();
    expect(response.functionCalls).toEqual([{ name: "write", args: { text: "One two" } }]);
    expect(client.history[1]?.parts).toEqual([
      { functionCall: { name: "write", args: { text: "One two" } }, thoughtSignature: "Y2FuYXJ5" },
    ]);
  });

  test("JSON is whole only at the end", async () => {
    const started = await start();
    const json = { items: ["one", "two", "three"], count: 3 };
    started.emulator.next({ json, longDecode: { hopEvents: 2 } });
    const options = { responseMimeType: "application/json" };
    const response = await started.client().generateStream("List", options).response();
    expect(JSON.parse(response.text)).toEqual(json);
    expect(started.requests().length).toBeGreaterThan(2);
  });

  test("a hop of thoughts, an empty text with a signature and a signed text stay as they came, in one turn", async () => {
    const started = await start();
    const signed = { text: "signed", thoughtSignature: "Y2FuYXJ5LTE=" };
    const empty = { text: "", thoughtSignature: "Y2FuYXJ5LTI=" };
    started.emulator.next([
      { events: [event([{ text: "Hm", thought: true }], more("a"))] },
      { events: [event([{ text: ", so", thought: true }, { text: "One" }, empty], more("b"))] },
      { events: [event([{ text: " two" }, signed], more("c"))] },
      { events: [event([{ text: " three" }, empty], stop)] },
    ]);
    const client = started.client();
    const response = await client.sendMessage("Count");
    const parts = [
      { text: "Hm, so", thought: true },
      { text: "One" },
      empty,
      { text: " two" },
      signed,
      { text: " three" },
      empty,
    ];
    expect(response.content?.parts).toEqual(parts);
    expect(client.history).toHaveLength(2);
  });

  test("the citations of every hop refer to their own sources", async () => {
    const started = await start();
    const grounded = (said: string, page: string, members: object) =>
      event([{ text: said }], {
        ...members,
        groundingMetadata: {
          groundingChunks: [{ web: { uri: `https://example.com/${page}`, title: page } }],
          groundingSupports: [{ segment: { endIndex: said.length, text: said }, groundingChunkIndices: [0] }],
          webSearchQueries: [page],
        },
      });
    started.emulator.next([
      { events: [event([{ text: "So: " }]), event([{ text: "Same. " }]), grounded("Same. ", "one", more("a"))] },
      { events: [grounded("Same. ", "two", more("b"))] },
      { events: [event([{ text: "End." }], stop)] },
    ]);
    const response = await started.client().generateStream("Cite").response();
    const [one, two, ...others] = response.citations();
    expect(others).toEqual([]);
    expect([one?.text, two?.text]).toEqual(["Same. ", "Same. "]);
    expect(JSON.stringify(one)).toContain("https://example.com/one");
    expect(JSON.stringify(two)).toContain("https://example.com/two");
    expect([one?.start, two?.start]).toEqual(["So: ".length, "So: Same. Same. ".length]);
    expect(response.candidates[0]?.groundingMetadata?.webSearchQueries).toEqual(["one", "two"]);
  });

  test("several candidates are not continued", async () => {
    const started = await start();
    const both = [0, 1].map((index) => ({ content: { role: "model", parts: [{ text: "x" }] }, ...more("a"), index }));
    started.emulator.next({ events: [{ candidates: both }] });
    expect(await started.client({ candidateCount: 2 }).generate("Count")).toMatchObject({ truncated: true });
    expect(started.requests()).toHaveLength(1);
  });
});

describe("F125 `maxOutputTokens` is for the whole response", () => {
  test.each([
    ["gemini-4-argon", 32_768, "generateContent"],
    ["gemini-4-argon", 32_769, "streamGenerateContent"],
    ["models/gemini-4-carbon", 40_000, "streamGenerateContent"],
    ["gemini-4-hydrogen", 65_536, "generateContent"],
    ["gemini-4-neon", 65_537, "streamGenerateContent"],
    ["gemini-3.8-flash", 65_536, "generateContent"],
    ["gemini-pro-latest", 40_000, "streamGenerateContent"],
  ])("%s with %i is requested by %s", async (model, maxOutputTokens, operation) => {
    const started = await start();
    const response = await started.client({ model, maxOutputTokens }).generate("Say yes");
    expect(response.text).toBe("Yes");
    expect(started.requests().map(({ call }) => call.operation)).toEqual([operation]);
  });

  test("every request has the whole budget, and the response ends with MAX_TOKENS once it is used up", async () => {
    const started = await start();
    started.emulator.next({ longDecode: { hopEvents: 10 } });
    const client = started.client({ maxOutputTokens: 45 });
    const response = await client.generate("Write a story of 200 words.");
    expect(response).toMatchObject({ finishReason: "MAX_TOKENS", truncated: true });
    const budgets = started.requests().map(({ generationConfig }) => generationConfig.maxOutputTokens);
    expect(new Set(budgets)).toEqual(new Set([45]));
    expect(budgets.length).toBeGreaterThan(2);
    // The token of a response that used up its budget continues it with a larger one.
    const continuationToken = response.candidates[0]?.continuationToken;
    const options = { maxOutputTokens: 90, extraRequest: { continuationToken } };
    const rest = await client.generate("Write a story of 200 words.", options);
    const whole = await client.generate("Write a story of 200 words.", { maxOutputTokens: 90 });
    expect(response.text + rest.text).toBe(whole.text);
  });

  test.each([
    ["gemini-4-argon", 65_536, ["v1"]],
    ["gemini-4-argon", 65_537, ["v1beta1"]],
    ["gemini-3.8-flash", 1_000, ["v1"]],
  ])("Vertex AI gets %s with %i at %s", async (model, maxOutputTokens, versions) => {
    const started = await (ways.at(-1) as (typeof ways)[number]).start();
    await started.client({ model, maxOutputTokens }).generateStream("Say yes").response();
    expect(started.requests().map(({ call }) => call.path.split("/")[1])).toEqual(versions);
  });

  test("Vertex AI gets all at v1 if GOOGLE_GENAI_API_VERSION says so", async () => {
    const vertexWay = ways.at(-1) as (typeof ways)[number];
    const started = await vertexWay.start({}, { environment: { GOOGLE_GENAI_API_VERSION: "v1" } });
    const client = started.client({ model: "gemini-4-argon", maxOutputTokens: 65_537 });
    expect(await failureOf(client.generate("Say yes"))).toMatchObject({ code: "invalid_request", status: 400 });
    expect(started.requests().map(({ call }) => call.path.split("/")[1])).toEqual(["v1"]);
  });

  test("Vertex AI gets every request with a token at v1beta1", async () => {
    const started = await (ways.at(-1) as (typeof ways)[number]).start();
    started.emulator.next({ text, longDecode: { hopEvents: 5 } });
    await started.client().generate("Count");
    expect(started.requests().map(({ call }) => call.path.split("/")[1])).toEqual(["v1", "v1beta1"]);
  });
});

describe("F126 a long response that cannot be continued loses no text", () => {
  test("Google refuses the token: the error's partial has text and token", async () => {
    const started = await start();
    started.emulator.next([{ text, longDecode: { hopEvents: 4 } }, { error: "invalid-argument" }]);
    const client = started.client({ retry });
    const error = await failureOf(client.sendMessage("Count"));
    expect(error).toMatchObject({ code: "invalid_request", attempts: 2, partial: { text: "One two three four" } });
    expect(error.partial?.candidates[0]?.continuationToken).toEqual(expect.any(String));
    expect(error.message).not.toContain("Tried");
    expect(client.history).toEqual([]);
  });

  test("the error says how often the last request was tried, without those that it continues", async () => {
    const started = await start();
    started.emulator.next({ text, longDecode: { hopEvents: 4 } });
    started.emulator.on({}, { error: "overloaded" });
    const error = await failureOf(started.client({ retry }).generate("Count"));
    expect(error).toMatchObject({ code: "model_overloaded", attempts: 1 + retry.maxAttempts });
    expect(error.message).toContain(`Tried ${retry.maxAttempts} times.`);
  });

  test("a stream does not continue with a fallback model, which would begin again", async () => {
    const started = await start();
    const events: GeminiEvent[] = [];
    const client = started.client({
      retry,
      fallbackModels: ["gemini-3.8-flash"],
      onEvent: (event) => void events.push(event),
    });
    started.emulator.next([{ text, longDecode: { hopEvents: 4 } }, { error: "quota-exhausted" }]);
    const { error, text: read } = await collect(client.generateStream("Count"));
    expect(isGeminiError(error, "quota_exhausted") && error.partial?.text).toBe(read);
    expect(read).toBe("One two three four");
    expect(events.map(({ type }) => type)).not.toContain("model-fallback");
  });

  test.each([false, true])(
    "a call may, from the beginning and without the token (restarting stream: %s)",
    async (isStream) => {
      const started = await start();
      const client = started.client({
        retry: { ...retry, restartStreams: true },
        fallbackModels: ["gemini-3.8-flash"],
      });
      started.emulator.next([
        { text, longDecode: { hopEvents: 4 } },
        { error: "quota-exhausted" },
        { text: "Another" },
      ]);
      const response = await (isStream ? client.generateStream("Count").response() : client.generate("Count"));
      expect(response.text).toBe("Another");
      expect(started.requests()[2]).not.toHaveProperty("continuationToken");
    },
  );

  test("with retries disabled, a break is final", async () => {
    const started = await start();
    started.emulator.next(broken);
    const { error } = await collect(started.client({ retry: false }).generateStream("Count"));
    expect(error).toMatchObject({ code: "stream_interrupted", partial: { text: "One two three four five" } });
  });

  test("a response that is complete but no answer is not generated again", async () => {
    const started = await start();
    started.emulator.next([
      { events: [event([{ text: "Hm", thought: true }], more("a"))] },
      { events: [event([], stop)] },
    ]);
    const error = await failureOf(started.client({ retry }).generate("Count"));
    expect(error).toMatchObject({ code: "empty_response", attempts: 2, partial: { thinking: "Hm" } });
  });
});

describe("F127 the caller stops a long response", () => {
  test("an abort between two hops ends the call, with the text in its partial", async () => {
    const started = await start();
    const controller = new AbortController();
    const client = started.client({
      signal: controller.signal,
      onEvent: ({ type }) => type === "continuation" && controller.abort(),
    });
    started.emulator.next({ text, longDecode: { hopEvents: 4 } });
    const error = await failureOf(client.sendMessage("Count"));
    expect(error).toMatchObject({ code: "aborted", partial: { text: "One two three four" } });
    expect(started.requests()).toHaveLength(1);
    expect(client.history).toEqual([]);
  });

  test("keepPartial keeps what the reader has seen, also after a break", async () => {
    const started = await start();
    const client = started.steppedClient({ retry });
    started.emulator.next(broken);
    const stream = client.sendMessageStream("Count");
    let seen = "";
    for await (const { textDelta } of stream) {
      seen += textDelta;
      if (seen.endsWith("seven")) stream.cancel({ keepPartial: true });
    }
    expect(seen).toBe("One two three four five six seven");
    expect(client.history[1]).toEqual({ role: "model", parts: [{ text: seen }] });
    expect((await stream.response()).text).toBe(seen);
  });

  test("the deadline is for all hops", async () => {
    const clock = new ManualClock();
    const started = await start({}, { clock });
    started.emulator.next([{ text, longDecode: { hopEvents: 4 } }, { silence: "before-headers" }]);
    let requests = 0;
    const onEvent = ({ type }: GeminiEvent) => {
      // Each request takes more than half of the time.
      if (type === "request") setImmediate(() => clock.advance(350));
      requests += type === "request" ? 1 : 0;
    };
    const error = await failureOf(started.client({ timeout: 600, onEvent }).generate("Count"));
    expect(requests).toBe(2);
    expect(error).toMatchObject({ code: "timeout", phase: "total", partial: { text: "One two three four" } });
  });
});
