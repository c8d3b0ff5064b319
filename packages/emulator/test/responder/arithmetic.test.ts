import { expect, test } from "vitest";
import { ask } from "./ask.ts";

test.each([
  ["What is 2+2?", "2 + 2 = 4."],
  ["What's 17 * 23?", "17 * 23 = 391."],
  ["Calculate (1.5 + 2) * 4", "(1.5 + 2) * 4 = 14."],
  ["what is 0.1 + 0.2", "0.1 + 0.2 = 0.3."],
  ["What is 7 - -2?", "7 - -2 = 9."],
  ["2^10", "2 ^ 10 = 1024."],
  ["What is 3 times 4 plus 1?", "3 * 4 + 1 = 13."],
  ["What is 15% of 80?", "15% of 80 = 12."],
  ["What is the square root of 144?", "√144 = 12."],
  ["What is 10 % 3?", "10 % 3 = 1."],
  ["What is 1,000 + 2?", "1,000 + 2 = 1002."],
  ["Add 2 and 3", "2 + 3 = 5."],
  ["Subtract 3 from 10", "10 - 3 = 7."],
  ["What is 6 x 7?", "6 * 7 = 42."],
])("works out %j", (prompt, answer) => {
  expect(ask(prompt)).toBe(answer);
});

test("says in words that a division by zero has no value", () => {
  expect(ask("What is 5 / 0?")).toBe("5 / 0 has no value: division by zero is undefined.");
  expect(ask("What is 0/0?")).toContain("division by zero");
});

test("gives the bare number when only that is wanted", () => {
  expect(ask("What is 6 * 7? Answer with just the number.")).toBe("42");
});

test.each([
  "What is a 2-3 tree?",
  "What is 24/7 support?",
  "What happened on 2024-01-15?",
  "What is an F-16?",
  "What is 2 + ?",
])("does not take %j for a calculation", (prompt) => {
  expect(ask(prompt)).not.toContain("=");
});

test("gives up on what is no expression, however deeply nested", () => {
  expect(ask(`What is ${"(".repeat(400)}1+1${")".repeat(400)}?`)).not.toContain("= 2");
});
