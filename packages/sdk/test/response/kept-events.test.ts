import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteRanges } from "../../src/response/byte-ranges.ts";
import { clientAt, collect } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, lastChunk, streamHead } from "../support/replies.ts";

test("byte ranges of any length and from any number of blocks return their text", () => {
  const unit = fc.constantFrom("a", "ä", "\u2028", "😀", "0123456789".repeat(50));
  const text = fc.array(unit, { maxLength: 40 }).map((units) => units.join(""));
  fc.assert(
    fc.property(fc.array(fc.array(text, { maxLength: 20 }), { maxLength: 5 }), (blocks) => {
      const ranges = new ByteRanges();
      for (const texts of blocks) {
        const bytes = Buffer.from(`-${texts.join("-")}-`);
        let at = 1;
        for (const one of texts) {
          ranges.add(bytes, at, at + Buffer.byteLength(one));
          at += Buffer.byteLength(one) + 1;
        }
      }
      const texts = ranges.ranges().map(({ bytes, from, to }) => Buffer.from(bytes).toString("utf8", from, to));
      expect(texts).toEqual(blocks.flat());
      expect(ranges.joined()).toBe(blocks.flat().join(""));
    }),
    { numRuns: 100, seed: 1 },
  );
});

test("F44 a finish reason in a member `__proto__` does not count", async () => {
  const candidate = '{"__proto__":{"finishReason":"STOP"},"content":{"role":"model","parts":[{"text":"x"}]}}';
  const event = chunk(`data: {"candidates":[${candidate}]}\r\n\r\n`);
  const server = await startRawServer(({ socket }) =>
    socket.write(Buffer.concat([Buffer.from(streamHead()), event, Buffer.from(lastChunk)])),
  );
  const { error } = await collect(clientAt(server.url).generateStream("Hi"));
  expect(error).toMatchObject({ code: "stream_interrupted", partial: { text: "x" } });
});

test("`raw` of a response that begins with a byte order mark is its JSON", async () => {
  const body = answer("Hi", "STOP");
  const fetch = async () => new Response(`\ufeff${JSON.stringify(body)}`);
  const response = await clientAt("http://127.0.0.1:9", { fetch }).generate("Hi");
  expect(response.text).toBe("Hi");
  expect(response.raw).toEqual([body]);
});
