import { findCalculation } from "../arithmetic/find.ts";
import type { Conversation } from "../conversation.ts";

const NUMBER_ONLY =
  /\b(?:just|only)\b.{0,20}\b(?:number|result|answer|digits?)\b|\b(?:number|result|answer|digits?) only\b/i;

/** "What is 2+2?" gets "2 + 2 = 4.", or "4" where only the number is wanted. */
export function arithmetic({ prompt, rules }: Conversation): string | undefined {
  const calculation = findCalculation(prompt);
  if (!calculation) return undefined;
  const { written, value, dividesByZero } = calculation;
  if (dividesByZero) return `${written} has no value: division by zero is undefined.`;
  if (Number.isNaN(value)) return `${written} has no real value.`;
  if (!Number.isFinite(value)) return `${written} is too large to be written down here.`;
  return NUMBER_ONLY.test(prompt) || NUMBER_ONLY.test(rules)
    ? formatNumber(value)
    : `${written} = ${formatNumber(value)}.`;
}

/** Twelve digits hide what binary fractions leave behind: 0.1 + 0.2 is 0.3. */
function formatNumber(value: number): string {
  return String(Number.isSafeInteger(value) ? value : Number(value.toPrecision(12)));
}
