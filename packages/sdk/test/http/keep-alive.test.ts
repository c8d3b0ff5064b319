import { describe, expect, test } from "vitest";
import type { GeminiEvent } from "../../src/index.ts";
import { asGeminiError, clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { ManualClock, testPlatform } from "../support/platform.ts";
import { type RawRequest, startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, jsonReply, streamHead, streamReply } from "../support/replies.ts";

const hello = ({ socket }: RawRequest) => socket.write(jsonReply(answer("Hello", "STOP")));

describe.each(transports)("$transport", ({ transport, options }) => {
  test("sequential calls share one connection, streamed or not, refused or not", async () => {
    const server = await startRawServer((request) => {
      if (request.path.includes("stream")) request.socket.write(streamReply(["a", "b"]));
      else if (request.body.includes("refuse")) request.socket.write(jsonReply({ error: { code: 400 } }, 400));
      else hello(request);
    });
    const client = clientAt(server.url, options);
    await client.generate("Hi");
    await collect(client.generateStream("Hi"));
    await failureOf(client.generate("refuse"));
    await client.fork().sendMessage("Hi");
    expect(server.requests).toHaveLength(4);
    // Node's fetch sometimes opens a second one while it puts the first away.
    expect(server.sockets.length).toBeLessThanOrEqual(transport === "fetch" ? 2 : 1);
  });
});

describe("node:http", () => {
  const attemptsIn = (events: readonly GeminiEvent[]) =>
    events.flatMap((event) => (event.type === "request" ? [event.attempt] : []));

  test.each(["ends", "resets"] as const)("F41 the server %s a kept-alive connection as we send on it", async (how) => {
    const server = await startRawServer((request) => {
      if (request.index !== 1) return hello(request);
      return how === "ends" ? request.socket.end() : request.socket.resetAndDestroy();
    });
    const events: GeminiEvent[] = [];
    const client = clientAt(server.url, { onEvent: (event) => events.push(event) });
    await client.sendMessage("one");
    expect((await client.sendMessage("two")).text).toBe("Hello");
    expect(attemptsIn(events)).toEqual([1, 1, 2]);
    expect(server.requests.map(({ connection }) => connection)).toEqual([0, 0, 1]);
    expect(server.requests[2]?.body).toBe(server.requests[1]?.body);
    expect(client.history).toHaveLength(4);
  });

  test("F41 a stream is retried as well", async () => {
    const server = await startRawServer((request) => {
      if (request.index === 0) hello(request);
      else if (request.index === 1) request.socket.destroy();
      else request.socket.write(streamReply(["a", "b"]));
    });
    const client = clientAt(server.url);
    await client.generate("one");
    expect(await collect(client.generateStream("two"))).toMatchObject({ text: "ab", error: undefined });
  });

  test("F41 a second stale connection is a failure, and so is a new one that breaks", async () => {
    const waiting: RawRequest[] = [];
    const server = await startRawServer((request) => {
      if (request.index >= 2) request.socket.destroy();
      else if (waiting.push(request) === 2) for (const one of waiting) hello(one);
    });
    const client = clientAt(server.url);
    await Promise.all([client.generate("one"), client.generate("two")]);
    const failed = { code: "connection_failed", phase: "headers", retryable: true, attempts: 2 };
    expect(await failureOf(client.generate("three"))).toMatchObject(failed);
    expect(
      server.requests
        .map(({ connection }) => connection)
        .slice(2)
        .sort(),
    ).toEqual([0, 1]);
    expect(await failureOf(client.generate("four"))).toMatchObject({ ...failed, attempts: 1 });
  });

  test("F41 a break after the reply began is not retried", async () => {
    const server = await startRawServer((request) => {
      if (request.index === 0) hello(request);
      else request.socket.end("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{");
    });
    const client = clientAt(server.url);
    await client.generate("one");
    expect(await failureOf(client.generate("two"))).toMatchObject({ code: "stream_interrupted", attempts: 1 });
    expect(server.requests).toHaveLength(2);
  });

  test("F55 a break after text was delivered is not retried", async () => {
    const server = await startRawServer((request) => {
      if (request.index === 0) hello(request);
      else request.socket.end(`${streamHead()}${chunk(event(answer("one")))}`);
    });
    const client = clientAt(server.url);
    await client.generate("one");
    const { error, text } = await collect(client.generateStream("two"));
    expect(asGeminiError(error)).toMatchObject({ code: "stream_interrupted", attempts: 1 });
    expect([text, server.requests.length]).toEqual(["one", 2]);
  });

  test("deadlines restart on a kept-alive connection, and leave no listener on it", async () => {
    const server = await startRawServer((request) => {
      if (request.index < 30) hello(request);
    });
    const clock = new ManualClock();
    const client = clientAt(server.url, { timeouts: { connect: 60 } }, testPlatform({ clock }));
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on("warning", onWarning);
    for (let call = 0; call < 30; call += 1) {
      await client.generate("Hi");
      clock.advance(50);
    }
    process.off("warning", onWarning);
    expect(warnings).toEqual([]);
    const failure = failureOf(client.generate("Hi", { timeouts: { headers: 60 } }));
    await server.received(31);
    clock.advance(60);
    expect(await failure).toMatchObject({ code: "timeout", phase: "headers" });
    expect(server.sockets).toHaveLength(1);
  });
});
