import type { Conversation } from "../conversation.ts";
import { COUNT_PATTERN, toCount } from "../words.ts";

const MOST_NUMBERS = 2_000;
const COUNT = new RegExp(
  `\\bcount (?:(?:up|down|slowly|out loud|numbers) )*(?:from (${COUNT_PATTERN}) )?(?:(?:up |down )?(?:to|until|till|through) (${COUNT_PATTERN}))\\b(?: (?:by|in steps of) (${COUNT_PATTERN})s?\\b)?`,
  "i",
);

/** "Count from 1 to 10" gets "1, 2, 3, 4, 5, 6, 7, 8, 9, 10". Counts down too, and in steps; one number a line if asked. */
export function counting({ prompt }: Conversation): string | undefined {
  const match = COUNT.exec(prompt.slice(0, 300));
  if (!match) return undefined;
  const [, start = "1", end = "", by = "1"] = match;
  const first = toCount(start) ?? 1;
  const last = toCount(end) ?? first;
  const step = Math.max(1, toCount(by) ?? 1);
  const length = Math.min(MOST_NUMBERS, Math.floor(Math.abs(last - first) / step) + 1);
  const direction = last < first ? -step : step;
  const numbers = Array.from({ length }, (_, index) => first + index * direction);
  return numbers.join(/\b(?:each|one)\b.{0,20}\bline/i.test(prompt) ? "\n" : ", ");
}
