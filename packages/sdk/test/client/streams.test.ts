import { describe, expect, it } from "vitest";
import type { StreamChunk } from "../../src/index.ts";
import { collect, failureOf } from "../support/clients.ts";
import { told } from "./support/told.ts";
import { start } from "./support/ways.ts";

const PROMPT = "Count from 1 to 9";
const ANSWER = "1, 2, 3, 4, 5, 6, 7, 8, 9";
const PACED = { paceMs: 3 };
/** The first chunk comes, and then nothing. */
const STALLED = { paceMs: 60_000 };

describe("a stream", () => {
  it("starts, and takes its place in the queue, at the first iteration or response()", async () => {
    const { requests, ...started } = await start();
    const client = started.client();
    const unread = client.sendMessageStream("Say unread");
    const second = client.sendMessageStream("Say second");
    const third = client.sendMessage("Say third");
    const [, , { text }] = await Promise.all([third, collect(second), second.response()]);
    expect(text).toBe("Second");
    expect(told(client.history)).toEqual(["Say third", "Third", "Say second", "Second"]);
    expect(requests()).toHaveLength(2);
    expect((await unread.response()).text).toBe("Unread");
  });

  it("holds no resources while nobody reads it", async () => {
    const started = await start();
    const client = started.client();
    client.sendMessageStream(PROMPT);
    client.generateStream(PROMPT);
    expect((await client.sendMessage("Say next")).text).toBe("Next");
    expect(started.emulator.calls).toHaveLength(1);
  });

  it("has one iterator", async () => {
    const stream = (await start()).client().sendMessageStream(PROMPT);
    await collect(stream);
    expect(() => stream[Symbol.asyncIterator]()).toThrow(
      expect.objectContaining({ code: "stream_consumed", phase: "options" }),
    );
    expect((await stream.response()).text).toBe(ANSWER);
  });

  it("returns the same response object before, during and after iteration", async () => {
    const stream = (await start(PACED)).client().sendMessageStream(PROMPT);
    const before = stream.response();
    const during: Promise<unknown>[] = [];
    let text = "";
    for await (const chunk of stream) {
      text += chunk.textDelta;
      during.push(stream.response());
    }
    const response = await stream.response();
    expect(text).toBe(ANSWER);
    expect(response.text).toBe(ANSWER);
    for (const other of await Promise.all([before, ...during])) expect(other).toBe(response);
  });

  it("response() can be awaited inside the loop, and the loop then continues", async () => {
    const stream = (await start(PACED)).client().sendMessageStream(PROMPT);
    let text = "";
    for await (const chunk of stream) {
      expect((await stream.response()).text).toBe(ANSWER);
      text += chunk.textDelta;
    }
    expect(text).toBe(ANSWER);
  });

  it("keeps chunks for a loop that comes after response()", async () => {
    const stream = (await start()).client().sendMessageStream(PROMPT);
    const response = await stream.response();
    const { text, error } = await collect(stream);
    expect([text, error]).toEqual([response.text, undefined]);
  });

  it("answers concurrent next() calls in order", async () => {
    const iterator = (await start(PACED)).client().sendMessageStream("Count from 1 to 3")[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 5 }, () => iterator.next()));
    expect(results.map(({ value, done }) => (done ? "done" : (value as StreamChunk).textDelta))).toEqual([
      "1,",
      " 2,",
      " 3",
      "done",
      "done",
    ]);
  });

  it("copies the prompt when it is created: later changes are not sent", async () => {
    const { requests, ...started } = await start();
    const prompt = { role: "user", parts: [{ text: PROMPT }] };
    const options = { temperature: 0.5, stopSequences: ["9"], headers: { "x-test": "one" } };
    const stream = started.client().sendMessageStream(prompt, options);
    prompt.parts[0] = { text: "Say changed" };
    options.temperature = 2;
    options.stopSequences.push("8");
    options.headers["x-test"] = "two";
    await stream.response();
    expect(requests()[0]?.contents).toEqual([{ role: "user", parts: [{ text: PROMPT }] }]);
    expect(requests()[0]?.generationConfig).toMatchObject({ temperature: 0.5, stopSequences: ["9"] });
    expect(requests()[0]?.call.headers["x-test"]).toBe("one");
  });
});

