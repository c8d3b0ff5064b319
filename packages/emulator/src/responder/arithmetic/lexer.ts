/** A number, an operator, a parenthesis, or something that is no arithmetic at all. */
export type Token =
  | { readonly kind: "number"; readonly value: number; readonly text: string }
  | { readonly kind: "operator"; readonly text: Operator }
  | { readonly kind: "function"; readonly text: "sqrt" }
  | { readonly kind: "open" | "close"; readonly text: string }
  | { readonly kind: "other"; readonly text: string };

/** What can stand between two values. `of` follows a percentage and multiplies. */
export type Operator = "+" | "-" | "*" | "/" | "^" | "%" | "mod" | "of";

// Phrases before words: "multiplied by" must not be read as an unknown word.
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:multiplied by|times)\b/gi, "*"],
  [/\b(?:divided by|over)\b/gi, "/"],
  [/\bplus\b/gi, "+"],
  [/\bminus\b/gi, "-"],
  [/\b(?:to the power of|raised to)\b/gi, "^"],
  [/\bsquared\b/gi, "^ 2"],
  [/\bcubed\b/gi, "^ 3"],
  [/\b(?:the )?square root of\b/gi, "sqrt"],
  [/\b(?:sum of|add) (\d[\d.]{0,20}) (?:and|to) (?=\d)/gi, "$1+"],
  [/\b(?:product of|multiply) (\d[\d.]{0,20}) (?:and|by|with) (?=\d)/gi, "$1*"],
  [/\bdivide (\d[\d.]{0,20}) by (?=\d)/gi, "$1/"],
  [/\bsubtract (\d[\d.]{0,20}) from (\d[\d.]{0,20})/gi, "$2-$1"],
  [/\bper ?cent\b/gi, "%"],
  [/\bmodulo\b/gi, "mod"],
  [/\*\*/g, "^"],
  [/[×·∙]/g, "*"],
  [/÷/g, "/"],
  [/[−–]/g, "-"],
  [/(\d) ?x ?(?=\d)/gi, "$1*"],
];
const TOKEN = /\d[\d,]*(?:\.\d+)?|\.\d+|[+\-*/^%()]|[\p{L}\p{N}_'’.]+|[^\s]/gu;

/** Cuts a prompt into tokens, words for operators included. Reads its first 1,000 characters. */
export function lex(prompt: string): readonly Token[] {
  let text = prompt.slice(0, 1_000);
  for (const [pattern, replacement] of PHRASES) {
    text = text.replace(pattern, replacement.startsWith("$") ? replacement : ` ${replacement} `);
  }
  return Array.from(text.matchAll(TOKEN), ([word]) => toToken(word));
}

function toToken(word: string): Token {
  const lower = word.toLowerCase();
  if (/^[\d.]/.test(word)) {
    const value = Number(word.replaceAll(",", ""));
    const text = word.replace(/,+$/, "");
    if (Number.isFinite(value)) return { kind: "number", value, text };
  }
  if (lower === "(") return { kind: "open", text: lower };
  if (lower === ")") return { kind: "close", text: lower };
  if (lower === "sqrt") return { kind: "function", text: lower };
  if (isOperator(lower)) return { kind: "operator", text: lower };
  return { kind: "other", text: word };
}

function isOperator(text: string): text is Operator {
  return ["+", "-", "*", "/", "^", "%", "mod", "of"].includes(text);
}
