import { describe, expect, test } from "vitest";
import { asGeminiError, clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, head, streamHead } from "../support/replies.ts";

/** A server that sends one event and then keeps the answer open. */
const openAnswer = () =>
  startRawServer(({ socket }) => socket.write(`${streamHead()}${chunk(event(answer("Hello")))}`));

describe.each(transports)("$transport", ({ options }) => {
  test("F54 `break` frees the socket", async () => {
    const server = await openAnswer();
    const stream = clientAt(server.url, options).sendMessageStream("Hi");
    for await (const { textDelta } of stream) {
      expect(textDelta).toBe("Hello");
      break;
    }
    await server.closed();
    await expect(stream.response()).rejects.toMatchObject({ code: "aborted" });
  });

  test("F54 `return()` frees the socket, also while a chunk is awaited", async () => {
    const server = await openAnswer();
    const iterator = clientAt(server.url, options).sendMessageStream("Hi")[Symbol.asyncIterator]();
    await iterator.next();
    const waiting = iterator.next();
    expect(await iterator.return?.()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    await server.closed();
  });

  test("F54 an exception in the loop frees the socket and is passed on", async () => {
    const server = await openAnswer();
    const stream = clientAt(server.url, options).sendMessageStream("Hi");
    const own = new Error("the caller's own");
    const loop = async () => {
      for await (const _ of stream) throw own;
    };
    await expect(loop()).rejects.toBe(own);
    await server.closed();
  });

  test("F54 `cancel()` frees the socket and ends the loop quietly", async () => {
    const server = await openAnswer();
    const stream = clientAt(server.url, options).sendMessageStream("Hi");
    for await (const _ of stream) stream.cancel();
    await server.closed();
    expect(await failureOf(stream.response())).toMatchObject({ code: "aborted" });
  });

  test("F54 `cancel()` before the reply frees the socket", async () => {
    const server = await startRawServer(() => {});
    const stream = clientAt(server.url, options).generateStream("Hi");
    const read = collect(stream);
    await server.received(1);
    stream.cancel();
    await server.closed();
    expect(await read).toMatchObject({ text: "", error: undefined });
  });

  test("F54 a stream that is never read sends nothing", async () => {
    const server = await openAnswer();
    const client = clientAt(server.url, options);
    client.sendMessageStream("never read");
    client.generateStream("never read").cancel();
    const { text } = await firstChunk(client.generateStream("read"));
    expect(text).toBe("Hello");
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]?.body).toContain('"read"');
  });

  test("F54 `client.close()` ends running calls and frees their sockets", async () => {
    const server = await openAnswer();
    const client = clientAt(server.url, options);
    const read = collect(client.generateStream("Hi"));
    await server.received(1);
    await client.close();
    expect(asGeminiError((await read).error).code).toBe("client_closed");
    await server.closed();
  });

  test.each([302, 307])("F54 a refused redirect (%d) holds no socket", async (status) => {
    const server = await startRawServer(({ socket }) =>
      socket.write(head(status, { location: "https://example.com/", "content-length": 10 })),
    );
    await failureOf(clientAt(server.url, options).generate("Hi"));
    await server.closed();
  });
});

async function firstChunk(stream: AsyncIterable<{ readonly textDelta: string }>) {
  for await (const { textDelta } of stream) return { text: textDelta };
  throw new Error("no chunk");
}
