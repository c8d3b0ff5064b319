import type { Socket } from "node:net";
import { describe, expect, test } from "vitest";
import { asGeminiError, clientAt, collect, transports } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, jsonReply, streamHead } from "../support/replies.ts";

const MEGABYTE = 1_000_000;
const oneMegabyte = chunk(event(answer("x".repeat(MEGABYTE))));

/** Writes megabytes as fast as the client takes them, up to a gigabyte. */
function flood(socket: Socket): { written(): number } {
  let written = 0;
  const push = () => {
    while (!socket.destroyed && written < 1_000) {
      written += 1;
      if (!socket.write(oneMegabyte)) return;
    }
  };
  socket.write(streamHead());
  socket.on("drain", push);
  push();
  return { written: () => written };
}

describe.each(transports)("$transport", ({ options }) => {
  test("F52 a slow reader slows down a fast server", async () => {
    let written = () => 0;
    const server = await startRawServer(({ socket, index }) => {
      if (index === 0) ({ written } = flood(socket));
      else socket.write(jsonReply(answer("Hello", "STOP")));
    });
    const client = clientAt(server.url, options);
    // A client that still read would read more during these calls, since each passes through the same event loop.
    const writtenDuringCalls = async () => {
      const before = written();
      for (let call = 0; call < 10; call += 1) await client.generate("Hi");
      return written() - before;
    };
    let read = 0;
    for await (const _ of client.generateStream("Hi")) {
      read += 1;
      if (read < 5) continue;
      while ((await writtenDuringCalls()) > 0);
      break;
    }
    // Most of it is in the socket buffers of the operating system, about 10 MB on loopback.
    expect(written()).toBeLessThan(50);
    expect(written()).toBeGreaterThanOrEqual(read);
    await server.closed();
  });

  test("F52 an answer longer than `maxResponseBytes` fails, with the text so far in its partial", async () => {
    const server = await startRawServer(({ socket }) => {
      flood(socket);
    });
    const client = clientAt(server.url, { ...options, maxResponseBytes: 3.5 * MEGABYTE });
    const { error, text } = await collect(client.generateStream("Hi"));
    expect(asGeminiError(error)).toMatchObject({ code: "response_too_large", phase: "body", retryable: false });
    expect(asGeminiError(error).message).toContain("3500000 bytes");
    expect([text.length, asGeminiError(error).partial?.text.length]).toEqual([3 * MEGABYTE, 3 * MEGABYTE]);
    await server.closed();
  });

  test("F49 an endless line stops at `maxResponseBytes` as well, if that is smaller than the limit of a line", async () => {
    const server = await startRawServer(({ socket }) => {
      socket.write(`${streamHead()}${chunk("data: ")}`);
      const endless = chunk("x".repeat(MEGABYTE));
      const push = () => {
        while (!socket.destroyed && socket.write(endless));
      };
      socket.on("drain", push);
      push();
    });
    const client = clientAt(server.url, { ...options, maxResponseBytes: 8 * MEGABYTE });
    const { error } = await collect(client.generateStream("Hi"));
    expect(asGeminiError(error).code).toBe("response_too_large");
    await server.closed();
  });
});

test("F52 an answer has at most 256 MiB by default", async () => {
  // By hand, since a socket would take seconds for it. Comments are not kept.
  const mebibyte = new TextEncoder().encode(`:${"x".repeat(1024 * 1024 - 3)}\n\n`);
  const end = new TextEncoder().encode(event(answer("a", "STOP")));
  const replyOf = (pieces: readonly Uint8Array[]) => {
    const left = pieces.values();
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      const { value } = left.next();
      if (value) controller.enqueue(value);
      else controller.close();
    };
    const headers = { "content-type": "text/event-stream" };
    return async () => new Response(new ReadableStream({ pull }), { headers });
  };
  const whole = [...Array<Uint8Array>(255).fill(mebibyte), end];
  const fits = await collect(clientAt("http://127.0.0.1:9", { fetch: replyOf(whole) }).generateStream("Hi"));
  expect([fits.text, fits.error]).toEqual(["a", undefined]);
  const tooLong = [...Array<Uint8Array>(256).fill(mebibyte), end];
  const { error } = await collect(clientAt("http://127.0.0.1:9", { fetch: replyOf(tooLong) }).generateStream("Hi"));
  expect(asGeminiError(error)).toMatchObject({ code: "response_too_large" });
  expect(asGeminiError(error).message).toContain("268435456 bytes");
});
