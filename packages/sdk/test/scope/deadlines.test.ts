import http from "node:http";
import { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import type { GeminiError, GeminiOptions, Timeouts } from "../../src/index.ts";
import { asGeminiError, clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { passTime } from "../support/pass-time.ts";
import { ManualClock, testPlatform } from "../support/platform.ts";
import { type RawRequest, startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, head, jsonReply, lastChunk, streamHead } from "../support/replies.ts";

const none: Timeouts = { connect: null, headers: null, idle: null, total: null };
const silence = () => {};
const oneEvent = ({ socket }: RawRequest) => socket.write(`${streamHead()}${chunk(event(answer("one")))}`);

/** Writes `text` in each turn of the event loop until the connection closes. */
function repeat(socket: Socket, text: string | Uint8Array): void {
  const write = () => {
    if (socket.destroyed || socket.readableEnded) return;
    socket.write(text);
    setImmediate(write);
  };
  write();
}

function clockedClient(url: string, options: GeminiOptions) {
  const clock = new ManualClock();
  return { clock, client: clientAt(url, options, testPlatform({ clock })) };
}

describe.each(transports)("$transport", ({ options }) => {
  const run = async (script: (request: RawRequest) => unknown, timeouts: Timeouts) => {
    const server = await startRawServer(script);
    const { clock, client } = clockedClient(server.url, { ...options, timeouts });
    const { error } = await passTime(clock, collect(client.generateStream("Hi")), 1);
    await server.closed();
    return { error: asGeminiError(error) };
  };

  test("F39 accepts and never answers", async () => {
    const { error } = await run(silence, { ...none, headers: 80 });
    expect(error).toMatchObject({ code: "timeout", phase: "headers", retryable: true, attempts: 1 });
    expect(error.message).toContain("80 ms");
    expect(error.message).toContain("`timeouts.headers`");
  });

  test("F39 headers that never end", async () => {
    const { error } = await run(
      ({ socket }) => {
        socket.write("HTTP/1.1 200 OK\r\n");
        repeat(socket, "x-more: 1\r\n");
      },
      { ...none, headers: 150 },
    );
    expect(error).toMatchObject({ code: "timeout", phase: "headers" });
  });

  test("F39 headers, then silence", async () => {
    const { error } = await run(({ socket }) => socket.write(streamHead()), { ...none, idle: 80 });
    expect(error).toMatchObject({ code: "timeout", phase: "idle", retryable: true });
  });

  test("F39 a stalled stream is noticed within 10 % of the idle limit, with what was received in the partial", async () => {
    const server = await startRawServer(oneEvent);
    const { clock, client } = clockedClient(server.url, options);
    const iterator = client.generateStream("Hi", { timeouts: { ...none, idle: 1_000 } })[Symbol.asyncIterator]();
    await iterator.next();
    const cameAt = clock.now();
    const error = await passTime(clock, failureOf(iterator.next()), 1);
    expect(error).toMatchObject({ code: "timeout", phase: "idle" });
    expect(error.partial?.text).toBe("one");
    expect(clock.now() - cameAt).toBeGreaterThanOrEqual(1_000);
    expect(clock.now() - cameAt).toBeLessThan(1_100);
  });

  test("F39 an occasional byte does not keep a stream alive: idle is measured between events", async () => {
    const script = ({ socket }: RawRequest) => {
      socket.write(streamHead());
      repeat(socket, chunk("d"));
    };
    expect((await run(script, { ...none, idle: 150 })).error).toMatchObject({ code: "timeout", phase: "idle" });
  });

  test("F51 nor do comments", async () => {
    const script = ({ socket }: RawRequest) => {
      oneEvent({ socket } as RawRequest);
      repeat(socket, chunk(": still here\n\n"));
    };
    expect((await run(script, { ...none, idle: 150 })).error).toMatchObject({ code: "timeout", phase: "idle" });
  });

  test("F39 endless events end at the total deadline", async () => {
    const script = ({ socket }: RawRequest) => {
      socket.write(streamHead());
      repeat(socket, chunk(event(answer("more "))));
    };
    const server = await startRawServer(script);
    const { clock, client } = clockedClient(server.url, { ...options, timeouts: { ...none, idle: 150, total: 300 } });
    let text = "";
    const read = async () => {
      for await (const { textDelta } of client.generateStream("Hi")) {
        text += textDelta;
        clock.advance(10);
      }
    };
    const error = await failureOf(read());
    await server.closed();
    expect(error).toMatchObject({ code: "timeout", phase: "total" });
    expect(text).toMatch(/^(more )+$/);
    expect(error.partial?.text).toBe(text);
  });

  test("F39 a reply that is not streamed may arrive slowly, but may not stall", async () => {
    const body = JSON.stringify(answer("x", "STOP"));
    const server = await startRawServer(({ socket }) => {
      socket.write(head(200, { "content-type": "application/json", "content-length": body.length }));
      socket.write(body.slice(0, 20));
    });
    const { clock, client } = clockedClient(server.url, { ...options, timeouts: { ...none, idle: 80 } });
    const error = await passTime(clock, failureOf(client.generate("Hi")), 1);
    expect(error).toMatchObject({ code: "timeout", phase: "idle" });
    await server.closed();
  });

  test("F39 a refusal whose body stalls is classified by its status", async () => {
    const { error } = await run(({ socket }) => socket.write(head(503, { "content-length": 99 })), {
      ...none,
      idle: 80,
    });
    expect(error).toMatchObject({ code: "server_error", status: 503 });
  });

  test("the idle deadline is suspended while the reader works", async () => {
    const server = await startRawServer(oneEvent);
    const { clock, client } = clockedClient(server.url, options);
    const stream = client.generateStream("Hi", { timeouts: { ...none, idle: 60 } });
    const read: string[] = [];
    for await (const { textDelta } of stream) {
      read.push(textDelta);
      if (read.length > 1) continue;
      clock.advance(150);
      server.sockets[0]?.write(`${chunk(event(answer("two", "STOP")))}${lastChunk}`);
    }
    expect(read).toEqual(["one", "two"]);
  });

  test("null switches a deadline off, and a call's own deadlines win over the client's", async () => {
    const server = await startRawServer(silence);
    const { clock, client } = clockedClient(server.url, { ...options, timeouts: { headers: 30, total: 200 } });
    const call = async (timeouts: Timeouts, waitMs: number, reply: Uint8Array | string = "") => {
      const number = server.requests.length;
      const outcome = client.generate("Hi", { timeouts }).then(
        ({ text }) => text,
        ({ phase }: GeminiError) => phase,
      );
      await server.received(number + 1);
      clock.advance(waitMs);
      server.requests[number]?.socket.write(reply);
      return outcome;
    };
    const late = jsonReply(answer("late", "STOP"));
    expect(await call({}, 30)).toBe("headers");
    expect(await call({ headers: null }, 200)).toBe("total");
    expect(await call({ headers: null, total: null }, 10_000, late)).toBe("late");
    expect(await call({ headers: 5_000, total: 5_000 }, 4_999, late)).toBe("late");
  });
});

describe("node:http", () => {
  /** Opens sockets that never connect. */
  class NowhereAgent extends http.Agent {
    readonly opened: Socket[] = [];

    // Node calls this for every new connection.
    override createConnection(): Socket {
      const socket = Object.defineProperty(new Socket(), "connecting", { value: true });
      this.opened.push(socket);
      return socket;
    }
  }

  test("F39 a connection that is never established", async () => {
    const agent = new NowhereAgent();
    const timeouts = { ...none, connect: 80, headers: 40 };
    const { clock, client } = clockedClient("http://127.0.0.1:9", { agent, timeouts });
    const error = await passTime(clock, failureOf(client.generate("Hi")), 1);
    expect(error).toMatchObject({ code: "timeout", phase: "connect", retryable: true, attempts: 1 });
    expect(error.message).toContain("`timeouts.connect`");
    expect(agent.opened.map((socket) => socket.destroyed)).toEqual([true]);
  });

  test("F39 a TLS handshake that never ends is part of connecting", async () => {
    const server = await startRawServer(silence);
    const url = server.url.replace("http:", "https:");
    const { clock, client } = clockedClient(url, { timeouts: { ...none, connect: 80 } });
    const error = await passTime(clock, failureOf(client.generate("Hi")), 1);
    expect(error).toMatchObject({ code: "timeout", phase: "connect" });
    await server.closed();
  });

  test("F39 waiting for a free socket of the caller's agent does not count as connecting", async () => {
    const server = await startRawServer(silence);
    const agent = new http.Agent({ maxSockets: 1, keepAlive: true });
    const { clock, client } = clockedClient(server.url, { agent, timeouts: { ...none, connect: 80 } });
    const answers = Promise.all([client.generate("one"), client.generate("two")]);
    for (const number of [1, 2]) {
      await server.received(number);
      clock.advance(150);
      server.requests[number - 1]?.socket.write(jsonReply(answer("late", "STOP")));
    }
    expect((await answers).map(({ text }) => text)).toEqual(["late", "late"]);
    agent.destroy();
  });
});
