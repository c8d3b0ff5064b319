import type { Token } from "./lexer.ts";

const MAX_DEPTH = 50;

/**
 * Works out a whole expression: + - * / ^ mod, percentages ("15% of 80"), square roots and parentheses, with the usual
 * precedence. `undefined` where the tokens are no expression; a division by zero gives NaN or an infinity.
 */
export function evaluate(tokens: readonly Token[]): number | undefined {
  const parser = new Parser(tokens);
  const value = parser.sum(0);
  return parser.done ? value : undefined;
}

class Parser {
  readonly #tokens: readonly Token[];
  #position = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get done(): boolean {
    return this.#position === this.#tokens.length;
  }

  sum(depth: number): number | undefined {
    let left = this.#product(depth);
    while (left !== undefined) {
      const operator = this.#take("+", "-");
      if (!operator) return left;
      const right = this.#product(depth);
      if (right === undefined) return undefined;
      left = operator === "+" ? left + right : left - right;
    }
    return undefined;
  }

  #product(depth: number): number | undefined {
    let left = this.#power(depth);
    while (left !== undefined) {
      const operator = this.#take("*", "/", "mod", "of");
      if (!operator) return left;
      const right = this.#power(depth);
      if (right === undefined) return undefined;
      if (operator === "/") left = left / right;
      else left = operator === "mod" ? left % right : left * right;
    }
    return undefined;
  }

  #power(depth: number): number | undefined {
    if (depth > MAX_DEPTH) return undefined;
    // The sign binds more loosely than the power: -2 ^ 2 is -4.
    if (this.#take("-")) {
      const value = this.#power(depth + 1);
      return value === undefined ? undefined : -value;
    }
    const base = this.#value(depth);
    if (base === undefined || !this.#take("^")) return base;
    const exponent = this.#power(depth + 1);
    return exponent === undefined ? undefined : base ** exponent;
  }

  #value(depth: number): number | undefined {
    const token = this.#tokens[this.#position++];
    if (token?.kind === "number") return this.#isPercentage() ? token.value / 100 : token.value;
    if (token?.kind === "function") {
      const operand = this.#power(depth + 1);
      return operand === undefined ? undefined : Math.sqrt(operand);
    }
    if (token?.kind !== "open") return undefined;
    const value = this.sum(depth + 1);
    return this.#tokens[this.#position++]?.kind === "close" ? value : undefined;
  }

  /** A percent sign before a value is a remainder, as programmers write it; else it is a percentage. */
  #isPercentage(): boolean {
    if (this.#tokens[this.#position]?.text !== "%") return false;
    const next = this.#tokens[this.#position + 1];
    if (next?.kind === "number" || next?.kind === "open") return false;
    this.#position++;
    return true;
  }

  #take(...operators: readonly string[]): string | undefined {
    const token = this.#tokens[this.#position];
    const text = token?.text === "%" ? "mod" : token?.text;
    if (token?.kind !== "operator" || text === undefined || !operators.includes(text)) return undefined;
    this.#position++;
    return text;
  }
}
