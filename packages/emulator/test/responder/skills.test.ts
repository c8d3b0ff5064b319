import { describe, expect, test } from "vitest";
import { ask, user } from "./ask.ts";

test.each([
  ["hello", "Hello! How can I help you?"],
  ["Hi there!", "Hello! How can I help you?"],
  ["Say hello in one word", "Hello"],
  ["Repeat after me: I am a fish.", "I am a fish"],
  ["Reply with exactly OK", "OK"],
  ['Say "pong".', "Pong"],
  ["Count from 1 to 10", "1, 2, 3, 4, 5, 6, 7, 8, 9, 10"],
  ["Please count to five.", "1, 2, 3, 4, 5"],
  ["Count down from 3 to 1", "3, 2, 1"],
])("%j gets %j", (prompt, answer) => {
  expect(ask(prompt)).toBe(answer);
});

describe("arithmetic", () => {
  test.each([
    ["What is 2+2?", "2 + 2 = 4."],
    ["What's 17 * 23?", "17 * 23 = 391."],
    ["what is 0.1 + 0.2", "0.1 + 0.2 = 0.3."],
    ["What is 7 - -2?", "7 - -2 = 9."],
    ["What is 3 times 4?", "3 * 4 = 12."],
    ["What is 6 x 7? Be quick.", "6 * 7 = 42."],
    ["10 / 4 =", "10 / 4 = 2.5."],
    ["What is 5 / 0?", "5 / 0 is undefined."],
    ["My name is Alice. What is 2+3?", "2 + 3 = 5."],
  ])("%j gets %j", (prompt, answer) => {
    expect(ask(prompt)).toBe(answer);
  });

  test.each([
    "What is a 2-3 tree?",
    "What is 24/7 support?",
    "What happened on 2024-01-15?",
    "What is an F-16?",
    "What is 1 + 1 + 1?",
    "What is 1,000 + 2?",
  ])("%j is not two numbers", (prompt) => {
    expect(ask(prompt)).toContain("no answer");
  });
});

test.each(["Explain quantum computing in one sentence", "Why is the sky blue?"])("answers %j", (prompt) => {
  expect(ask(prompt)).toMatch(/^(?:Quantum computing|The sky is blue) .+\.$/);
});

test("says who answers, and to which prompts it has no answer", () => {
  expect(ask("Who are you?")).toContain("offline emulator");
  expect(ask("Tell me about Napoleon")).toContain("no answer for “Tell me about Napoleon”");
  expect(ask([user("")])).toContain("no answer");
});

test("names the media that came with the prompt", () => {
  const parts = [{ text: "Describe this." }, { inlineData: { mimeType: "image/png", data: "AAAA" } }];
  expect(ask([{ role: "user", parts }])).toContain("image/png");
});
