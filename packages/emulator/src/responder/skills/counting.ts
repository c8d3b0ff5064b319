import type { Conversation } from "../conversation.ts";
import { COUNT_PATTERN, toCount } from "../count-words.ts";

const MOST_NUMBERS = 2_000;
const COUNT = new RegExp(`\\bcount (?:down )?(?:from (${COUNT_PATTERN}) )?to (${COUNT_PATTERN})\\b`, "i");

/** "Count from 1 to 3" gets "1, 2, 3", at most 2,000 numbers. */
export function counting({ prompt }: Conversation): string | undefined {
  const [, from = "1", to] = COUNT.exec(prompt.slice(0, 300)) ?? [];
  if (to === undefined) return undefined;
  const [first, last] = [toCount(from), toCount(to)];
  const length = Math.min(MOST_NUMBERS, Math.abs(last - first) + 1);
  return Array.from({ length }, (_, index) => (last < first ? first - index : first + index)).join(", ");
}
