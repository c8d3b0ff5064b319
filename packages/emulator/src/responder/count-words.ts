const NAMES =
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );

/** Matches a count in digits, or as a word up to twenty. Goes into a larger expression, as one group. */
export const COUNT_PATTERN = `\\d{1,5}|${NAMES.toReversed().join("|")}`;

/** The number that a match of `COUNT_PATTERN` stands for. */
export function toCount(word: string): number {
  const named = NAMES.indexOf(word.toLowerCase());
  return named >= 0 ? named : Number(word);
}
