import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeUtf8 } from "../../src/http/decode-utf8.ts";
import { nodeMemory } from "../../src/http/node-memory.node.ts";

test("bytes of every length decode as the web standard says, also where they are no UTF-8", () => {
  const unit = fc.constantFrom("a", "é", "€", "😀", "\ufeff", "plain text, ".repeat(30), "Привет ".repeat(20));
  const text = fc.array(unit, { maxLength: 40 }).map((units) => Buffer.from(units.join("")));
  const broken = fc.uint8Array({ maxLength: 4 });
  fc.assert(
    fc.property(fc.array(fc.oneof(text, broken), { maxLength: 6 }), fc.nat({ max: 9 }), (pieces, skipped) => {
      const bytes = Buffer.concat(pieces);
      const from = Math.min(skipped, bytes.length);
      expect(nodeMemory.decodeUtf8(bytes, from, bytes.length)).toBe(decodeUtf8(bytes, from, bytes.length));
    }),
    { numRuns: 1_000 },
  );
});
