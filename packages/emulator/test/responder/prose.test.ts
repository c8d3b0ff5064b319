import { expect, test } from "vitest";
import { ask } from "./ask.ts";

const words = (text: string) => text.split(/\s+/).length;
const sentences = (text: string) => text.split(/(?<=[.!?])\s+/).length;
const paragraphs = (text: string) => text.split("\n\n").length;

test("writes exactly the number of words that is asked for", () => {
  for (let count = 1; count <= 250; count++) expect(words(ask(`Write ${count} words about the sea`))).toBe(count);
});

test.each([
  ["Write a 40-word text about cats", 40],
  ["Write two hundred words about gardens", 200],
  ["Explain gravity in 50 words", 50],
  ["Write 5 words about a topic whose name alone is much longer than that", 5],
])("%j has that many words", (prompt, count) => {
  expect(words(ask(prompt))).toBe(count);
});

test.each([
  ["Write a story in three paragraphs", 3],
  ["Write a story about a dog", 3],
  ["Write 5 paragraphs about rivers", 5],
  ["Write a paragraph about rivers", 1],
])("%j has that many paragraphs", (prompt, count) => {
  expect(paragraphs(ask(prompt))).toBe(count);
});

test.each([
  ["Describe the sea in two sentences.", 2],
  ["Explain gravity in three sentences", 3],
  ["Write four sentences about bread", 4],
])("%j has that many sentences", (prompt, count) => {
  expect(sentences(ask(prompt))).toBe(count);
});

test("names the subject, and says where the text comes from", () => {
  const text = ask("Write 60 words about the deep blue sea");
  expect(text).toContain("the deep blue sea");
  expect(text).toContain("offline emulator");
});

test("opens with the known sentence where there is one", () => {
  expect(ask("Explain gravity in 50 words")).toMatch(/^Gravity is the attraction/);
});

test("writes verse in lines", () => {
  expect(ask("Write a haiku about code").split("\n")).toHaveLength(3);
  expect(ask("Write a poem about spring in 6 lines").split(/\n+/)).toHaveLength(6);
});
