import fc from "fast-check";
import { expect, test } from "vitest";
import { splitIntoChunks } from "../../src/responder/chunks.ts";
import type { ResponderAnswer } from "../../src/responder/types.ts";
import type { Part } from "../../src/wire/content.ts";
import { answerTo } from "./ask.ts";

/** Joins consecutive texts of the same kind; a part with its own signature starts a new one. */
function join(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    const continues =
      last?.text !== undefined && part.text !== undefined && last.thought === part.thought && !part.thoughtSignature;
    if (continues) joined[joined.length - 1] = { ...last, text: `${last.text}${part.text}` };
    else joined.push(part);
  }
  return joined;
}

const signed = fc.option(fc.base64String({ minLength: 1 }), { nil: undefined });
const parts = fc.array(
  fc.oneof(
    fc
      .tuple(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("a", " ", "\n", "é", "👋") })), signed)
      .map(([text, thoughtSignature]) => ({ text, ...(thoughtSignature && { thoughtSignature }) })),
    fc.string().map((text) => ({ text, thought: true })),
    fc.record({ functionCall: fc.record({ name: fc.string(), args: fc.dictionary(fc.string(), fc.jsonValue()) }) }),
  ),
);
const answerOf = (parts: readonly Part[]): ResponderAnswer => ({
  parts,
  finishReason: "STOP",
  usageMetadata: { promptTokenCount: 0, totalTokenCount: 0 },
});

test("the chunks of any answer join to the same answer", () => {
  fc.assert(
    fc.property(parts, (given) => {
      const chunks = splitIntoChunks(answerOf(given));
      expect(join(chunks.flat())).toEqual(join(given));
      expect(chunks.every((chunk) => chunk.length > 0)).toBe(true);
    }),
    { seed: 1 },
  );
});

test("text goes word by word, with the signature on the first", () => {
  const chunks = splitIntoChunks(answerOf([{ text: "one  two\nthree ", thoughtSignature: "c2ln" }]));
  expect(chunks).toEqual([
    [{ text: "one", thoughtSignature: "c2ln" }],
    [{ text: "  two" }],
    [{ text: "\nthree" }],
    [{ text: " " }],
  ]);
});

test("an answer of the responder joins to the same parts", () => {
  const answer = answerTo("Write 30 words about rain", {
    generationConfig: { thinkingConfig: { includeThoughts: true } },
  });
  expect(join(splitIntoChunks(answer).flat())).toEqual(join(answer.parts));
});
