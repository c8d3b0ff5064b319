import fc from "fast-check";
import { expect, test } from "vitest";
import { SpanLog } from "../../src/response/span-log.ts";
import { clientAt, collect } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { answer, chunk, lastChunk, streamHead } from "../support/replies.ts";

test("pieces of every length come back as they went in, from however many blocks", () => {
  const unit = fc.constantFrom("a", "ä", "\u2028", "😀", "0123456789".repeat(50));
  const text = fc.array(unit, { maxLength: 40 }).map((units) => units.join(""));
  fc.assert(
    fc.property(fc.array(fc.array(text, { maxLength: 20 }), { maxLength: 5 }), (blocks) => {
      const log = new SpanLog();
      for (const texts of blocks) {
        const bytes = Buffer.from(`-${texts.join("-")}-`);
        let at = 1;
        for (const one of texts) {
          log.add(bytes, at, at + Buffer.byteLength(one));
          at += Buffer.byteLength(one) + 1;
        }
      }
      expect(log.texts()).toEqual(blocks.flat());
      expect(log.joined()).toBe(blocks.flat().join(""));
    }),
    { numRuns: 100 },
  );
});

test("F44 a finish reason that only a member `__proto__` brings is none", async () => {
  const candidate = '{"__proto__":{"finishReason":"STOP"},"content":{"role":"model","parts":[{"text":"x"}]}}';
  const event = chunk(`data: {"candidates":[${candidate}]}\r\n\r\n`);
  const server = await startRawServer(({ socket }) =>
    socket.write(Buffer.concat([Buffer.from(streamHead()), event, Buffer.from(lastChunk)])),
  );
  const { error } = await collect(clientAt(server.url).generateStream("Hi"));
  expect(error).toMatchObject({ code: "stream_interrupted", partial: { text: "x" } });
});

test("`raw` of a whole reply that begins with a byte order mark is what the reply says", async () => {
  const body = answer("Hi", "STOP");
  const fetch = async () => new Response(`\ufeff${JSON.stringify(body)}`);
  const response = await clientAt("http://127.0.0.1:9", { fetch }).generate("Hi");
  expect(response.text).toBe("Hi");
  expect(response.raw).toEqual([body]);
});
