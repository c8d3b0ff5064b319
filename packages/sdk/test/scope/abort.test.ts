import { getEventListeners } from "node:events";
import { describe, expect, test } from "vitest";
import type { GeminiOptions } from "../../src/index.ts";
import { asGeminiError, clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { ManualClock, testPlatform } from "../support/platform.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, head, jsonReply, streamHead, streamReply } from "../support/replies.ts";

/** A client whose clock stands still, so no timer ends its calls. */
const timelessClient = (url: string, options: GeminiOptions) =>
  clientAt(url, options, testPlatform({ clock: new ManualClock() }));

const listenersOf = (signal: AbortSignal) => getEventListeners(signal, "abort").length;

describe.each(transports)("$transport", ({ options }) => {
  const reason = new Error("the caller's reason");
  const aborted = expect.objectContaining({ code: "aborted", cause: reason, retryable: false });

  test("F83 before the call", async () => {
    const server = await startRawServer(() => {});
    const client = clientAt(server.url, options);
    const signal = AbortSignal.abort(reason);
    const error = await failureOf(client.generate("Hi", { signal }));
    expect(error).toEqual(aborted);
    expect(error.attempts).toBe(0);
    expect((await collect(client.sendMessageStream("Hi", { signal }))).error).toEqual(aborted);
    expect(server.requests).toHaveLength(0);
    expect(listenersOf(signal)).toBe(0);
  });

  test("F83 while the headers are awaited", async () => {
    const server = await startRawServer(() => {});
    const controller = new AbortController();
    const failure = failureOf(timelessClient(server.url, options).sendMessage("Hi", { signal: controller.signal }));
    await server.received(1);
    controller.abort(reason);
    expect(await failure).toEqual(aborted);
    expect(await failure).toMatchObject({ phase: "headers", attempts: 1 });
    await server.closed();
    expect(listenersOf(controller.signal)).toBe(0);
  });

  test("F83 within a reply that is not streamed", async () => {
    const server = await startRawServer(({ socket }) => socket.write(`${head(200, { "content-length": 99 })}{`));
    const controller = new AbortController();
    const onEvent = ({ type }: { type: string }) =>
      type === "response" && queueMicrotask(() => controller.abort(reason));
    const client = timelessClient(server.url, { ...options, onEvent });
    expect(await failureOf(client.generate("Hi", { signal: controller.signal }))).toEqual(aborted);
    await server.closed();
  });

  test.each([1, 2, 3])("F83 after chunk %d", async (after) => {
    const server = await startRawServer(({ socket }) => {
      socket.write(streamHead());
      for (const text of ["a", "b", "c"]) socket.write(chunk(event(answer(text))));
    });
    const controller = new AbortController();
    const stream = timelessClient(server.url, { ...options, signal: controller.signal }).sendMessageStream("Hi");
    let seen = 0;
    const loop = async () => {
      for await (const _ of stream) {
        seen += 1;
        if (seen === after) controller.abort(reason);
      }
    };
    const error = asGeminiError(await loop().catch((thrown: unknown) => thrown));
    expect(error).toEqual(aborted);
    expect(error.partial?.text.startsWith("abc".slice(0, after))).toBe(true);
    await server.closed();
    expect(listenersOf(controller.signal)).toBe(0);
    await expect(stream.response()).rejects.toBe(error);
  });

  test("F83 after the end changes nothing", async () => {
    const server = await startRawServer(({ socket }) => socket.write(streamReply(["Hello"])));
    const controller = new AbortController();
    const stream = clientAt(server.url, options).sendMessageStream("Hi", { signal: controller.signal });
    expect((await collect(stream)).error).toBeUndefined();
    controller.abort(reason);
    expect((await stream.response()).text).toBe("Hello");
  });

  test("F84 many calls on one signal leave no listener, whether they succeed or fail", async () => {
    const server = await startRawServer(({ socket, index }) => {
      if (index % 4 === 0) socket.write(jsonReply({ error: { code: 400, message: "no" } }, 400));
      else if (index % 4 === 1) socket.destroy();
      else if (index % 4 === 2) socket.write(streamReply(["a", "b"]));
      else socket.write(jsonReply(answer("a", "STOP")));
    });
    const { signal } = new AbortController();
    const client = clientAt(server.url, { ...options, signal });
    for (let turn = 0; turn < 20; turn += 1) {
      await Promise.allSettled(
        Array.from({ length: 10 }, (_, index) =>
          index % 2 === 0 ? client.generate("Hi") : collect(client.generateStream("Hi")),
        ),
      );
    }
    expect(listenersOf(signal)).toBe(0);
  });

  test("F85 abort takes precedence over the deadline and the break that follow", async () => {
    const server = await startRawServer(() => {});
    const controller = new AbortController();
    const clock = new ManualClock();
    const client = clientAt(server.url, options, testPlatform({ clock }));
    const failure = failureOf(client.generate("Hi", { signal: controller.signal, timeouts: { headers: 60 } }));
    await server.received(1);
    controller.abort(reason);
    clock.advance(60);
    server.sockets[0]?.destroy();
    expect(await failure).toEqual(aborted);
  });

  test("F85 the first of several signals is the cause", async () => {
    const server = await startRawServer(() => {});
    const [first, second] = [new AbortController(), new AbortController()];
    const client = clientAt(server.url, { ...options, signal: first.signal });
    const failure = failureOf(client.generate("Hi", { signal: second.signal }));
    await server.received(1);
    second.abort(reason);
    first.abort(new Error("later"));
    expect(await failure).toEqual(aborted);
  });

  test("F85 a deadline that comes first is a timeout, whatever follows", async () => {
    const controller = new AbortController();
    const server = await startRawServer(() => {});
    const clock = new ManualClock();
    const client = clientAt(server.url, { ...options, timeouts: { headers: 60 } }, testPlatform({ clock }));
    const failure = failureOf(client.generate("Hi", { signal: controller.signal }));
    await server.received(1);
    clock.advance(60);
    await server.closed();
    controller.abort(reason);
    expect(await failure).toMatchObject({ code: "timeout", phase: "headers" });
    expect("cause" in (await failure)).toBe(false);
  });

  test("`AbortSignal.timeout` is the caller's signal, not a timeout of ours", async () => {
    const server = await startRawServer(() => {});
    const error = await failureOf(clientAt(server.url, options).generate("Hi", { signal: AbortSignal.timeout(50) }));
    expect([error.code, (error.cause as Error).name]).toEqual(["aborted", "TimeoutError"]);
  });
});
