import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { asGeminiError, clientAt, collect, transports } from "../support/clients.ts";
import { type RawRequest, startRawServer } from "../support/raw-server.ts";
import { chunk, head, lastChunk, streamHead } from "../support/replies.ts";
import { events, plain, recorded, texts } from "./support/recorded-stream.ts";

describe.each(transports)("$transport", ({ options }) => {
  const afterTheFinish: Record<string, Uint8Array> = {
    chunked: Buffer.concat([Buffer.from(streamHead()), chunk(recorded)]),
    "content-length": Buffer.from(
      `${head(200, { ...plain, "content-length": recorded.length + 9 })}${recorded}: alive`,
    ),
    "gzip within chunked": Buffer.concat([
      Buffer.from(streamHead({ "content-encoding": "gzip" })),
      chunk(gzipSync(recorded)),
    ]),
  };
  test.each(Object.entries(afterTheFinish))("F45 a stream cut in %s framing after the last event", async (_, bytes) => {
    const server = await startRawServer(({ socket }) => socket.write(bytes));
    const stream = clientAt(server.url, options).generateStream("Hi");
    const read: string[] = [];
    const loop = async () => {
      for await (const { textDelta } of stream) {
        read.push(textDelta);
        // Only once the text has come: fetch loses what is still being decompressed when the connection breaks.
        server.sockets[0]?.end();
      }
    };
    const error = await loop().catch((thrown: unknown) => thrown);
    expect(read).toEqual(texts);
    const { code, phase, retryable, partial } = asGeminiError(error);
    expect({ code, phase, retryable }).toEqual({ code: "stream_interrupted", phase: "body", retryable: true });
    expect(partial?.text).toBe(texts.join(""));
    await expect(stream.response()).rejects.toBe(error);
  });

  test("F38 a reset in the body, after everything received was delivered", async () => {
    const server = await startRawServer(({ socket }) => socket.write(`${streamHead()}${chunk(events[0]!)}`));
    const read: string[] = [];
    const stream = clientAt(server.url, options).generateStream("Hi");
    const failure = (async () => {
      for await (const { textDelta } of stream) {
        read.push(textDelta);
        server.sockets[0]!.resetAndDestroy();
      }
    })().catch((error: unknown) => error);
    const { code, retryable, partial, attempts } = asGeminiError(await failure);
    expect({ code, retryable, attempts }).toEqual({ code: "stream_interrupted", retryable: true, attempts: 1 });
    expect([read.join(""), partial?.text]).toEqual([texts[0], texts[0]]);
  });

  test("F38 an early end of a reply that is not streamed", async () => {
    const server = await startRawServer(({ socket }) =>
      socket.end(`${head(200, { "content-length": 500 })}{"candidates"`),
    );
    await expect(clientAt(server.url, options).generate("Hi")).rejects.toMatchObject({
      name: "GeminiError",
      code: "stream_interrupted",
    });
  });

  test("F44 the end comes after whole events without a finish reason", async () => {
    const server = await startRawServer(({ socket }) =>
      socket.end(`${streamHead()}${chunk(events[0]!)}${chunk(events[1]!)}${lastChunk}`),
    );
    const { error, text } = await collect(clientAt(server.url, options).generateStream("Hi"));
    expect(asGeminiError(error).code).toBe("stream_interrupted");
    expect(asGeminiError(error).partial?.text).toBe(text);
    expect(text).toBe("Grüße, wörld ");
  });
});

describe("node:http", () => {
  test.each([1, 4, 8, 20])("F45 gzip cut %d bytes before its end, in whole chunked framing", async (missing) => {
    const body = gzipSync(recorded);
    const server = await startRawServer(({ socket }) =>
      socket.end(
        Buffer.concat([
          Buffer.from(streamHead({ "content-encoding": "gzip" })),
          chunk(body.subarray(0, -missing)),
          Buffer.from(lastChunk),
        ]),
      ),
    );
    const { error } = await collect(clientAt(server.url).generateStream("Hi"));
    expect(asGeminiError(error).code).toBe("stream_interrupted");
  });

  test.each(["identity", "gzip"])(
    "F45 what arrived while a slow reader was busy is in the partial (%s)",
    async (coding) => {
      const parts =
        coding === "gzip" ? gzipPieces(events.slice(0, 3)) : events.slice(0, 3).map((one) => Buffer.from(one));
      const script = async ({ socket }: RawRequest) => {
        socket.write(streamHead({ "content-encoding": coding }));
        socket.write(chunk(parts[0]!));
      };
      const server = await startRawServer(script);
      const stream = clientAt(server.url).generateStream("Hi");
      const iterator = stream[Symbol.asyncIterator]();
      expect((await iterator.next()).value?.textDelta).toBe(texts[0]);
      const socket = server.sockets[0]!;
      socket.write(Buffer.concat([chunk(parts[1]!), chunk(parts[2]!)]));
      socket.end();
      // The client closes its side after it has read everything, including the end.
      await server.closed();
      expect((await iterator.next()).value?.textDelta).toBe(texts[1]);
      expect((await iterator.next()).value?.textDelta).toBe(texts[2]);
      const error = asGeminiError(await iterator.next().catch((thrown: unknown) => thrown));
      expect([error.code, error.partial?.text]).toEqual(["stream_interrupted", texts.slice(0, 3).join("")]);
    },
  );
});

/** One gzip stream, cut after the bytes that carry each text. */
function gzipPieces(parts: readonly string[]): Buffer[] {
  const whole = gzipSync(parts.join(""), { level: 0 });
  const ends = parts.map((_, index) => 15 + Buffer.byteLength(parts.slice(0, index + 1).join("")));
  return ends.map((end, index) => whole.subarray(ends[index - 1] ?? 0, end));
}
