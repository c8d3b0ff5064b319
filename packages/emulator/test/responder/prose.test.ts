import { expect, test } from "vitest";
import { ask } from "./ask.ts";

const words = (text: string) => text.split(/\s+/).length;
const sentences = (text: string) => text.split(/(?<=[.!?])\s+/).length;
const paragraphs = (text: string) => text.split("\n\n").length;

test("writes exactly the number of words that is asked for", () => {
  for (let count = 1; count <= 150; count++) expect(words(ask(`Write ${count} words about the sea`))).toBe(count);
});

test.each([
  ["Write a 40-word text about cats", words, 40],
  ["Write a story of 50 words.", words, 50],
  ["Explain gravity in three sentences", sentences, 3],
  ["Describe the sea in a sentence.", sentences, 1],
  ["Write a story in three paragraphs", paragraphs, 3],
  ["Write a paragraph about rivers", paragraphs, 1],
])("%j has the length that it asks for", (prompt, lengthOf, count) => {
  expect(lengthOf(ask(prompt))).toBe(count);
});

test("names the subject, and says where the text comes from", () => {
  expect(ask("Write 60 words about the deep blue sea")).toContain("about the deep blue sea comes from the script");
  expect(ask("Explain gravity in two sentences")).toContain("about gravity comes");
});
