import { expect, test } from "vitest";
import type { CallEndEvent, CallStartEvent, GeminiEvent, GeminiOptions } from "../../src/index.ts";
import { clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { ManualClock, testPlatform } from "../support/platform.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, jsonReply, streamHead, streamReply } from "../support/replies.ts";

const MODEL = "gemini-3.5-flash-lite";

/** Collects events; `calls` are the starts and ends of model calls. */
function observer() {
  const events: GeminiEvent[] = [];
  const calls: (CallStartEvent | CallEndEvent)[] = [];
  const onEvent = (one: GeminiEvent) => {
    events.push(one);
    if (one.type === "call-start" || one.type === "call-end") calls.push(one);
  };
  return { events, calls, onEvent };
}

const ids = { callId: expect.any(Number), exchangeId: expect.any(Number) };
const overloaded = jsonReply({ error: { code: 503, status: "UNAVAILABLE", message: "The model is overloaded." } }, 503);
/** A stream that goes on after its first words. */
const openStream = `${streamHead()}${chunk(event(answer("canary-answer")))}`;

test.each(transports)(
  "a call and a stream over $transport have one start and one end event, with model and usage",
  async ({ options }) => {
    const server = await startRawServer(({ socket, path }) =>
      socket.write(
        path.includes("stream") ? streamReply(["canary-answer"], "MAX_TOKENS") : jsonReply(answer("canary", "STOP")),
      ),
    );
    const { calls, events, onEvent } = observer();
    const client = clientAt(server.url, { ...options, onEvent });
    await client.generate("canary-prompt");
    await collect(client.generateStream("canary-prompt"));
    const used = {
      ...ids,
      backend: "gemini-api",
      model: MODEL,
      attempts: 1,
      durationMs: expect.any(Number),
      usageMetadata: { promptTokenCount: 2, totalTokenCount: 5 },
    };
    expect(calls).toEqual([
      { type: "call-start", operation: "generateContent", backend: "gemini-api", model: MODEL, ...ids },
      { type: "call-end", operation: "generateContent", ...used, finishReason: "STOP" },
      { type: "call-start", operation: "streamGenerateContent", backend: "gemini-api", model: MODEL, ...ids },
      { type: "call-end", operation: "streamGenerateContent", ...used, finishReason: "MAX_TOKENS" },
    ]);
    expect(JSON.stringify(events)).not.toContain("canary");
    // Every event of a call carries its ids: start, request, response, end.
    const idsOf = events.map((one) => ("callId" in one ? `${one.callId} ${one.exchangeId}` : ""));
    expect(new Set(idsOf.slice(0, 4)).size).toBe(1);
    expect(new Set(idsOf.slice(4)).size).toBe(1);
    expect(idsOf[0]).not.toBe(idsOf[4]);
  },
);

test("call-end has the last model, and every attempt", async () => {
  const server = await startRawServer(({ socket, path }) =>
    socket.write(path.includes(MODEL) ? overloaded : jsonReply(answer("Hello", "STOP"))),
  );
  const { calls, onEvent } = observer();
  await clientAt(server.url, { onEvent, fallbackModels: ["gemini-3.8-flash"] }).generate("Hi");
  expect(calls).toMatchObject([
    { type: "call-start", model: MODEL },
    { type: "call-end", model: "gemini-3.8-flash", attempts: 2 },
  ]);
});

test("call-end has only the code, message and status of the final error", async () => {
  const server = await startRawServer(({ socket }) => socket.write(overloaded));
  const { calls, onEvent } = observer();
  const error = await failureOf(clientAt(server.url, { onEvent }).generate("canary-prompt"));
  expect(calls).toEqual([
    expect.objectContaining({ type: "call-start" }),
    {
      type: "call-end",
      operation: "generateContent",
      backend: "gemini-api",
      model: MODEL,
      ...ids,
      attempts: 1,
      durationMs: expect.any(Number),
      error: { code: "model_overloaded", message: error.message, status: 503 },
    },
  ]);
});

test.each<[string, GeminiOptions, object]>([
  ["no backend is found", { backend: null }, { code: "no_credentials" }],
  ["the backend lacks an option", { backend: "vertex", store: true }, { code: "unsupported" }],
])("a call for which %s has both events as well", async (_why, options, error) => {
  const { calls, onEvent } = observer();
  await failureOf(clientAt("https://fake.invalid", { ...options, onEvent }).generate("Hi"));
  const asked = options.backend ? { backend: options.backend, model: MODEL } : {};
  expect(calls).toEqual([
    { type: "call-start", operation: "generateContent", ...asked, ...ids },
    expect.objectContaining({ type: "call-end", ...asked, attempts: 0, error: expect.objectContaining(error) }),
  ]);
});

test.each<[string, (client: ReturnType<typeof clientAt>) => Promise<unknown>]>([
  [
    "aborted",
    async (client) => {
      const controller = new AbortController();
      for await (const _ of client.generateStream("Hi", { signal: controller.signal })) controller.abort();
    },
  ],
  [
    "cancelled",
    async (client) => {
      const stream = client.generateStream("Hi");
      for await (const _ of stream) stream.cancel();
      await stream.response();
    },
  ],
  [
    "left by its reader",
    async (client) => {
      const stream = client.generateStream("Hi");
      for await (const _ of stream) break;
      await stream.response();
    },
  ],
])("a stream that is %s ends once, as aborted", async (_how, read) => {
  const server = await startRawServer(({ socket }) => socket.write(openStream));
  const { calls, onEvent } = observer();
  await failureOf(read(clientAt(server.url, { onEvent })));
  expect(calls).toMatchObject([{ type: "call-start" }, { type: "call-end", error: { code: "aborted" } }]);
  expect(JSON.stringify(calls)).not.toContain("canary");
});

test.each([
  [
    "keeps what was read",
    { keepPartial: true },
    2,
    "The call was cancelled. The part of the response that was read is kept.",
  ],
  ["keeps nothing", {}, 0, "The call was cancelled. `error.partial` holds what was received, if anything."],
])("the end of a stream whose cancellation %s says so", async (_what, options, turns, message) => {
  const server = await startRawServer(({ socket }) => socket.write(openStream));
  let onEvent: (event: GeminiEvent) => void = () => {};
  const end = new Promise<GeminiEvent>((resolve) => {
    onEvent = (one) => void (one.type === "call-end" && resolve(one));
  });
  const client = clientAt(server.url, { onEvent });
  const stream = client.sendMessageStream("Hi");
  for await (const _ of stream) stream.cancel(options);
  expect(await end).toMatchObject({ error: { code: "aborted", message } });
  expect(client.history).toHaveLength(turns);
});

test("an abandoned stream ends at its deadline", async () => {
  const server = await startRawServer(({ socket }) => socket.write(streamReply(["canary-a", "canary-b"])));
  const clock = new ManualClock();
  const { calls, onEvent } = observer();
  const client = clientAt(server.url, { onEvent, timeouts: { total: 1_000 } }, testPlatform({ clock }));
  const stream = client.generateStream("Hi");
  await stream[Symbol.asyncIterator]().next();
  expect(calls).toMatchObject([{ type: "call-start" }]);
  clock.advance(1_000);
  await failureOf(stream.response());
  expect(calls).toMatchObject([
    { type: "call-start" },
    { type: "call-end", durationMs: 1_000, error: { code: "timeout" } },
  ]);
});

test("a call that is aborted in the queue never starts", async () => {
  const server = await startRawServer(() => {});
  const { calls, onEvent } = observer();
  const client = clientAt(server.url, { onEvent });
  const first = failureOf(client.sendMessage("Hi"));
  await failureOf(client.sendMessage("Hi", { signal: AbortSignal.abort() }));
  await client.close();
  await first;
  expect(calls.map(({ type }) => type)).toEqual(["call-start", "call-end"]);
});
