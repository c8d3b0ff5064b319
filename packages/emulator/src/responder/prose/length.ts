import { COUNT_PATTERN, toCount } from "../words.ts";

/** How long an answer shall be. */
export interface Length {
  readonly unit: "word" | "sentence" | "paragraph" | "line";
  readonly count: number;
}

const LENGTH = new RegExp(
  `(?<![\\w-])(${COUNT_PATTERN})[ -](?:hundred[ -])?(?:short |long |simple |brief |different )?(word|sentence|paragraph|line)s?\\b`,
  "gi",
);
const HUNDREDS = /\bhundred[ -](?:short |long )?words?\b/i;

/** The longest answer that is ever written, in units. */
const MOST: Readonly<Record<Length["unit"], number>> = { word: 10_000, sentence: 1_000, paragraph: 200, line: 1_000 };

/** Every length that a prompt asks for: "three paragraphs of 50 words" has two. */
export function lengthsOf(prompt: string): readonly Length[] {
  const asked = prompt.slice(0, 500);
  return Array.from(asked.matchAll(LENGTH), ([match, word = "", unit = ""]) => {
    const factor = HUNDREDS.test(match) && !/^(?:a )?hundred/i.test(match) ? 100 : 1;
    const name = toUnit(unit);
    return { unit: name, count: Math.max(1, Math.min(MOST[name], (toCount(word) ?? 1) * factor)) };
  });
}

/** The first length that a prompt asks for. */
export function lengthOf(prompt: string): Length | undefined {
  return lengthsOf(prompt)[0];
}

function toUnit(word: string): Length["unit"] {
  const lower = word.toLowerCase();
  return lower === "sentence" || lower === "paragraph" || lower === "line" ? lower : "word";
}
