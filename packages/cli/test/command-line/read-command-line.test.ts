import fc from "fast-check";
import { expect, test } from "vitest";
import { readCommandLine } from "../../src/command-line/read-command-line.ts";

const word = fc.string({ unit: "grapheme" }).filter((text) => !text.startsWith("-"));

test("words without options are read the same with and without the parser", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(word), async (words) => {
      expect(await readCommandLine(words)).toEqual(await readCommandLine(["--", ...words]));
    }),
    { seed: 1 },
  );
});

test("accepts options before, between and after the words, in both spellings", async () => {
  const words = ["--json", "What", "--temperature=0.5", "is", "--thinking-budget", "-1", "2+2?", "-m", "gemini-x"];
  expect(await readCommandLine(words)).toEqual({
    words: ["What", "is", "2+2?"],
    retry: true,
    json: true,
    temperature: 0.5,
    thinkingBudget: -1,
    model: "gemini-x",
  });
});
