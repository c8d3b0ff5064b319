import type { Conversation } from "../conversation.ts";

const NUMBER = "(-?\\d{1,15}(?:\\.\\d{1,10})?)";
const OPERATORS: Readonly<Record<string, string>> = {
  plus: "+",
  minus: "-",
  times: "*",
  x: "*",
  "×": "*",
  "divided by": "/",
  "÷": "/",
};
/**
 * Two numbers with an operator between them, which end a line or a sentence: neither "a 2-3 tree" nor "2024-01-15" nor a part
 * of "1 + 1 + 1".
 */
const EXPRESSION = new RegExp(
  `(?<![\\w.,)])(?<![-+*/] ?)${NUMBER} ?([-+*/]|${Object.keys(OPERATORS).join("|")}) ?${NUMBER}(?=\\s*(?:[?!=]|\\.?\\s*$|\\.\\s))`,
  "im",
);

/** "What is 2+2?" gets "2 + 2 = 4." */
export function arithmetic({ prompt }: Conversation): string | undefined {
  const [, left = "", word = "", right = ""] = EXPRESSION.exec(prompt.slice(0, 1_000)) ?? [];
  if (left === "") return undefined;
  const operator = OPERATORS[word.toLowerCase()] ?? word;
  const value = calculate(Number(left), operator, Number(right));
  const written = `${left} ${operator} ${right}`;
  return Number.isFinite(value) ? `${written} = ${format(value)}.` : `${written} is undefined.`;
}

function calculate(left: number, operator: string, right: number): number {
  if (operator === "+") return left + right;
  if (operator === "-") return left - right;
  return operator === "*" ? left * right : left / right;
}

/** Twelve digits hide the error of binary fractions: 0.1 + 0.2 is 0.3. */
function format(value: number): string {
  return String(Number.isSafeInteger(value) ? value : Number(value.toPrecision(12)));
}
