import type { Conversation } from "../conversation.ts";
import { COUNT_PATTERN, toCount } from "../count-words.ts";

const LENGTH = new RegExp(
  `(?<![\\w-])(an?|${COUNT_PATTERN})[ -](?:short |simple )?(word|sentence|paragraph)s?\\b`,
  "i",
);
const MOST_UNITS = 10_000;
const SENTENCES_PER_PARAGRAPH = 3;

/** Repeated as often as the length needs. */
const SENTENCES: readonly string[] = [
  "This text about {topic} comes from the script of an offline emulator.",
  "It can be said of almost any subject, and it has the length that was asked for.",
  "Small examples help, because they can be checked by hand.",
  "What seems hard at first is often several easy things at once.",
  "Every answer brings a few new questions, and the best of them are short.",
  "A second look usually shows what the first one missed.",
];

/** Writes prose of a given length: "Write 50 words about the sea", "Explain gravity in two sentences". */
export function prose({ prompt }: Conversation): string | undefined {
  const asked = prompt.slice(0, 500);
  const [, count = "", unit = ""] = LENGTH.exec(asked) ?? [];
  if (unit === "") return undefined;
  const length = Math.min(/^an?$/i.test(count) ? 1 : toCount(count), MOST_UNITS);
  const topic =
    /\b(?:about|explain|describe) (.{1,80}?)(?: in\b[^?]*)?[.?!]*$/i.exec(asked)?.[1] ?? "nothing in particular";
  const sentence = (index: number) => (SENTENCES[index % SENTENCES.length] ?? "").replace("{topic}", () => topic);
  const sentences = (amount: number, from = 0) => Array.from({ length: amount }, (_, index) => sentence(from + index));
  if (unit.toLowerCase() === "sentence") return sentences(length).join(" ");
  if (unit.toLowerCase() === "word") {
    // Every sentence has more than one word.
    const words = sentences(length).join(" ").split(/\s+/).slice(0, length).join(" ");
    return words.replace(/[,.]?$/, ".");
  }
  const paragraph = (index: number) => sentences(SENTENCES_PER_PARAGRAPH, index * SENTENCES_PER_PARAGRAPH).join(" ");
  return Array.from({ length }, (_, index) => paragraph(index)).join("\n\n");
}
