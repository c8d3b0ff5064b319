import { wordsOf } from "../words.ts";
import { ENDINGS, SHORTEST } from "./bank.ts";

/** Writes exactly `count` sentences from a bank, as one paragraph. `start` says how many were used before. */
export function writeSentences(bank: readonly string[], topic: string, count: number, start = 0): string {
  return Array.from({ length: count }, (_, index) => sentenceAt(bank, topic, start + index)).join(" ");
}

/** Writes `count` paragraphs of three sentences each. */
export function writeParagraphs(bank: readonly string[], topic: string, count: number): string {
  return Array.from({ length: count }, (_, index) => writeSentences(bank, topic, 3, index * 3)).join("\n\n");
}

/** Writes exactly `count` words: whole sentences, then an ending of the length that is left. */
export function writeWords(bank: readonly string[], topic: string, count: number, opening = ""): string {
  if (opening === "" && count <= SHORTEST.length) return SHORTEST[count - 1] ?? "";
  const sentences = opening === "" ? [] : [opening];
  let left = count - wordsOf(opening).length;
  if (left < 0) return writeWords(bank, topic, count);
  for (let index = 0; left > ENDINGS.length; index++) {
    const sentence = sentenceAt(bank, topic, index);
    const length = wordsOf(sentence).length;
    // A very long topic can make one sentence longer than the whole text: then endings alone fill it.
    if (length > left) break;
    sentences.push(sentence);
    left -= length;
  }
  while (left > 0) {
    const words = Math.min(left, ENDINGS.length);
    sentences.push(ENDINGS[words - 1] ?? "");
    left -= words;
  }
  return sentences.join(" ");
}

function sentenceAt(bank: readonly string[], topic: string, index: number): string {
  return (bank[index % bank.length] ?? "").replaceAll("{topic}", () => topic);
}
