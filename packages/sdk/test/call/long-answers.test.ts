import { describe, expect, test } from "vitest";
import type { ContinuationEvent, GeminiEvent, GeminiOptions, StreamChunk } from "../../src/index.ts";
import { type Started, start, ways } from "../client/support/ways.ts";
import { asGeminiError, collect, failureOf } from "../support/clients.ts";

const text = "One two three four five six seven eight nine ten";
const longDecode = { hopEvents: 4, checkpointEvery: 2 };
const retry = { maxAttempts: 3, initialDelayMs: 1, maxDelayMs: 1 };

function watched(started: Started, options: GeminiOptions = {}) {
  const events: GeminiEvent[] = [];
  const client = started.client({ ...options, onEvent: (event) => void events.push(event) });
  const hops = () => events.filter((event): event is ContinuationEvent => event.type === "continuation");
  const warnings = () => events.flatMap((event) => (event.type === "warning" ? [event.code] : []));
  return { client, events, hops, warnings };
}

const textOf = (chunks: readonly StreamChunk[]) => chunks.map(({ textDelta }) => textDelta).join("");

describe.each(ways)("F120 a response longer than one response may be, on $way", ({ start }) => {
  test.each(["generate", "sendMessage"] as const)("%s continues it to its end", async (method) => {
    const started = await start();
    const { client, hops, warnings } = watched(started);
    started.emulator.next({ text, longDecode });
    const response = await client[method]("Count");
    expect(response).toMatchObject({ text, finishReason: "STOP", truncated: false });
    expect(response.candidates).toEqual([
      { index: 0, finishReason: "STOP", content: { role: "model", parts: [{ text }] } },
    ]);
    expect(hops()).toMatchObject([
      { operation: "generateContent", backend: started.backend.name, hop: 2, cause: "length" },
      { hop: 3, cause: "length" },
    ]);
    expect(new Set(hops().map(({ callId }) => callId)).size).toBe(1);
    expect(warnings()).toEqual([]);
    if (method === "sendMessage") expect(client.history[1]).toEqual({ role: "model", parts: [{ text }] });
  });

  test("sends the same request, byte for byte, with the newest token", async () => {
    const started = await start();
    const client = started.client({ temperature: 0.5 });
    started.emulator.next({ text, longDecode: { ...longDecode, tokenAtEnd: false } });
    const { chunks } = await collect(client.sendMessageStream("Count"));
    const tokens = chunks.flatMap(({ candidates }) => candidates[0]?.continuationToken ?? []);
    const [first, ...others] = started.requests().map(({ call: _, model: __, ...body }) => body);
    expect(others.map(({ continuationToken }) => continuationToken)).toEqual(tokens.slice(0, others.length));
    for (const { continuationToken: _, ...same } of others) expect(JSON.stringify(same)).toBe(JSON.stringify(first));
    expect(textOf(chunks)).toBe(text);
  });

  test("the usage is that of all requests, and the first prompt is kept", async () => {
    const started = await start();
    const { client, events } = watched(started);
    started.emulator.next({ text, longDecode });
    const { chunks } = await collect(client.generateStream("Count"));
    // Each request counts what was generated before it as prompt, in this emulator as at Google.
    const counts = { promptTokenCount: 6 + 10 + 14, candidatesTokenCount: 10, totalTokenCount: 40 };
    const usage = { ...counts, initialPromptTokenCount: 6 };
    expect(chunks.at(-1)?.usageMetadata).toEqual(usage);
    expect(events.at(-1)).toMatchObject({ type: "call-end", attempts: 3, finishReason: "STOP", usageMetadata: usage });
    expect(chunks.map(({ finishReason }) => finishReason).filter(Boolean)).toEqual(["STOP"]);
  });

  test("F123 `continuation: false` returns the piece, its token and a warning", async () => {
    const started = await start();
    const { client, warnings } = watched(started, { continuation: false });
    started.emulator.next({ text, longDecode });
    const stream = client.generateStream("Count");
    const { chunks } = await collect(stream);
    expect(chunks.at(-1)?.finishReason).toBe("CONTINUATION");
    const response = await stream.response();
    expect(response).toMatchObject({ text: "One two three four", finishReason: "CONTINUATION", truncated: true });
    const continuationToken = response.candidates[0]?.continuationToken;
    expect(continuationToken).toEqual(expect.any(String));
    expect(warnings()).toEqual(["response_incomplete"]);
    // Whoever continues it alone gets the rest.
    const rest = await client.generate("Count", { continuation: true, extraRequest: { continuationToken } });
    expect(rest.text).toBe(" five six seven eight nine ten");
  });

  test("F121 a stream that breaks after a checkpoint continues there, without repeating text", async () => {
    const started = await start();
    const { client, hops, events } = watched(started, { retry });
    started.emulator.next([{ text, longDecode: { hopEvents: 8, checkpointEvery: 2 }, cutAfterEvents: 5 }]);
    const { chunks, error } = await collect(client.sendMessageStream("Count"));
    expect(error).toBeUndefined();
    expect(textOf(chunks)).toBe(text);
    expect(chunks.map(({ type }) => type)).not.toContain("restart");
    expect(hops()).toMatchObject([{ hop: 2, cause: "interrupted" }]);
    expect(events.filter(({ type }) => type === "retry")).toMatchObject([{ reason: "stream_interrupted", attempt: 2 }]);
    expect(client.history[1]).toEqual({ role: "model", parts: [{ text }] });
  });

  test("F121 a call that streams internally continues after a break", async () => {
    const started = await start();
    const client = started.client({ retry, model: "gemini-4-argon", maxOutputTokens: 100_000, thinkingLevel: "LOW" });
    started.emulator.next([
      { text, longDecode, cutAfterEvents: 3 },
      { error: "overloaded", errorAfterEvents: 3 },
      { error: "overloaded" },
    ]);
    expect((await client.sendMessage("Count")).text).toBe(text);
    expect(new Set(started.requests().map(({ call }) => call.operation))).toEqual(new Set(["streamGenerateContent"]));
  });

  test("F122 a token that comes again after others ends the response too", async () => {
    const started = await start();
    const { client } = watched(started);
    const tokens = ["QQ==", "Qg==", "QQ==", "Qg=="];
    const said = tokens.map((continuationToken) => ({
      events: [piece("a", { finishReason: "CONTINUATION", continuationToken })],
    }));
    started.emulator.next(said);
    const response = await client.sendMessageStream("Count").response();
    expect(response).toMatchObject({ text: "aaa", truncated: true });
    expect(started.requests()).toHaveLength(3);
  });

  test("F122 a token that comes again, or none, ends the response: truncated, with all its text and the token", async () => {
    const started = await start();
    const { client, warnings } = watched(started);
    const script = (members: object) => [
      { events: [piece("One", { finishReason: "CONTINUATION", continuationToken: TOKEN })] },
      { events: [piece(" two", { finishReason: "CONTINUATION", ...members })] },
    ];
    for (const members of [{ continuationToken: TOKEN }, {}]) {
      started.emulator.next(script(members));
      const response = await client.sendMessageStream("Count").response();
      expect(response).toMatchObject({ text: "One two", truncated: true, finishReason: "CONTINUATION" });
      expect(response.candidates[0]?.continuationToken).toBe(TOKEN);
      expect(client.history.at(-1)).toEqual({ role: "model", parts: [{ text: "One two" }] });
    }
    expect(warnings()).toEqual(["response_incomplete", "response_incomplete"]);
    expect(started.requests()).toHaveLength(4);
  });
});

