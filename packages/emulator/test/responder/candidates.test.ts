import { expect, test } from "vitest";
import { repeatCandidate } from "../../src/responder/candidates.ts";
import { answerTo } from "./ask.ts";

test("output tokens count for every candidate, the prompt once", () => {
  const answer = answerTo("hello", { generationConfig: { thinkingConfig: { thinkingBudget: 10 } } });
  const { candidates, usageMetadata } = repeatCandidate(answer, 3);
  const { promptTokenCount, candidatesTokenCount = 0, thoughtsTokenCount = 0 } = answer.usageMetadata;
  expect(candidates).toEqual([answer, answer, answer]);
  expect(usageMetadata).toEqual({
    promptTokenCount,
    candidatesTokenCount: 3 * candidatesTokenCount,
    thoughtsTokenCount: 3 * thoughtsTokenCount,
    totalTokenCount: promptTokenCount + 3 * candidatesTokenCount + 3 * thoughtsTokenCount,
  });
});

test.each([0, 1, -2, 1.5, Number.NaN])("a count of %d means one", (count) => {
  const answer = answerTo("hello");
  expect(repeatCandidate(answer, count)).toEqual({ candidates: [answer], usageMetadata: answer.usageMetadata });
});
