import { expect, test } from "vitest";
import { countTokens } from "../../src/responder/tokens.ts";
import type { ThinkingConfig } from "../../src/wire/generate.ts";
import { answerTo, textOf, user } from "./ask.ts";

const thinkAbout = (prompt: string, thinkingConfig: ThinkingConfig, maxOutputTokens?: number) =>
  answerTo(prompt, { generationConfig: { thinkingConfig, ...(maxOutputTokens !== undefined && { maxOutputTokens }) } });
const thoughtsIn = (answer: ReturnType<typeof answerTo>) => answer.parts.filter((part) => part.thought);

test("includes thoughts first, counts them, and signs the text after them", () => {
  const answer = thinkAbout("What is 2+2?", { includeThoughts: true, thinkingBudget: 1024 });
  const thoughts = thoughtsIn(answer);
  expect(thoughts.length).toBeGreaterThan(0);
  expect(answer.parts.slice(0, thoughts.length)).toEqual(thoughts);
  expect(answer.usageMetadata.thoughtsTokenCount).toBe(countTokens([{ parts: thoughts }]));
  expect(textOf(answer)).toBe("2 + 2 = 4.");
  expect(answer.parts[thoughts.length]?.thoughtSignature).toMatch(/^[A-Za-z0-9+/]+=*$/);
});

test("the signature depends on conversation and model", () => {
  const signature = (prompt: string, model: string) =>
    answerTo([user(prompt)], { model, generationConfig: { thinkingConfig: { includeThoughts: true } } }).parts.find(
      (part) => part.thoughtSignature,
    )?.thoughtSignature;
  expect(signature("hello", "gemini-2.5-pro")).toBe(signature("hello", "gemini-2.5-pro"));
  expect(signature("hello", "gemini-2.5-pro")).not.toBe(signature("hello!", "gemini-2.5-pro"));
  expect(signature("hello", "gemini-2.5-pro")).not.toBe(signature("hello", "gemini-3-pro-preview"));
});

test("thinks without including thoughts with a budget only, and on a model that always thinks", () => {
  for (const answer of [
    thinkAbout("hello", { thinkingBudget: 64 }),
    answerTo("hello", { model: "gemini-2.5-pro" }),
    answerTo("hello", { model: "gemini-3-flash-preview" }),
  ]) {
    expect(answer.usageMetadata.thoughtsTokenCount).toBeGreaterThan(0);
    expect(thoughtsIn(answer)).toEqual([]);
    expect(answer.parts).toEqual([{ text: "Hello! How can I help you?" }]);
  }
});

test("does not think with a budget of 0, nor by default on a fast model", () => {
  for (const answer of [thinkAbout("hello", { includeThoughts: true, thinkingBudget: 0 }), answerTo("hello")]) {
    expect(answer.usageMetadata).not.toHaveProperty("thoughtsTokenCount");
    expect(thoughtsIn(answer)).toEqual([]);
  }
});

test("stays within the thinking budget", () => {
  expect(thinkAbout("hello", { includeThoughts: true, thinkingBudget: 5 }).usageMetadata.thoughtsTokenCount).toBe(5);
});

test("thinking counts against the output limit, and can leave nothing for the answer", () => {
  const answer = thinkAbout("What is 2+2?", { thinkingBudget: 1024 }, 8);
  expect(answer.parts).toEqual([]);
  expect(answer.finishReason).toBe("MAX_TOKENS");
  expect(answer.usageMetadata).toMatchObject({ thoughtsTokenCount: 8, candidatesTokenCount: 0 });
});