describe("leaving early", () => {
  const leave: [how: string, read: (stream: AsyncIterable<StreamChunk>) => Promise<void>][] = [
    [
      "break",
      async (stream) => {
        for await (const _ of stream) break;
      },
    ],
    [
      "a throw",
      async (stream) => {
        try {
          for await (const _ of stream) throw new Error("the caller's own");
        } catch (error) {
          expect(error).toHaveProperty("message", "the caller's own");
        }
      },
    ],
    [
      "return()",
      async (stream) => {
        const iterator = stream[Symbol.asyncIterator]();
        await iterator.next();
        expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
        expect(await iterator.next()).toEqual({ done: true, value: undefined });
      },
    ],
  ];

  it.each(leave)("F54 %s rolls back the turn, and frees the socket and the queue", async (_how, read) => {
    const { emulator, ...started } = await start(STALLED);
    const client = started.client();
    const stream = client.sendMessageStream(PROMPT);
    await read(stream);
    expect(client.history).toEqual([]);
    await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted" });
    expect((await client.sendMessage("Say next")).text).toBe("Next");
    expect(told(client.history)).toEqual(["Say next", "Next"]);
  });

  it("cancel() ends iteration quietly, rolls back, and response() fails with aborted", async () => {
    const { emulator, ...started } = await start(STALLED);
    const client = started.client();
    const stream = client.sendMessageStream(PROMPT);
    const chunks: StreamChunk[] = [];
    for await (const chunk of stream) {
      chunks.push(chunk);
      stream.cancel();
    }
    expect(chunks).toHaveLength(1);
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted" });
    expect(client.history).toEqual([]);
    await expect.poll(() => emulator.calls[0]?.outcome).toBe("abandoned");
    expect((await client.sendMessage("Say next")).text).toBe("Next");
  });

  it("cancel() reaches a next() and a response() that are waiting", async () => {
    const stream = (await start(STALLED)).client().sendMessageStream(PROMPT);
    const iterator = stream[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = [iterator.next(), failureOf(stream.response())] as const;
    stream.cancel();
    expect(await waiting[0]).toEqual({ done: true, value: undefined });
    expect(await waiting[1]).toMatchObject({ code: "aborted" });
  });

  it("cancel() fails response() with the partial answer and the number of attempts", async () => {
    const client = (await start()).steppedClient();
    const stream = client.sendMessageStream(PROMPT);
    await stream[Symbol.asyncIterator]().next();
    stream.cancel();
    const error = await failureOf(stream.response());
    expect(error).toMatchObject({ code: "aborted", attempts: 1, partial: { text: "1," } });
    expect(client.history).toEqual([]);
  });

  it("cancel() before the start sends nothing", async () => {
    const started = await start();
    const client = started.client();
    const stream = client.sendMessageStream(PROMPT);
    stream.cancel({ keepPartial: true });
    expect(await collect(stream)).toMatchObject({ text: "", error: undefined });
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted" });
    expect(started.emulator.calls).toEqual([]);
    expect(client.history).toEqual([]);
  });

  it("cancel({ keepPartial: true }) commits what was received, and response() returns it", async () => {
    const { requests, ...started } = await start();
    const client = started.steppedClient();
    const stream = client.sendMessageStream(PROMPT);
    let text = "";
    for await (const chunk of stream) {
      text += chunk.textDelta;
      if (chunk.textDelta === " 3,") stream.cancel({ keepPartial: true });
    }
    const response = await stream.response();
    expect(text).toBe("1, 2, 3,");
    expect(response.text).toBe(text);
    expect(response.finishReason).toBeUndefined();
    expect(client.history).toEqual([
      { role: "user", parts: [{ text: PROMPT }] },
      { role: "model", parts: [{ text }] },
    ]);
    expect((await client.sendMessage("Say next")).text).toBe("Next");
    expect(requests()[1]?.contents).toHaveLength(3);
  });

  it("cancel({ keepPartial: true }) before any content keeps nothing", async () => {
    const client = (await start(PACED)).client();
    const first = client.sendMessageStream(PROMPT);
    const second = client.sendMessageStream("Say second");
    const [one, two] = [first.response(), failureOf(second.response())];
    second.cancel({ keepPartial: true });
    expect(await two).toMatchObject({ code: "aborted", phase: "queue", attempts: 0 });
    expect((await one).text).toBe(ANSWER);
    expect(told(client.history)).toEqual([PROMPT, ANSWER]);
  });

  it("cancel() after the end changes nothing", async () => {
    const client = (await start()).client();
    const stream = client.sendMessageStream(PROMPT);
    const response = await stream.response();
    stream.cancel();
    expect(await stream.response()).toBe(response);
    expect(client.history).toHaveLength(2);
  });
});