const TOKEN = "Y2FuYXJ5LXRva2Vu";

/** One event with this text. */
function piece(said: string, members: object = {}, part: object = {}) {
  return { candidates: [{ content: { role: "model", parts: [{ text: said, ...part }] }, ...members, index: 0 }] };
}

/** An event that ends a hop. */
function hopEnd(token: string, usageMetadata: object = {}) {
  return { candidates: [{ finishReason: "CONTINUATION", continuationToken: token, index: 0 }], usageMetadata };
}

describe("F122 hops without progress", () => {
  test("the third in a row without content and counted tokens is the last", async () => {
    const started = await start();
    const client = started.client();
    const hops = ["b", "c", "d", "e"].map((token) => ({ events: [hopEnd(token)] }));
    started.emulator.next([
      { events: [piece("One", { finishReason: "CONTINUATION", continuationToken: "a" })] },
      ...hops,
    ]);
    const response = await client.generate("Count");
    expect(response).toMatchObject({ text: "One", truncated: true });
    expect(response.candidates[0]?.continuationToken).toBe("d");
  });

  test("hops that only think are progress, as their tokens show", async () => {
    const started = await start();
    const hops = ["a", "b", "c", "d", "e"].map((token) => ({ events: [hopEnd(token, { thoughtsTokenCount: 9 })] }));
    started.emulator.next([...hops, { events: [piece("Done", { finishReason: "STOP" })] }]);
    const response = await started.client().generate("Count");
    expect(response).toMatchObject({ text: "Done", finishReason: "STOP", truncated: false });
    expect(response.candidates[0]).not.toHaveProperty("continuationToken");
    expect(response.usageMetadata).toEqual({ thoughtsTokenCount: 45 });
  });

  test("without any content, the error is that of an empty response", async () => {
    const started = await start();
    started.emulator.next([{ events: [hopEnd("a")] }, { events: [hopEnd("a")] }]);
    const error = await failureOf(started.client().generate("Count"));
    expect(error).toMatchObject({ code: "empty_response", reason: "CONTINUATION" });
    expect(error.partial?.candidates[0]?.continuationToken).toBe("a");
  });

  test("breaks without a new checkpoint use up the attempts; each new checkpoint restores them", async () => {
    const started = await start();
    const stuck = { text, longDecode: { hopEvents: 8, checkpointEvery: 2 }, cutAfterEvents: 3 };
    const client = started.client({ retry });
    started.emulator.next([stuck, { cutAfterEvents: 1 }, { cutAfterEvents: 1 }]);
    const { chunks, error } = await collect(client.generateStream("Count"));
    expect(asGeminiError(error)).toMatchObject({ code: "stream_interrupted", attempts: 3 });
    expect(asGeminiError(error).partial?.text).toBe(textOf(chunks));
    expect(textOf(chunks)).toBe("One two three");
    started.emulator.next(
      [stuck, stuck, stuck, stuck].map((one, index) => (index === 0 ? one : { cutAfterEvents: 3 })),
    );
    expect((await client.generateStream("Count").response()).text).toBe(text);
  });
});

