const UNITS = [
  "zero",
  "one",
  "two",
  "three",
  "four",
  "five",
  "six",
  "seven",
  "eight",
  "nine",
  "ten",
  "eleven",
  "twelve",
  "thirteen",
  "fourteen",
  "fifteen",
  "sixteen",
  "seventeen",
  "eighteen",
  "nineteen",
  "twenty",
];
const OTHERS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  single: 1,
  couple: 2,
  few: 3,
  several: 4,
  dozen: 12,
  thirty: 30,
  forty: 40,
  fifty: 50,
  hundred: 100,
};

/** Matches a count in digits or as a word, as one group of a larger expression. */
export const COUNT_PATTERN = `\\d{1,5}|${[...UNITS, ...Object.keys(OTHERS)].join("|")}`;

/** The number that a count in digits or as a word stands for. */
export function toCount(word: string): number | undefined {
  const lower = word.toLowerCase();
  if (/^\d{1,5}$/.test(lower)) return Number(lower);
  const unit = UNITS.indexOf(lower);
  return unit >= 0 ? unit : OTHERS[lower];
}

/** A text's words, split at white space. */
export function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}

/** A text's sentences, each with its closing mark, cut at line ends too. */
export function sentencesOf(text: string): readonly string[] {
  return text.split(/(?<=[.!?])\s+|\n+/).flatMap((sentence) => sentence.trim() || []);
}

/** The text with its first letter in upper case. */
export function capitalize(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Several things in one phrase: "a", "a and b", "a, b and c". */
export function joinNaturally(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}
