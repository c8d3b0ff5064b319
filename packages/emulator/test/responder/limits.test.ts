import { expect, test } from "vitest";
import { countTokens } from "../../src/responder/tokens.ts";
import { answerTo, ask, textOf, user } from "./ask.ts";

test("truncates text at the output limit, between tokens", () => {
  const whole = ask("Write 200 words about the sea");
  const cut = answerTo("Write 200 words about the sea", { generationConfig: { maxOutputTokens: 20 } });
  expect(cut.finishReason).toBe("MAX_TOKENS");
  expect(cut.usageMetadata.candidatesTokenCount).toBe(20);
  expect(countTokens([{ parts: cut.parts }])).toBe(20);
  expect(whole.startsWith(textOf(cut))).toBe(true);
});

test("an answer that fits exactly is whole", () => {
  const maxOutputTokens = answerTo("hello").usageMetadata.candidatesTokenCount ?? 0;
  expect(answerTo("hello", { generationConfig: { maxOutputTokens } }).finishReason).toBe("STOP");
  expect(answerTo("hello", { generationConfig: { maxOutputTokens: maxOutputTokens - 1 } }).finishReason).toBe(
    "MAX_TOKENS",
  );
});

test("ends before the first stop sequence", () => {
  const answer = answerTo("Count from 1 to 10", { generationConfig: { stopSequences: ["nowhere", "7", ", 5"] } });
  expect(textOf(answer)).toBe("1, 2, 3, 4");
  expect(answer.finishReason).toBe("STOP");
});

test("a stop sequence after the limit does not count, and an empty one never does", () => {
  const generationConfig = { maxOutputTokens: 4, stopSequences: ["", "9"] };
  expect(answerTo("Count from 1 to 10", { generationConfig }).finishReason).toBe("MAX_TOKENS");
});

test("a stop sequence at the start leaves no part", () => {
  expect(answerTo("Count from 1 to 10", { generationConfig: { stopSequences: ["1"] } }).parts).toEqual([]);
});

test("the prompt counts as countTokens says, tools and system instruction included", () => {
  const contents = [
    user("hello there"),
    { role: "model", parts: [{ inlineData: { mimeType: "image/png", data: "AAAA" } }] },
    user("again"),
  ];
  const extras = {
    systemInstruction: { parts: [{ text: "Be concise." }] },
    tools: [{ functionDeclarations: [{ name: "f" }] }],
  };
  const { usageMetadata } = answerTo(contents, extras);
  expect(usageMetadata.promptTokenCount).toBe(countTokens(contents, extras));
  expect(usageMetadata.totalTokenCount).toBe(
    usageMetadata.promptTokenCount + (usageMetadata.candidatesTokenCount ?? 0),
  );
});
