import { expect, test } from "vitest";
import { ask } from "./ask.ts";

const under = (rule: string, prompt: string) => ask(prompt, { systemInstruction: { parts: [{ text: rule }] } });

test.each([
  ["Answer only with the word banana.", "What is 2+2?", "banana"],
  ['Always reply with only the word "BLUE".', "Tell me about Rome", "BLUE"],
  ["Always answer in upper case.", "What is the capital of France?", "THE CAPITAL OF FRANCE IS PARIS."],
  ["Reply in lowercase.", "hello", "hello! how can i help you?"],
  ["You are a pirate.", "What is 2+2?", "Arr, matey! 2 + 2 = 4."],
  ["End every answer with “Over.”", "What is 2+2?", "2 + 2 = 4. Over."],
  ["Be concise.", "hello", "Hello!"],
])("under %j, %j gets %j", (rule, prompt, answer) => {
  expect(under(rule, prompt)).toBe(answer);
});

test("a prompt can ask for upper case itself", () => {
  expect(ask("Say hello in upper case")).toContain("HELLO");
});

test("a long instruction is a program's manual, not a rule for the answer", () => {
  expect(under(`Always answer in upper case. ${"Use the tools with care. ".repeat(80)}`, "What is 2+2?")).toBe(
    "2 + 2 = 4.",
  );
});
