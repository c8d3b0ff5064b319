import type { Conversation } from "../conversation.ts";
import { findKnownSentence } from "../knowledge/find.ts";
import { ARTICLE_BANK, POEM_BANK, STORY_BANK } from "../prose/bank.ts";
import { type Length, lengthsOf } from "../prose/length.ts";
import { writeParagraphs, writeSentences, writeWords } from "../prose/write.ts";
import { topicOf } from "../topic.ts";
import { wordsOf } from "../words.ts";

const IN_LENGTH =
  /\b(?:in|using|with|within)\b[^?]{0,30}\b(?:word|sentence|paragraph|line)s?\b|\d[ -](?:word|sentence|paragraph)/i;
const WRITES =
  /^(?:please |now |can you |could you |would you |i want you to )*(?:write|tell|compose|generate|draft|create|produce|make up|give)\b/i;
const STORY = /\b(?:story|stories|tale|fable)\b/i;
const POEM = /\b(?:poem|haiku|limerick|song|verse|rhyme)\b/i;
const ARTICLE = /\b(?:essay|article|text|paragraph|blog post|report|speech|letter|email|review)\b/i;

/** Writes prose of the length that the prompt asks for, or of a usual length for a story, a poem or an essay. */
export function prose({ prompt }: Conversation): string | undefined {
  const asked = prompt.slice(0, 500);
  const topic = topicOf(prompt);
  const lengths = lengthsOf(asked);
  const genre = [STORY, POEM, ARTICLE].find((pattern) => pattern.test(asked));
  const writes = WRITES.test(asked);
  const isWanted = lengths.length > 0 ? writes || IN_LENGTH.test(asked) : writes && genre !== undefined;
  const isOneSentence = lengths.length === 1 && lengths[0]?.unit === "sentence" && lengths[0].count === 1;
  // A single sentence in answer to a question says more when it says that the script has no answer.
  if (!isWanted || (isOneSentence && !writes)) return undefined;
  if (/\bhaiku\b/i.test(asked))
    return "A small script awaits,\nit counts its words one by one,\nthen the page is full.";
  if (genre === POEM) return writePoem(topic, lengths[0]);
  const bank = genre === STORY ? STORY_BANK : ARTICLE_BANK;
  return write(bank, topic, lengths, genre === STORY ? "" : (findKnownSentence(prompt) ?? ""), asked);
}

function write(
  bank: readonly string[],
  topic: string,
  lengths: readonly Length[],
  opening: string,
  asked: string,
): string {
  const words = lengths.find(({ unit }) => unit === "word")?.count;
  const sentences = lengths.find(({ unit }) => unit === "sentence")?.count;
  const paragraphs = lengths.find(({ unit }) => unit === "paragraph")?.count;
  const lines = lengths.find(({ unit }) => unit === "line")?.count;
  if (words !== undefined) return writeWords(bank, topic, words, wordsOf(opening).length <= words ? opening : "");
  if (paragraphs !== undefined && paragraphs > 0) return writeParagraphs(bank, topic, paragraphs);
  if (lines !== undefined) return writeSentences(bank, topic, lines).replaceAll(/(?<=[.]) /g, "\n");
  if (sentences !== undefined && opening !== "" && sentences > 1) {
    return `${opening} ${writeSentences(bank, topic, sentences - 1)}`;
  }
  if (sentences !== undefined) return opening || writeSentences(bank, topic, sentences);
  return writeParagraphs(bank, topic, /\bshort\b|\bparagraph\b/i.test(asked) ? 1 : 3);
}

function writePoem(topic: string, length: Length | undefined): string {
  const count =
    length === undefined || length.unit === "word" ? 4 : length.unit === "line" ? length.count : length.count * 4;
  const lines = Array.from({ length: count }, (_, index) =>
    (POEM_BANK[index % POEM_BANK.length] ?? "").replace("{topic}", () => topic),
  );
  return lines.map((line, index) => line + (index === count - 1 ? "" : index % 4 === 3 ? "\n\n" : "\n")).join("");
}
