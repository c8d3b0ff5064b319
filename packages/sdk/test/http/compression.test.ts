import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { clientAt, collect, failureOf, transports } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, event, lastChunk, reply, streamHead } from "../support/replies.ts";

const json = JSON.stringify(answer("Grüße", "STOP"));
const codings = [
  { coding: "gzip", compress: gzipSync },
  { coding: "br", compress: brotliCompressSync },
];

describe.each(transports)("$transport", ({ options }) => {
  test.each(codings)("$coding is decoded", async ({ coding, compress }) => {
    const server = await startRawServer(({ socket }) =>
      socket.write(reply(200, compress(json), { "content-encoding": coding, "content-type": "application/json" })),
    );
    const client = clientAt(server.url, options);
    expect((await client.generate("Hi")).text).toBe("Grüße");
    await client.generate("Hi");
    expect(server.sockets).toHaveLength(1);
    expect(server.requests[0]?.headers["accept-encoding"]).toMatch(/\bgzip\b/);
  });

  test.each(codings)("$coding is decoded in a stream, in whatever pieces", async ({ coding, compress }) => {
    const body = compress(event(answer("one ")) + event(answer("two", "STOP")));
    const server = await startRawServer(({ socket }) => {
      socket.write(streamHead({ "content-encoding": coding }));
      for (const byte of body) socket.write(chunk(Uint8Array.of(byte)));
      socket.write(lastChunk);
    });
    const client = clientAt(server.url, options);
    expect(await collect(client.generateStream("Hi"))).toMatchObject({ text: "one two", error: undefined });
    await collect(client.generateStream("Hi"));
    expect(server.sockets).toHaveLength(1);
  });

  test.each(codings)("F40 damaged $coding", async ({ coding, compress }) => {
    const body = compress("x".repeat(9_000) + json);
    body.fill(0xff, 10, body.length - 4);
    const server = await startRawServer(({ socket }) =>
      socket.write(reply(200, body, { "content-encoding": coding, "content-type": "application/json" })),
    );
    expect(await failureOf(clientAt(server.url, options).generate("Hi"))).toMatchObject({
      code: "response_invalid",
      retryable: true,
    });
  });

  test("F40 a compression that was not requested", async () => {
    const server = await startRawServer(({ socket }) =>
      socket.write(reply(200, "\u0001\u0002", { "content-encoding": "fake" })),
    );
    expect(await failureOf(clientAt(server.url, options).generate("Hi"))).toMatchObject({ code: "response_invalid" });
  });

  test("a refusal is decoded as well", async () => {
    const body = gzipSync(JSON.stringify({ error: { code: 404, message: "No such model." } }));
    const server = await startRawServer(({ socket }) => socket.write(reply(404, body, { "content-encoding": "gzip" })));
    const error = await failureOf(clientAt(server.url, options).generate("Hi"));
    expect(error.message).toContain("No such model.");
  });

  test("F52 `maxResponseBytes` counts bytes after decompression", async () => {
    const body = gzipSync("x".repeat(5_000_000));
    const server = await startRawServer(({ socket }) => socket.write(reply(200, body, { "content-encoding": "gzip" })));
    const client = clientAt(server.url, { ...options, maxResponseBytes: 1_000_000 });
    expect(await failureOf(client.generate("Hi"))).toMatchObject({ code: "response_too_large" });
  });
});