describe("F121 the text after the checkpoint has changed", () => {
  const broken = { text, longDecode: { hopEvents: 8, checkpointEvery: 4 }, cutAfterEvents: 5 };

  test("a stream that may restart emits a restart chunk, and then the final text", async () => {
    const started = await start();
    const client = started.client({ retry: { ...retry, restartStreams: true } });
    started.emulator.next([{ ...broken, cutAfterEvents: 6 }, { text: " fünf 6" }]);
    const { chunks } = await collect(client.sendMessageStream("Count"));
    const restart = chunks.findIndex(({ type }) => type === "restart");
    expect(restart).toBeGreaterThan(0);
    expect(textOf(chunks.slice(restart))).toBe("One two three four fünf 6");
    expect(client.history[1]).toEqual({ role: "model", parts: [{ text: "One two three four fünf 6" }] });
  });

  test("after a restart, chunks of earlier hops have their own counts and no finish reason", async () => {
    const started = await start();
    const client = started.client({ retry: { ...retry, restartStreams: true } });
    const script = { text, longDecode: { hopEvents: [2, 6], checkpointEvery: 2 } };
    started.emulator.next([script, { cutAfterEvents: 3 }, { text: " fünf" }]);
    const { chunks } = await collect(client.generateStream("Count"));
    const again = chunks.slice(chunks.findIndex(({ type }) => type === "restart") + 1);
    expect(again.map(({ textDelta }) => textDelta)).toEqual(["One", " two", " three", " four", " fünf"]);
    expect(again.map(({ finishReason }) => finishReason)).toEqual([undefined, undefined, undefined, undefined, "STOP"]);
    const prompts = again.map(({ usageMetadata }) => usageMetadata?.promptTokenCount);
    // The emulator counts the prompt as 6, and each word as a token.
    expect(prompts).toEqual([6, 6, 6 + 8, 6 + 8, 6 + 8 + 10]);
  });

  test("another stream fails, and its partial has what was read", async () => {
    const started = await start();
    const { client, events } = watched(started, { retry });
    started.emulator.next([broken, { text: " fünf" }]);
    const { chunks, error } = await collect(client.sendMessageStream("Count"));
    expect(asGeminiError(error)).toMatchObject({ code: "stream_interrupted", reason: "text_changed", option: "retry" });
    expect(asGeminiError(error).partial?.text).toBe("One two three four five");
    expect(textOf(chunks)).toBe("One two three four five");
    expect(events.filter(({ type }) => type === "retry")).toHaveLength(1);
    expect(client.history).toEqual([]);
  });

  test("a stream without delivered chunks delivers only the final text", async () => {
    const started = await start();
    started.emulator.next([broken, { text: " fünf" }]);
    const stream = started.client({ retry }).generateStream("Count");
    expect((await stream.response()).text).toBe("One two three four fünf");
    const { chunks } = await collect(stream);
    expect(chunks.map(({ type }) => type)).not.toContain("restart");
    expect(textOf(chunks)).toBe("One two three four fünf");
  });

  test("text that is shorter than what the reader has received is a change too", async () => {
    const started = await start();
    started.emulator.next([broken, { text: " fi" }]);
    const { error } = await collect(started.client({ retry }).generateStream("Count"));
    expect(asGeminiError(error)).toMatchObject({
      reason: "text_changed",
      partial: { text: "One two three four five" },
    });
  });

  test.each([[[" fi"]], [[""]], [[]]])(
    "a stream that ends within the known text, after %j, has not changed it",
    async (again) => {
      const started = await start();
      const { client, hops } = watched(started, { retry: { ...retry, restartStreams: true } });
      started.emulator.next([broken, { events: again.map((part) => piece(part)) }]);
      const { chunks, error } = await collect(client.sendMessageStream("Count"));
      expect(error).toBeUndefined();
      expect(textOf(chunks)).toBe(text);
      expect(chunks.map(({ type }) => type)).not.toContain("restart");
      expect(hops()).toMatchObject([{ cause: "interrupted" }, { cause: "interrupted" }]);
    },
  );

  test("a text stream continues, and fails if the text has changed", async () => {
    const started = await start();
    const client = started.client({ retry: { ...retry, restartStreams: true } });
    const read = async () => {
      let all = "";
      for await (const delta of client.generateStream("Count").textStream()) all += delta;
      return all;
    };
    started.emulator.next(broken);
    expect(await read()).toBe(text);
    started.emulator.next([broken, { text: " fünf" }]);
    expect(await failureOf(read())).toMatchObject({ code: "stream_interrupted", reason: "text_changed" });
  });
});
