import fc from "fast-check";
import { expect, test } from "vitest";
import { TextLog } from "../../src/response/text-log.ts";
import { clientAt, collect } from "../support/clients.ts";
import { startRawServer } from "../support/raw-server.ts";
import { chunk, lastChunk, streamHead } from "../support/replies.ts";

test("texts of every length come back as they went in, in both orders", () => {
  const unit = fc.constantFrom("a", "ä", "\u2028", "😀", "0123456789".repeat(50));
  const text = fc.array(unit, { maxLength: 40 }).map((units) => units.join(""));
  fc.assert(
    fc.property(fc.array(text, { maxLength: 60 }), fc.nat({ max: 3 }), (texts, large) => {
      const all = [...texts, ...Array.from({ length: large }, (_, index) => "ß".repeat(100_000 + index)), ...texts];
      const log = new TextLog();
      for (const one of all) log.add(one);
      expect([...log.texts()]).toEqual(all);
      expect([...log.newestFirst()]).toEqual([...all].reverse());
      expect(log.joined()).toBe(all.join(""));
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
