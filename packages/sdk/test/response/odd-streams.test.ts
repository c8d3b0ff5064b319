import { describe, expect, test } from "vitest";
import { asGeminiError, clientAt, collect, transports } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, lastChunk, streamHead, streamReply } from "../support/replies.ts";

describe.each(transports)("$transport", ({ options }) => {
  const streamOf = async (...events: readonly unknown[]) => {
    const server = await startRawServer(({ socket }) =>
      socket.write(`${streamHead()}${chunk(events.map(event).join(""))}${lastChunk}`),
    );
    return clientAt(server.url, options).generateStream("Hi");
  };

  test("F53 a finish reason on an empty event before the text, usage alone in the last one", async () => {
    const stream = await streamOf({ candidates: [{ finishReason: "STOP" }] }, answer("Hello "), answer("world"), {
      usageMetadata: { totalTokenCount: 7 },
    });
    const { text, error, chunks } = await collect(stream);
    expect([text, error, chunks.length]).toEqual(["Hello world", undefined, 4]);
    const whole = await stream.response();
    expect([whole.text, whole.finishReason, whole.usageMetadata]).toEqual([
      "Hello world",
      "STOP",
      { totalTokenCount: 7 },
    ]);
  });

  test("F53 usage of an earlier event is kept if the last has none, and the last may have no parts", async () => {
    const stream = await streamOf(
      { ...answer("Hello"), usageMetadata: { totalTokenCount: 7 } },
      { candidates: [{ content: { role: "model" }, finishReason: "STOP" }] },
      { candidates: [{ content: {}, finishReason: "STOP" }] },
    );
    const whole = await stream.response();
    expect([whole.text, whole.usageMetadata?.totalTokenCount]).toEqual(["Hello", 7]);
  });

  test("F60 odd values cause neither an exception nor NaN, in chunks and in the response", async () => {
    const stream = await streamOf(
      { candidates: null, usageMetadata: null, promptFeedback: null },
      { candidates: {}, usageMetadata: "many" },
      {
        candidates: [
          null,
          5,
          { content: null },
          { content: { parts: {} } },
          { content: { parts: [null, { text: 5 }] } },
        ],
      },
      { ...answer("a\ud800\0b", "STOP"), usageMetadata: { promptTokenCount: "12", totalTokenCount: "x" } },
    );
    const { chunks, error } = await collect(stream);
    expect(error).toBeUndefined();
    const views = chunks.map(({ textDelta, thinkingDelta, finishReason, usageMetadata, candidates }) => ({
      all: [textDelta, thinkingDelta, finishReason, Array.isArray(candidates)],
      usageMetadata,
    }));
    expect(views.map(({ all }) => all)).toEqual([
      ["", "", undefined, true],
      ["", "", undefined, true],
      ["", "", undefined, true],
      ["a\ud800\0b", "", "STOP", true],
    ]);
    expect(views[3]?.usageMetadata).toEqual({ promptTokenCount: 12 });
    const whole = await stream.response();
    expect([whole.text, whole.usageMetadata]).toEqual(["a\ud800\0b", { promptTokenCount: 12 }]);
  });

  test("F57 a last event without parts, and a failed function call", async () => {
    const ended = (finishReason: string) => streamOf({ candidates: [{ content: { role: "model" }, finishReason }] });
    const codeFor = async (finishReason: string) =>
      asGeminiError((await collect(await ended(finishReason))).error).code;
    expect(await codeFor("STOP")).toBe("empty_response");
    expect(await codeFor("MALFORMED_FUNCTION_CALL")).toBe("malformed_function_call");
    expect(await codeFor("A_REASON_OF_TOMORROW")).toBe("empty_response");
  });

  test("F49 an event of 10 MB", async () => {
    const text = "0123456789".repeat(1_000_000);
    const { error, text: read } = await collect(await streamOf(answer(text, "STOP")));
    expect(error).toBeUndefined();
    expect(read === text).toBe(true);
  });

  test("chunks are read once, the response any number of times, before or after", async () => {
    const server = await startRawServer(({ socket }) => socket.write(streamReply(["a", "b", "c"])));
    const stream = clientAt(server.url, options).generateStream("Hi");
    const before = stream.response();
    expect((await collect(stream)).text).toBe("abc");
    expect(await stream.response()).toBe(await before);
    expect(() => stream[Symbol.asyncIterator]()).toThrow(expect.objectContaining({ code: "stream_consumed" }));
    expect(server.requests).toHaveLength(1);
  });

  test("two concurrent `next()` get two chunks, in order", async () => {
    const server = await startRawServer(({ socket }) => socket.write(streamReply(["a", "b"])));
    const iterator = clientAt(server.url, options).generateStream("Hi")[Symbol.asyncIterator]();
    const steps = await Promise.all([iterator.next(), iterator.next(), iterator.next(), iterator.next()]);
    expect(steps.map(({ value }) => value?.textDelta)).toEqual(["a", "b", undefined, undefined]);
  });
});
